/** The HTTP API for pages: read in `load`, on the server and in the browser alike; asked by their buttons. */
import { createApi } from '@ginnel/api/client';
import type { Problem } from '@ginnel/api/problems';
import type { Result } from '@ginnel/base/result';
import { error } from '@sveltejs/kit';
import { onceAtATime } from './once.ts';

export function apiFor(fetch: typeof globalThis.fetch) {
  return createApi({ fetch: onceAtATime(fetch) });
}

/** @throws SvelteKit's `error`, so that the page says what is the matter */
export async function need<T>(answer: Promise<Result<T, Problem>>): Promise<T> {
  const result = await answer;
  if (result.ok) return result.value;
  const { status, title } = result.error;
  return error(status === 404 || status === 400 ? 404 : status, title);
}

/** What is only there sometimes (the demo's pages): `null` when it is not. */
export async function ifThere<T>(answer: Promise<Result<T, Problem>>): Promise<T | null> {
  const result = await answer;
  return result.ok ? result.value : null;
}
