import { createHash } from 'node:crypto';
import { PROBLEMS } from '@ginnel/api/problems';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, demoServer } from '../testing/demo-server.ts';

/**
 * The API as it was last agreed. When this differs, the API has changed: add to it freely, but what others rely on stays
 * (design.md, section 8). Then put the new hash here.
 */
const AGREED = 'a557fd4f1b122900ab1c28b12bb9fc9c313ee07a4d3d6b305702d9e8ec9a5b6c';

interface OpenApi {
  readonly paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
}

let server: DemoServer;
let text: string;
beforeAll(async () => {
  server = await demoServer();
  text = await (await fetch(`${server.address}/api/openapi.json`)).text();
});
afterAll(() => server.stop());

describe('the OpenAPI description', () => {
  it('is the one that was agreed', () => {
    expect(createHash('sha256').update(text).digest('hex')).toBe(AGREED);
  });

  it('describes every address that the server relies on others to call', () => {
    const { paths } = JSON.parse(text) as OpenApi;
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    for (const promised of [
      'GET /api/me',
      'GET /api/places',
      'GET /api/places/{id}',
      'GET /api/organisations',
      'GET /api/documents',
      'POST /api/documents',
      'GET /api/documents/{id}',
      'GET /api/documents/{id}/update',
      'GET /api/documents/{id}/authors',
      'POST /api/sign-in/link',
      'POST /api/sign-in/link/confirm',
      'POST /api/sign-out',
      'GET /api/demo/people',
      'POST /api/demo/sign-in',
      'GET /api/demo/mailbox',
    ]) {
      expect(described).toContain(promised);
    }
  });

  it('takes no moment so late that no date can be written for it', () => {
    const bounds: [name: string, maximum: unknown][] = [];
    const look = (schema: unknown): void => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [name, value] of Object.entries(schema)) {
        if (/[a-z]Ms$/.test(name)) bounds.push([name, (value as { maximum?: number }).maximum]);
        look(value);
      }
    };
    const { paths, components } = JSON.parse(text) as OpenApi & { components: { schemas: Record<string, unknown> } };
    for (const method of Object.values(paths).flatMap((methods) => Object.values(methods)))
      look((method as { requestBody?: unknown }).requestBody);
    look(components.schemas['NewRemoval']);
    expect(bounds.length).toBeGreaterThan(8);
    expect(bounds.filter(([, maximum]) => maximum !== Date.UTC(2200, 0, 1))).toEqual([]);
  });

  it('names each operation once', () => {
    const { paths } = JSON.parse(text) as OpenApi;
    const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has a page for people that loads nothing from elsewhere', async () => {
    const page = await fetch(`${server.address}/api/docs`);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
    for (const [, path] of html.matchAll(/(?:src|href)="(\/[^"]+)"/g))
      expect([path, (await fetch(server.address + path)).status]).toEqual([path, 200]);
    expect((await fetch(`${server.address}/api/docs/package.json`)).status).toBe(404);
  });

  it('has a page for every kind of problem', async () => {
    for (const [kind, { status, title }] of Object.entries(PROBLEMS)) {
      const response = await fetch(`${server.address}/api/problems/${kind}`);
      expect(await response.json()).toEqual({ kind, status, title });
    }
    expect((await fetch(`${server.address}/api/problems/toString`)).status).toBe(404);
  });
});
