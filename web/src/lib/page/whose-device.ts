/** Pages kept on this device belong to the person who opened them; the next person begins with none. */
const PERSON = 'ginnel.person';

export async function takeDevice(personId: string): Promise<void> {
  try {
    const before = localStorage.getItem(PERSON);
    localStorage.setItem(PERSON, personId);
    if (before !== null && before !== personId) await caches.delete('ginnel-opened');
  } catch {
    // No storage on this device: nothing was kept either.
  }
}
