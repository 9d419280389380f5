import { expect, it } from 'vitest';
import { safePath } from './after.ts';

it('only a path of this site is followed after signing in', () => {
  expect(safePath('/documents/k3v9x0q2m4t7w8z1')).toBe('/documents/k3v9x0q2m4t7w8z1');
  for (const foreign of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', null]) {
    expect(safePath(foreign), String(foreign)).toBe('/');
  }
});
