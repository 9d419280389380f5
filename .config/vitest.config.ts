import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One project per kind of proof, so that each can be run and counted alone. */
const project = (name: string, include: readonly string[], timeLimitMs: number) => ({
  extends: true as const,
  test: { name, include: [...include], testTimeout: timeLimitMs, hookTimeout: 120_000 },
});

export default defineConfig({
  root,
  test: {
    root,
    environment: 'node',
    // Whoever waits for something waits as long as a slow and busy machine may take; what comes at once costs nothing.
    expect: { poll: { timeout: 30_000 } },
    // Two cores are what the smallest supported machine has; more workers only make each test slower.
    maxWorkers: 2,
    // Whoever is looking for a hang wants to know which file it was.
    teardownTimeout: 10_000,
    exclude: ['**/node_modules/**', '**/build/**', 'tests/bench/peers/**'],
    projects: [
      project(
        'unit',
        [
          'packages/*/src/**/*.test.ts',
          'sync-server/src/**/*.test.ts',
          'sync-server/demo/**/*.test.ts',
          'sync-server/launch/*.test.mjs',
          'tests/stages/*.test.mjs',
          'web/src/**/*.test.ts',
        ],
        180_000,
      ),
      project('architecture', ['tests/architecture/**/*.test.ts'], 120_000),
      project('conformance', ['tests/conformance/**/*.test.ts'], 240_000),
      project('hostile', ['tests/hostile/**/*.test.ts'], 240_000),
      project('simulation', ['tests/simulation/**/*.test.ts'], 600_000),
      project('fault', ['tests/fault/**/*.test.ts'], 600_000),
    ],
  },
});
