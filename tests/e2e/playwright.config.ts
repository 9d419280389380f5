import { defineConfig } from '@playwright/test';

/** `CHROMIUM_PATH` names the browser; `GINNEL_SCREENSHOTS=1` writes the pictures of docs/screenshots anew. */
export default defineConfig({
  testDir: '.',
  // Nothing here is a claim about speed: a machine that is slow and busy has all the time it needs.
  timeout: 480_000,
  expect: { timeout: 45_000 },
  // Each worker has a server and a browser of its own, and the smallest machine has two cores.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  reporter: 'list',
  outputDir: '../../node_modules/.cache/e2e',
  use: {
    browserName: 'chromium',
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    trace: 'off',
  },
});
