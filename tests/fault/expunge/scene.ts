/** A borough in which a thousand words are written that have to go, and as many that have to stay. */
import { setTimeout as wait } from 'node:timers/promises';
import { createApi, type Api } from '@ginnel/api/client';
import type { AskedTarget } from '@ginnel/api/schemas/expunging';
import type { DocumentKind } from '@ginnel/domain/documents';
import { addEntry, takeOut } from '@ginnel/merge/edits/entries';
import { openRoots, ownEdit, textAt } from '@ginnel/merge/edits/open';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

/** Not English, so that nothing else says it; letters and `-` only, so that JSON writes it as it is. */
export const CANARY = 'zwykanari';
export const KEEPER = 'zwylinnet';

export interface Served {
  readonly address: string;
}

export interface Signed {
  readonly person: string;
  readonly token: string;
  readonly api: Api;
}

export async function signIn({ address }: Served, person: string): Promise<Signed> {
  const answer = await createApi({ origin: address }).demoSignIn(person);
  if (!answer.ok) throw new Error(answer.error.title);
  const { token } = answer.value;
  return { person, token, api: createApi({ origin: address, token }) };
}

export function socketOf(token: string): typeof globalThis.WebSocket {
  return class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { authorization: `Bearer ${token}` } });
    }
  } as unknown as typeof globalThis.WebSocket;
}

/** A stock client, nothing of ours but the token. */
export function stockClient({ address }: Served, documentId: string, token: string, doc: Y.Doc): WebsocketProvider {
  const options = { WebSocketPolyfill: socketOf(token), disableBc: true };
  return new WebsocketProvider(`${address.replace('http', 'ws')}/sync`, documentId, doc, options);
}

/** Writes as somebody, and resolves when the server has it durably. */
export async function writeAs(
  served: Served,
  documentId: string,
  kind: DocumentKind,
  { token }: Signed,
  write: (doc: Y.Doc) => void,
): Promise<void> {
  const doc = new Y.Doc({ gc: false });
  openRoots(kind, doc);
  const provider = stockClient(served, documentId, token, doc);
  await new Promise<void>((resolve) => provider.once('sync', () => resolve()));
  ownEdit(doc, () => write(doc));
  const wanted = Y.encodeStateVector(doc);
  await until(async () => {
    const response = await fetch(`${served.address}/api/documents/${documentId}/update`);
    const there = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(new Uint8Array(await response.arrayBuffer())));
    return [...Y.decodeStateVector(wanted)].every(([client, clock]) => (there.get(client) ?? 0) >= clock);
  });
  provider.destroy();
  doc.destroy();
}

export async function until(fits: () => Promise<boolean> | boolean, withinMs = 30_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await fits())) {
    if (performance.now() > deadline) throw new Error('It did not come about');
    await wait(20);
  }
}

const LISTS: Readonly<Record<DocumentKind, { readonly list: string; readonly text: string }>> = {
  priorities: { list: 'priorities', text: 'title' },
  plan: { list: 'assets', text: 'about' },
  deal: { list: 'commitments', text: 'title' },
  session: { list: 'cards', text: 'words' },
};

/** Words in the notes, in an entry, in an entry taken out of sight, in a comment and in what was deleted again. */
export function scatter(kind: DocumentKind, doc: Y.Doc, words: readonly string[], mark: string): void {
  const share = Math.ceil(words.length / 5);
  const [inNotes, inEntry, inTakenOut, inComment, deleted] = [0, 1, 2, 3, 4].map(
    (i) => `${words.slice(i * share, (i + 1) * share).join(' ')}\n`,
  );
  const notes = doc.getText('notes');
  notes.insert(0, inNotes as string);
  notes.insert(0, deleted as string);
  notes.delete(0, (deleted as string).length);
  const { list, text } = LISTS[kind];
  for (const [id, filling] of [
    [`x_${mark}0000001`, inEntry],
    [`x_${mark}0000002`, inTakenOut],
  ] as const) {
    addEntry(kind, doc, [list], { id });
    textAt(doc, list, id, text)?.insert(0, (filling as string).slice(0, 290));
    notes.insert(notes.length, (filling as string).slice(290));
  }
  takeOut(doc, [list], `x_${mark}0000002`);
  addEntry(kind, doc, ['comments'], { id: `k_${mark}0000001`, fields: { body: inComment as string } });
}

/** Helen asks, Tom agrees, and it is awaited that it is done. @returns its id */
export async function expunge(asking: Signed, agreeing: Signed, target: AskedTarget, { awaited = true } = {}): Promise<string> {
  const asked = await asking.api.askToExpunge(target, 'erasure');
  if (!asked.ok) throw new Error(`asking: ${asked.error.kind}`);
  const { id } = asked.value.expunge;
  const agreed = await agreeing.api.answerExpunge(id, true);
  if (!agreed.ok) throw new Error(`agreeing: ${agreed.error.kind}`);
  if (awaited) await isDone(agreeing, id);
  return id;
}

export async function isDone({ api }: Signed, id: string): Promise<void> {
  await until(async () => {
    const found = await api.expunge(id);
    return found.ok && found.value.expunge.state === 'done';
  }, 120_000);
}

/** Every address that shows documents, people, decisions or figures. */
export async function* everyAnswer(
  { address }: Served,
  who: readonly Signed[],
  documents: readonly string[],
): AsyncGenerator<readonly [string, Buffer]> {
  const common = [
    '/api/places',
    '/api/organisations',
    '/api/documents',
    '/api/audit?limit=1000',
    '/api/moderation/record',
    '/api/moderation/queue',
    '/api/expunges',
    '/api/me',
    '/api/me/export',
    '/api/me/removals',
    '/api/demo/mailbox',
    '/metrics',
  ];
  const ofDocuments = documents.flatMap((id) => [`/api/documents/${id}`, `/api/documents/${id}/update`, `/api/documents/${id}/authors`]);
  for (const { token, person } of who) {
    for (const path of [...common, ...ofDocuments]) {
      const response = await fetch(address + path, { headers: { authorization: `Bearer ${token}` } });
      yield [`${person} ${path} ${response.status}`, Buffer.from(await response.arrayBuffer())];
    }
  }
}
