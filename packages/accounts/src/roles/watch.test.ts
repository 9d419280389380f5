import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { callbackify } from 'node:util';
import type { CapacityId, OrganisationId, PersonId } from '@ginnel/base/ids';
import type { Capacity, Person } from '@ginnel/domain/people';
import { addCapacity, addPeople, capacitiesOf } from '@ginnel/store/relational/people';
import { addOrganisations } from '@ginnel/store/relational/places';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../commands/run-command.ts';
import { smtpMailer } from '../mail/smtp-mailer.ts';
import { invite } from '../organisations/invitations.ts';
import { AMINA, BOROUGH, people, type People } from '../testing/people.ts';
import { handOver } from './hand-over.ts';
import { makeTeam } from './seats.ts';
import { tellOfTerms } from './watch.ts';

const DAY_MS = 24 * 3_600_000;
const TOM: Person = { id: 'tom' as PersonId, name: 'Tom', demo: false };
const ADMIN: Capacity = {
  id: 'tom.admin.bury' as CapacityId,
  personId: TOM.id,
  role: 'admin',
  organisationId: null,
  placeId: BOROUGH,
  label: 'administrator',
};
const ORIGIN = 'https://ginnel.example';
const NEWS = { rightsChanged: () => undefined, personChanged: () => undefined, sessionEnded: () => undefined };

let parts: People;
let server: SMTPServer;
let mailer: ReturnType<typeof smtpMailer>;
let received: { to: string; subject: string; text: string }[];
let isDown: boolean;

beforeEach(async () => {
  parts = await people();
  received = [];
  isDown = false;
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: callbackify(async (stream: SMTPServerDataStream, { envelope }: SMTPServerSession) => {
      const { subject, text } = await PostalMime.parse(await buffer(stream));
      if (isDown) throw new Error('the disk of the mail server is full');
      received.push({ to: envelope.rcptTo[0]?.address ?? '', subject: subject ?? '', text: text ?? '' });
    }),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  mailer = smtpMailer({
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    defaultFrom: 'Ginnel <no-reply@ginnel.example>',
  });
  await addPeople(parts.db, [{ person: TOM, email: 'tom@example.org', createdAtMs: 0 }]);
  await addCapacity(parts.db, ADMIN, { fromMs: 0, untilMs: null });
});
afterEach(async () => {
  mailer.close();
  await new Promise<void>((resolve) => server.close(resolve));
  await parts.close();
});

const tell = () => tellOfTerms({ ...parts, mailer, origin: ORIGIN });
const asTom = { personId: TOM.id, capacityId: null, key: null, command: 'test', input: {} };

describe('a role with a last day', () => {
  it('is told of to its holder and who decides on it thirty days before, once, and then ends by itself', async () => {
    const untilMs = parts.clock.nowMs() + 40 * DAY_MS;
    const role: Capacity = {
      ...ADMIN,
      id: 'amina.facilitator' as CapacityId,
      personId: AMINA.id,
      role: 'facilitator',
      label: 'facilitator in Bury',
    };
    await addCapacity(parts.db, role, { fromMs: 0, untilMs });
    await tell();
    expect(received).toEqual([]);
    parts.clock.move(11 * DAY_MS);
    await tell();
    await tell();
    expect(received.map(({ to, subject }) => [to, subject]).toSorted(([a = ''], [b = '']) => a.localeCompare(b))).toEqual([
      ['amina@example.org', 'A role that ends, or an empty seat'],
      ['tom@example.org', 'A role that ends, or an empty seat'],
    ]);
    expect(received.find(({ to }) => to === 'tom@example.org')?.text).toContain('Amina Hussain’s role “facilitator in Bury” ends on');
    parts.clock.move(29 * DAY_MS);
    expect((await capacitiesOf(parts.db, AMINA.id, parts.clock.nowMs())).map(({ role: each }) => each)).toEqual(['resident']);
  });
});

describe('an empty seat', () => {
  it('is told of once to those who keep the place; a letter that could not be sent is tried again', async () => {
    const team = makeTeam(
      { placeId: BOROUGH, name: 'Leadership Team', quorum: 1, seats: [{ name: 'Police', core: true, organisationId: null }] },
      parts.random,
    );
    expect((await runCommand(parts, asTom, team)).ok).toBe(true);
    isDown = true;
    await expect(tell()).rejects.toThrow();
    isDown = false;
    await tell();
    await tell();
    expect(received).toMatchObject([{ to: 'tom@example.org' }]);
    expect(received[0]?.text).toContain('The seat “Police” of Leadership Team is empty.');
  });
});

describe('an invitation', () => {
  it('reaches its reader over SMTP whole, and the letter alone has its secret', async () => {
    await addOrganisations(parts.db, [{ id: 'vcfa' as OrganisationId, kind: 'group', name: 'VCFA', class: 'full', umbrella: true }]);
    const letters: Promise<void>[] = [];
    const asked = {
      email: 'Nadia@Example.org',
      name: 'Nadia',
      role: 'group-lead',
      organisationId: 'vcfa',
      placeId: BOROUGH,
      untilMs: null,
      days: 14,
    } as const;
    const handler = invite(asked, { random: parts.random, origin: ORIGIN, post: (letter) => letters.push(mailer.send(letter)) });
    const done = await runCommand(parts, asTom, handler);
    await Promise.all(letters);
    expect(received).toMatchObject([{ to: 'nadia@example.org', subject: 'You are invited to Ginnel' }]);
    const secret = /https:\/\/ginnel\.example\/invitations#([\w-]{43})\s/.exec(received[0]?.text ?? '')?.[1] ?? '';
    expect(secret).toHaveLength(43);
    expect(received[0]?.text).toContain('Tom, administrator, invites you to write in Ginnel for VCFA.');
    expect(JSON.stringify(done)).not.toContain(secret);
    expect(JSON.stringify(await parts.db.selectFrom('invitation').selectAll().execute())).not.toContain(secret);
  });
});

describe('a handover on a day to come', () => {
  it('leaves no millisecond in which both or nobody hold the role', async () => {
    const lead: Capacity = { ...ADMIN, id: 'amina.admin' as CapacityId, personId: AMINA.id, label: 'administrator' };
    await addCapacity(parts.db, lead, { fromMs: 0, untilMs: null });
    const nadia: Person = { id: 'nadia' as PersonId, name: 'Nadia', demo: false };
    await addPeople(parts.db, [{ person: nadia, email: null, createdAtMs: 0 }]);
    const onMs = parts.clock.nowMs() + 3 * DAY_MS;
    const asked = { capacityId: lead.id, whom: { personId: nadia.id }, onMs, bothUntilMs: null, untilMs: null };
    expect((await runCommand(parts, asTom, handOver(asked, { random: parts.random, news: NEWS }))).ok).toBe(true);
    const holders = async (atMs: number): Promise<string[]> => {
      const held = await Promise.all(
        [AMINA, nadia].map(async ({ id, name }) =>
          (await capacitiesOf(parts.db, id, atMs)).some(({ role }) => role === 'admin') ? name : null,
        ),
      );
      return held.filter((name) => name !== null);
    };
    for (const atMs of [onMs - 2, onMs - 1, onMs, onMs + 1]) {
      expect([atMs, await holders(atMs)]).toEqual([atMs, [atMs < onMs ? AMINA.name : nadia.name]]);
    }
  });
});
