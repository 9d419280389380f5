import { expect, it } from 'vitest';
import { mayBePacked } from './packing.ts';

const asked = (path: string, headers: Record<string, string> = {}): boolean =>
  mayBePacked(new Request(`https://ginnel.example${path}`, { headers: { 'accept-encoding': 'gzip, br', ...headers } }));

it('what everybody may read goes out packed, to people who are signed in too', () => {
  for (const path of [
    '/',
    '/places/bury',
    '/documents/d1',
    '/documents/d1/who',
    '/organisations/o1',
    '/api/documents/d1',
    '/api/documents?place=bury',
  ])
    expect([path, asked(path, { cookie: 'a=b' })]).toEqual([path, true]);
});

it('what is for its reader only is packed for programs, whom no other site can make ask, and never for browsers', () => {
  for (const path of [
    '/moderation',
    '/people/me',
    '/api/moderation/queue',
    '/api/me/export',
    '/documents/d1/people',
    '/api/documents/d1/passes',
    '/api/me',
  ]) {
    expect([path, asked(path, { cookie: 'a=b' })]).toEqual([path, false]);
    expect([path, asked(path, { authorization: 'Bearer x' })]).toEqual([path, true]);
  }
});

it('nothing is packed for who cannot unpack it', () => {
  for (const accepted of ['', 'br', 'identity', 'gzip;q=0', 'gzip; q=0.0', 'gzipped'])
    expect([accepted, asked('/', { 'accept-encoding': accepted })]).toEqual([accepted, false]);
  for (const accepted of ['gzip', 'br, GZIP', 'gzip;q=0.5', 'deflate,gzip ;q=1.0'])
    expect([accepted, asked('/', { 'accept-encoding': accepted })]).toEqual([accepted, true]);
});
