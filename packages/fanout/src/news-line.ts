/** One piece of news as one line, which begins with "!" and so is no hint. */
import { unreachable } from '@ginnel/base/assert';
import type { DocumentId, PersonId } from '@ginnel/base/ids';
import type { News } from './ports/hints.ts';

const LINE = /^!(\w{1,20})(?: (\S{1,200}))?(?: ([\w+/=]{1,8000}))?$/;

export function newsToLine(news: News): string {
  switch (news.type) {
    case 'rights-changed':
      return `!rights ${news.documentId}`;
    case 'person-changed':
      return `!person ${news.personId}`;
    case 'person-renamed':
      return `!renamed ${news.personId}`;
    case 'session-ended':
      return `!session ${news.sessionId}`;
    case 'people':
      return `!people ${news.documentId} ${Buffer.from(news.update).toString('base64')}`;
    case 'who-is-here':
      return `!who ${news.documentId}`;
    case 'node-leaves':
      return '!leaves';
    default:
      return unreachable(news);
  }
}

/** `null`: no news, or of a kind that only a newer Ginnel knows. */
export function readNews(line: string): News | null {
  const [, word, id, bytes] = LINE.exec(line) ?? [];
  if (word === 'leaves') return { type: 'node-leaves' };
  if (id === undefined) return null;
  switch (word) {
    case 'rights':
      return { type: 'rights-changed', documentId: id as DocumentId };
    case 'person':
      return { type: 'person-changed', personId: id as PersonId };
    case 'renamed':
      return { type: 'person-renamed', personId: id as PersonId };
    case 'session':
      return { type: 'session-ended', sessionId: id };
    case 'who':
      return { type: 'who-is-here', documentId: id as DocumentId };
    case 'people':
      return bytes === undefined ? null : { type: 'people', documentId: id as DocumentId, update: Buffer.from(bytes, 'base64') };
    default:
      return null;
  }
}
