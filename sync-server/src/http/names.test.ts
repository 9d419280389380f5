import { PLACE_COMMANDS } from '@ginnel/accounts/commands/policy';
import { textAt } from '@ginnel/merge/edits/open';
import { setText } from '@ginnel/merge/edits/text';
import { writeEdit } from '@ginnel/merge/edits/write-edit';
import { updateFrame } from '@ginnel/protocol/frames';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { PEOPLE } from '../../demo/people.ts';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

const REAL = 'Amina Hussain';
const SHOWN = 'A neighbour';
const WHY = 'Somebody is looking for her';

let server: DemoServer;
let documentId: string;
beforeEach(async () => {
  server = await demoServer();
  const made = await (await server.as('amina-hussain')).createDocument({ kind: 'priorities', placeId: 'radcliffe-west', title: 'Tonight' });
  documentId = made.ok ? made.value.id : '';
});
afterEach(() => server.stop());

async function connect(person: string, clientId: number): Promise<{ socket: WebSocket; said: string[] }> {
  const { token } = await server.as(person);
  const url = `${server.address.replace('http', 'ws')}/sync/${documentId}?client=${clientId}`;
  const socket = new WebSocket(url, 'ginnel.v1', { headers: { authorization: `Bearer ${token}` } });
  const said: string[] = [];
  socket.on('message', (frame: Buffer) => said.push(frame.toString('latin1')));
  await expect.poll(() => said.some((each) => each.includes('"welcome"'))).toBe(true);
  return { socket, said };
}

const guard = async (by = 'helen-brooks', name: string | null = SHOWN) =>
  await (await server.as(by)).changeShownName('amina-hussain', { name, reason: WHY });

describe('a protected name', () => {
  it('stands in invitations too, those that were never accepted among them', async () => {
    const tom = await server.as('tom-hargreaves');
    const asked = { email: 'amina-hussain@ginnel.example', name: REAL, role: 'facilitator', placeId: 'west' } as const;
    const sent = await tom.invite(asked);
    await tom.withdrawInvitation(sent.ok ? sent.value.invitation.id : '');
    await tom.invite(asked);
    expect((await guard()).ok).toBe(true);
    const seen = await tom.administration();
    expect(seen).toMatchObject({ value: { invitations: [{ name: SHOWN }, { name: SHOWN }] } });
    expect(JSON.stringify(seen)).not.toContain(REAL);
  });

  it('stands wherever the real one stood: what was written before, oneself, the audit; the real one is nowhere', async () => {
    const { socket, said } = await connect('amina-hussain', 4242);
    socket.send(updateFrame(writeEdit('priorities', Uint8Array.of(0, 0), 4242, (doc) => setText(textAt(doc, 'notes')!, 'More benches'))));
    await expect.poll(() => said.some((each) => each.includes('"saved"'))).toBe(true);
    expect((await guard()).ok).toBe(true);
    const everything = async (who: string) => {
      const { token } = await server.as(who);
      const paths = [
        `/api/documents/${documentId}/authors`,
        `/api/documents/${documentId}`,
        '/api/audit',
        '/api/moderation/record',
        '/api/me',
      ];
      const headers = { authorization: `Bearer ${token}` };
      return await Promise.all(paths.map(async (path) => await (await fetch(server.address + path, { headers })).text()));
    };
    for (const who of ['jo-kowalski', 'helen-brooks', 'amina-hussain']) {
      for (const text of await everything(who)) expect(text).not.toContain(REAL);
    }
    expect((await everything('jo-kowalski'))[0]).toContain(SHOWN);
    expect(await (await server.as('amina-hussain')).ownName()).toMatchObject({ value: { shown: SHOWN, real: REAL } });
    socket.terminate();
  });

  it('brings the person’s sockets back under it within five seconds, and nothing on the wire says that a name is protected', async () => {
    const { socket } = await connect('amina-hussain', 4243);
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await guard();
    expect(await closed).toBe(1012);
    const again = await connect('amina-hussain', 4243);
    expect(again.said.join('')).toContain(`"name":"${SHOWN}"`);
    expect(again.said.join('')).not.toMatch(/guard|protect|real/i);
    again.socket.terminate();
  });

  it('is taken away again by the person themselves, and the public record shows giving and taking alike', async () => {
    await guard();
    const audit = async () => {
      const read = await server.api.audit({ limit: 1000 });
      return read.ok ? read.value.entries.filter(({ command }) => command.startsWith('person.')) : [];
    };
    expect((await (await server.as('amina-hussain')).changeShownName('amina-hussain', { name: null, reason: 'Moved away' })).ok).toBe(true);
    const entries = await audit();
    expect(entries.map(({ command, facts }) => [command, facts])).toEqual([
      ['person.change-name', '{}'],
      ['person.change-name', '{}'],
    ]);
    expect(await (await server.as('amina-hussain')).me()).toMatchObject({ value: { person: { name: REAL } } });
    expect(await guard('helen-brooks', null)).toMatchObject({ error: { kind: 'wrong-state' } });
  });

  it('is nobody else’s, and not one’s own to choose', async () => {
    expect(await guard('helen-brooks', 'jo  KOWALSKI')).toMatchObject({ error: { kind: 'wrong-state' } });
    expect(await guard('amina-hussain')).toMatchObject({ error: { kind: 'not-allowed' } });
  });

  it('is changed, and the real name looked up, only in the roles of the table; each look is in the audit with its reason', async () => {
    await guard();
    for (const command of ['person.change-name', 'person.look-up'] as const) {
      for (const { person, capacities } of PEOPLE) {
        if (person.id === 'amina-hussain') continue;
        const api = await server.as(person.id);
        const may = capacities.some(({ role, placeId }) => {
          return (PLACE_COMMANDS[command] as readonly string[]).includes(role) && ['radcliffe-west', 'west', 'bury'].includes(placeId);
        });
        const done =
          command === 'person.look-up'
            ? await api.lookUpName('amina-hussain', WHY)
            : await api.changeShownName('amina-hussain', { name: SHOWN, reason: WHY });
        expect([command, person.id, done.ok]).toEqual([command, person.id, may]);
        if (done.ok && 'name' in done.value) expect(done.value.name).toBe(REAL);
      }
    }
    const read = await server.api.audit({ limit: 1000 });
    expect(read.ok && read.value.entries.some(({ command }) => command === 'person.look-up')).toBe(true);
  });
});
