import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { GatedAgent, type Done } from './gated-agent.ts';
import { newDocument, signIn, socketOf, stockProvider, synced, until, type Writer } from './people.ts';
import { RunningServer } from './running-server.ts';
import { applyPatches, concurrentTrace, hasAstral, sequentialTrace } from './traces.ts';

const PEOPLE = ['amina-hussain', 'jo-kowalski', 'imran-shah'];
let server: RunningServer;
let reader: Writer;

beforeAll(async () => {
  server = await RunningServer.start();
  reader = await signIn(server, 'ruth-ogden');
});
afterAll(() => server.stop());

/** Somebody who only reads, as the server shows it. */
async function readAlong(documentId: string): Promise<{ text: Y.Text; stop: () => void }> {
  const doc = new Y.Doc();
  const provider = stockProvider(server, documentId, doc, socketOf(reader.token));
  await synced(provider);
  return { text: doc.getText('notes'), stop: () => provider.destroy() };
}

async function expectServerHolds(documentId: string, words: string): Promise<void> {
  const answer = await reader.api.document(documentId);
  if (!answer.ok) throw new Error(answer.error.title);
  expect(answer.value.notes).toBe(words);
  expect((answer.value.content as { notes?: unknown }).notes).toBe(words);
}

test('friendsforever: two people typing into one text at once end in exactly what they ended in', async () => {
  const { edits, agents: count, endContent } = concurrentTrace('friendsforever');
  const astral = hasAstral(edits);
  const documentId = await newDocument(reader, 'priorities');
  const observer = await readAlong(documentId);
  const agents: GatedAgent[] = [];
  for (let index = 0; index < count; index++) {
    const agent = new GatedAgent(1 + index);
    await agent.connect(server, documentId, (await signIn(server, PEOPLE[index] as string)).token);
    agents.push(agent);
  }
  const done = new Map<number, Done>();
  /** Somebody once stood exactly here: what this agent does next must not travel in one frame with it. */
  const arrivals = new Map<GatedAgent, Promise<unknown>>();
  const last = agents.map(() => -1);
  let together = 0;
  for (const [index, { agent: at, patches, seen, isSeenLast }] of edits.entries()) {
    const agent = agents[at] as GatedAgent;
    await arrivals.get(agent);
    for (const seenOf of seen.values()) {
      await arrivals.get(agents[edits[seenOf]?.agent as number] as GatedAgent);
      agent.deliver(done.get(seenOf) as Done);
    }
    if (last.some((edit, other) => other !== at && edit > (seen.get(other) ?? -1))) together++;
    agent.doc.transact(() => applyPatches(agent.text, patches, astral));
    last[at] = index;
    if (!isSeenLast) continue;
    const what = agent.takeDone();
    done.set(index, what);
    arrivals.set(agent, Promise.all(agents.flatMap((other) => (other === agent ? [] : [other.arrival(what)]))));
  }
  for (const agent of agents) agent.open();
  for (const { doc, text } of agents) await until(doc, () => text.toString() === endContent);
  await until(observer.text.doc as Y.Doc, () => observer.text.toString() === endContent);
  await expectServerHolds(documentId, endContent);
  expect(together).toBeGreaterThan(1000);
  for (const agent of agents) agent.destroy();
  observer.stop();
});

test('sveltecomponent: one person at full speed loses nothing', async () => {
  const { txns, startContent, endContent } = sequentialTrace('sveltecomponent');
  const astral = hasAstral(txns);
  const writer = await signIn(server, 'jo-kowalski');
  const documentId = await newDocument(reader, 'plan');
  const observer = await readAlong(documentId);
  const doc = new Y.Doc();
  const provider = stockProvider(server, documentId, doc, socketOf(writer.token));
  await synced(provider);
  const text = doc.getText('notes');
  text.insert(0, startContent);
  for (const { patches } of txns) doc.transact(() => applyPatches(text, patches, astral));
  expect(text.toString()).toBe(endContent);
  await until(observer.text.doc as Y.Doc, () => observer.text.toString() === endContent);
  await expectServerHolds(documentId, endContent);
  provider.destroy();
  observer.stop();
});
