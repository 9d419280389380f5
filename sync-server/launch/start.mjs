// `npm start`: installs and builds what has changed, then serves everything from one process and says where.

import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { buildWebWhenNeeded } from './build-web.mjs';
import { inRoot, node24, root } from './folders.mjs';
import { installWhenNeeded } from './install.mjs';

const say = (line) => console.log(line);
const port = process.env.PORT || '3000';
const origin = process.env.GINNEL_ORIGIN || `http://localhost:${port}`;
const demo = process.env.GINNEL_DEMO || '1';

const fail = (sentence) => {
  console.error(sentence);
  process.exit(1);
};

/** Whether something listens there already. A port that is no number is left to the server, which explains it. */
const portIsTaken = (host) =>
  new Promise((resolve) => {
    if (!/^\d{1,5}$/.test(port) || Number(port) === 0 || Number(port) > 65_535) return resolve(false);
    const socket = connect({ port: Number(port), host });
    socket.once('connect', () => resolve(true) ?? socket.destroy());
    socket.once('error', () => resolve(false));
  });

const ready = async (isRunning) => {
  while (isRunning()) {
    const answer = await fetch(`http://localhost:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
};

const welcome = () => {
  const lines = ['', `  Ginnel is at ${origin}`];
  if (demo === '1') {
    lines.push(
      `  To sign in, open ${origin}/sign-in and choose one of the demo people: a resident, a group's lead, an officer.`,
      '  To write together, open the same page in another browser or a private window and choose somebody else.',
    );
    if (!process.env.SMTP_URL) lines.push(`  Sign-in links sent by e-mail land in ${origin}/demo/mailbox.`);
  } else {
    lines.push(`  To sign in, open ${origin}/sign-in.`);
  }
  lines.push('  To stop, press Ctrl+C.', '');
  for (const line of lines) say(line);
};

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Ginnel needs Node 20 or newer to start; this is Node ${process.versions.node}.`);
if ((await portIsTaken('127.0.0.1')) || (await portIsTaken('::1'))) {
  fail(`Port ${port} is in use by another program. Stop that program, or choose another port: PORT=${Number(port) + 1} npm start`);
}
try {
  await installWhenNeeded(say);
  await buildWebWhenNeeded(say);
} catch (error) {
  fail(error.message);
}

say('Starting …');
const server = spawn(node24(), [inRoot('sync-server', 'src', 'main.ts')], {
  cwd: root,
  // From the second start on the server reads its code as Node has kept it: 35 MB less. Where this cannot be written, Node goes without.
  env: { NODE_COMPILE_CACHE: inRoot('node_modules', '.cache', 'node-compile'), ...process.env, GINNEL_DEMO: demo },
  stdio: 'inherit',
});
let running = true;
// Ctrl+C reaches the whole group and npm passes signals on as well: the server hears each signal once from here.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  let passedOn = false;
  process.on(signal, () => {
    if (!passedOn) server.kill(signal);
    passedOn = true;
  });
}
server.once('error', (error) => fail(`The server could not be started: ${error.message}`));
server.once('exit', (code, signal) => {
  running = false;
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
});
if (await ready(() => running)) welcome();
