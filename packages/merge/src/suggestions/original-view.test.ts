import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { sameTypeIn } from './original-view.ts';

function block(words: string): Y.XmlElement {
  const made = new Y.XmlElement('paragraph');
  made.insert(0, [new Y.XmlText(words)]);
  return made;
}

it('[SU1] a block of the fork is found in the original while it stands there, and not when it is new or was deleted', () => {
  const original = new Y.Doc({ gc: false });
  const roots = original.getXmlFragment('strengths');
  roots.insert(0, [block('stands'), block('goes')]);
  const fork = new Y.Doc({ gc: false });
  const suggested = fork.getXmlFragment('strengths');
  Y.applyUpdate(fork, Y.encodeStateAsUpdate(original));
  roots.delete(1, 1);
  suggested.insert(2, [block('by somebody new')]);
  const [stands, goes, fresh] = suggested.toArray() as [Y.XmlElement, Y.XmlElement, Y.XmlElement];
  expect(sameTypeIn(original, stands)).toBe(roots.get(0));
  expect(sameTypeIn(original, goes)).toBeNull();
  expect(sameTypeIn(original, fresh)).toBeNull();
  expect(sameTypeIn(original, suggested)).toBe(roots);
  // Under a clientID of which the original has something, but not this.
  fork.clientID = original.clientID;
  suggested.insert(3, [block('by the same')]);
  expect(sameTypeIn(original, suggested.get(3) as Y.XmlElement)).toBeNull();
});
