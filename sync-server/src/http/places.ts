/** Places and organisations: public to read. */
import { getPlace, listOrganisations as listOrganisationsRoute, listPlaces as listPlacesRoute } from '@ginnel/api/routes/places';
import { lineage } from '@ginnel/domain/places';
import { listDocuments } from '@ginnel/store/relational/documents';
import { listOrganisations, listPlaces } from '@ginnel/store/relational/places';
import type { Services } from '../services.ts';
import type { App } from './environment.ts';
import { summaryOf } from './documents.ts';
import { problem } from './problem.ts';

export function servePlaces(app: App, { db }: Pick<Services, 'db'>): void {
  app.openapi(listPlacesRoute, async (c) => c.json({ places: await listPlaces(db) }, 200));

  app.openapi(getPlace, async (c) => {
    const places = new Map((await listPlaces(db)).map((place) => [place.id as string, place]));
    const place = places.get(c.req.valid('param').id);
    if (place === undefined) return problem(c, 'not-found');
    const [, ...above] = lineage(place.id, (id) => places.get(id)?.parentId ?? null);
    const page = {
      place,
      lineage: above.reverse().flatMap((id) => places.get(id) ?? []),
      children: [...places.values()].filter(({ parentId }) => parentId === place.id),
      documents: (await listDocuments(db, place.id)).map(summaryOf),
    };
    return c.json(page, 200);
  });

  app.openapi(listOrganisationsRoute, async (c) => c.json({ organisations: await listOrganisations(db) }, 200));
}
