/** The keys that undo and redo everywhere: Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y, and the same with the command key. */
type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'>;

/** @returns what the keys ask for; `null` when they ask for something else */
export function undoOrRedo({ key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing }: Pressed): 'undo' | 'redo' | null {
  if (ctrlKey === metaKey || altKey || isComposing) return null;
  // Where the letters are not Latin ones, the key at that place stands for them.
  const letter = /^[a-z]$/i.test(key) ? key.toLowerCase() : { KeyZ: 'z', KeyY: 'y' }[code];
  if (letter === 'z') return shiftKey ? 'redo' : 'undo';
  return letter === 'y' && !shiftKey ? 'redo' : null;
}
