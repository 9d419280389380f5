/** At sign-out everything that was kept on this device goes: a shared computer keeps nothing of anybody. */
export async function clearDevice(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('ginnel-opened')).map((name) => caches.delete(name)));
}
