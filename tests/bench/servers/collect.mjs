// Loaded into every server before its own program. Told so, it collects what its start and its warm-up have left behind, as one that has
// been up for weeks has long done; where that fell into the seconds that are measured, it was half of what they cost.
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('message', (message) => {
    if (message === 'collect') globalThis.gc();
  });
  process.channel.unref();
}
