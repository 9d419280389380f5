/** Documents: what there is, a new one, and one document's words as of its last durable row. */
import { actingOf } from '@ginnel/accounts/moderation/keep-away';
import { createDocument, getDocument, getDocumentUpdate, listDocuments as listDocumentsRoute } from '@ginnel/api/routes/documents';
import type { DocumentSummary } from '@ginnel/api/schemas/documents';
import type { DocumentId } from '@ginnel/base/ids';
import { randomId } from '@ginnel/base/ports';
import type { DocumentInfo } from '@ginnel/domain/documents';
import { actorIn } from '@ginnel/domain/standing';
import { SHAPES } from '@ginnel/merge/shapes/kinds';
import { addDocument, listDocuments } from '@ginnel/store/relational/documents';
import { findPlace } from '@ginnel/store/relational/places';
import type { Services } from '../services.ts';
import type { App } from './environment.ts';
import { problem } from './problem.ts';

export function serveDocuments(app: App, services: Pick<Services, 'db' | 'clock' | 'random' | 'reader'>): void {
  const { db, clock, random, reader } = services;

  app.openapi(listDocumentsRoute, async (c) => {
    const documents = await listDocuments(db, c.req.valid('query').place);
    return c.json({ documents: documents.map(summaryOf) }, 200);
  });

  app.openapi(createDocument, async (c) => {
    const { signedIn } = c.var;
    if (signedIn === null) return problem(c, 'signed-out');
    const { kind, placeId, title } = c.req.valid('json');
    const place = await findPlace(db, placeId);
    if (place === null) return problem(c, 'not-found');
    const { capacities, parentOf, keptAwayFrom } = await actingOf(db, signedIn.person.id, clock.nowMs());
    const belongs = capacities.some((capacity) => {
      if (capacity.within !== undefined || capacity.held === 'grant') return false; // drafts in what there is
      const { standing } = actorIn(capacity, place.id, parentOf);
      return standing === 'member' || standing === 'moderator';
    });
    if (!belongs || keptAwayFrom(place.id)) return problem(c, 'not-allowed');
    const id = randomId(random) as DocumentId;
    await addDocument(db, {
      id,
      kind,
      placeId: place.id,
      title,
      shapeVersion: SHAPES[kind].version,
      createdBy: signedIn.person.id,
      createdAtMs: clock.nowMs(),
    });
    return c.json({ id }, 201, { location: `/api/documents/${id}` });
  });

  app.openapi(getDocument, async (c) => {
    const reading = await reader.content(c.req.valid('param').id);
    if (reading === null) return problem(c, 'not-found');
    const { info, seq, hash, content } = reading;
    const notes = typeof content['notes'] === 'string' ? content['notes'] : '';
    return c.json({ ...summaryOf(info), epoch: info.epoch, seq, shapeVersion: info.shapeVersion, hash, notes, content }, 200);
  });

  app.openapi(getDocumentUpdate, async (c) => {
    const reading = await reader.update(c.req.valid('param').id);
    if (reading === null) return problem(c, 'not-found');
    return c.body(new Uint8Array(reading.update), 200, {
      'content-type': 'application/octet-stream',
      'ginnel-epoch': String(reading.epoch),
      'ginnel-seq': String(reading.seq),
    });
  });
}

export function summaryOf({ id, kind, placeId, title, phase }: DocumentInfo): DocumentSummary {
  return { id, kind, placeId, title, phase };
}
