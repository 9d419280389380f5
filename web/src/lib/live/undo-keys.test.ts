import { describe, expect, it } from 'vitest';
import { undoOrRedo } from './undo-keys.ts';

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false };
const pressed = (key: string, held: Partial<typeof NONE>, code = `Key${key.toUpperCase()}`) => undoOrRedo({ ...NONE, key, code, ...held });

describe('the keys of undo and redo', () => {
  it('are Z, Shift+Z and Y with Ctrl or with the command key', () => {
    for (const held of [{ ctrlKey: true }, { metaKey: true }]) {
      expect(pressed('z', held)).toBe('undo');
      expect(pressed('Z', { ...held, shiftKey: true })).toBe('redo');
      expect(pressed('y', held)).toBe('redo');
    }
  });

  it('are found by the letter, and by the place where letters are not Latin', () => {
    expect(pressed('z', { ctrlKey: true }, 'KeyY')).toBe('undo');
    expect(pressed('я', { ctrlKey: true }, 'KeyZ')).toBe('undo');
  });

  it('are nothing else', () => {
    expect(pressed('z', {})).toBe(null);
    expect(pressed('z', { ctrlKey: true, altKey: true })).toBe(null);
    expect(pressed('z', { ctrlKey: true, isComposing: true })).toBe(null);
    expect(pressed('b', { ctrlKey: true })).toBe(null);
  });
});
