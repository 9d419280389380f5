/** Removes the frames up to a number, in the order in which they were sent. @returns their updates */
export function takeUpTo(sent: Map<number, Uint8Array>, frames: number): Uint8Array[] {
  const taken: Uint8Array[] = [];
  for (const [frame, update] of sent) {
    if (frame > frames) break;
    sent.delete(frame);
    taken.push(update);
  }
  return taken;
}
