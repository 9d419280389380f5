import { DECISIONS } from '@ginnel/domain/decisions';
import { messagesIn } from '@ginnel/i18n/messages';
import { describe, expect, it } from 'vitest';
import { pageOf, sentenceOf } from './in-words.ts';

const words = messagesIn('en');
const NAMES = {
  'document:k3v9': 'Ward plan',
  'place:west': 'West',
  'organisation:vcfa': 'VCFA',
  'organisation:pickers': 'Litter Pickers',
  'team:t1': 'Leadership Team',
};

const say = (command: string, subject: string, facts: Record<string, string | number | boolean | null> = {}): string =>
  sentenceOf({ command, subject, facts }, NAMES, words);

describe('a decision in words', () => {
  it('is a sentence for every kind of decision, with nothing of a program left in it', () => {
    for (const command of Object.values(DECISIONS).flat()) {
      const sentence = say(command, 'document:k3v9', {
        role: 'group-lead',
        place: 'west',
        helper: 'vcfa',
        team: 't1',
        state: 'held',
        list: 'people',
      });
      expect(sentence).toMatch(/^[A-Z“0-9].*\.$/);
      expect(sentence).not.toMatch(/undefined|null|NaN|\{|group-lead|k3v9/);
    }
  });

  it.each([
    [
      'document.change-phase',
      'document:k3v9',
      { from: 'drafting', to: 'consulting' },
      '“Ward plan” went on from being drafted to out for consultation.',
    ],
    [
      'place.grant-role',
      'place:west',
      { role: 'system-leader', place: 'west', untilMs: null },
      'Somebody was given the role of system leader in West.',
    ],
    [
      'place.grant-role',
      'place:west',
      { role: 'facilitator', place: 'west', document: 'k3v9', untilMs: new Date(2027, 3, 1).getTime() },
      'For “Ward plan” only, somebody was given the role of facilitator until 31 March 2027.',
    ],
    ['capacity.end', 'place:west', { role: 'councillor', place: 'west', self: true }, 'Somebody stepped back as councillor in West.'],
    ['grant.withdraw', 'organisation:pickers', { helper: 'vcfa' }, 'Litter Pickers no longer lets VCFA draft for it.'],
    ['team.set-quorum', 'place:west', { team: 't1', quorum: 3 }, 'The quorum of Leadership Team was set to 3.'],
    ['retention.run', 'installation', { sessions: 2, receipts: 5 }, 'What was old enough went: 7 rows.'],
    ['guest-pass.end', 'document:gone', {}, 'The door of something that is no longer here was closed to guests.'],
    ['something.older', 'place:west', {}, 'A decision of the kind “something.older” was taken.'],
    ['constructor', 'place:west', {}, 'A decision of the kind “constructor” was taken.'],
  ])('%s of %s reads as people say it', (command, subject, facts, sentence) => {
    expect(say(command, subject, facts)).toBe(sentence);
  });

  it('leads to the page of what it is about, where there is one', () => {
    expect(pageOf('document:k3v9', NAMES)).toEqual({ path: '/documents/k3v9', name: 'Ward plan' });
    expect(pageOf('place:elsewhere', NAMES)).toBe(null);
    expect(pageOf('installation', NAMES)).toBe(null);
  });
});
