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
  const channel = new BroadcastChannel(PERSON);
  channel.postMessage(personId);
  channel.close();
}

/** Tells a page whose session ended when its person is signed in again in another window. @returns stops it */
export function whenBack(personId: string, onBack: () => void): () => void {
  const channel = new BroadcastChannel(PERSON);
  channel.onmessage = ({ data }) => {
    if (data === personId) onBack();
  };
  return () => channel.close();
}

/**
 * Tells a page of this person when the device stops being theirs: in another window they signed out, or somebody else
 * signed in. Says nothing where the device keeps nothing. @returns stops it
 */
export function whenDeviceGoes(personId: string, onGone: () => void): () => void {
  if (!isTheirs(personId)) return () => undefined;
  const look = () => {
    if (!isTheirs(personId)) onGone();
  };
  // Only another window's change of the mark: the window that signs out goes on to its own next page.
  const onStorage = ({ key }: StorageEvent) => {
    if (key === PERSON || key === null) look();
  };
  addEventListener('storage', onStorage);
  document.addEventListener('visibilitychange', look);
  return () => {
    removeEventListener('storage', onStorage);
    document.removeEventListener('visibilitychange', look);
  };
}

/** Whether this person was the last to sign in here, and has not signed out. */
export function isTheirs(personId: string): boolean {
  try {
    return localStorage.getItem(PERSON) === personId;
  } catch {
    return false;
  }
}
