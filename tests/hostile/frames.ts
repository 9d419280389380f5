/** The documents that the named hostile updates are sent to, and what such an update is. */
import type { DocumentKind, Phase } from '@ginnel/domain/documents';
import type { Standing } from '@ginnel/domain/standing';
import type { RefusalKind } from '@ginnel/domain/refusals';
import { addEntry } from '@ginnel/merge/edits/entries';
import { openRoots } from '@ginnel/merge/edits/open';
import { AMINA, IMRAN, type TestPerson } from '@ginnel/testkit/people';
import * as Y from 'yjs';
import { Scene, type MakeLive } from './scene.ts';

/** Made to do harm to a Yjs server that trusts its peers, or to slip something past one that does not. */
export interface Frame {
  readonly name: string;
  readonly update: Uint8Array;
  readonly expected: RefusalKind;
  /** Who sends it; Amina, a member, unless said otherwise. */
  readonly from?: TestPerson;
  readonly phase?: Phase;
  readonly standing?: Standing;
}

/** ClientIDs of the scene. */
export const IMRANS = 2 ** 45 + 1;
export const AMINAS = 2 ** 45 + 2;
export const FRESH = 2 ** 45 + 3;
export const COMMITMENT = 'c_8fk2m1xq90za';

/** A Deal in which Imran's service has written its part and taken a line of the notes back; Amina has written in the notes. */
export function sceneOfFrames(make: MakeLive): Scene {
  return written('deal', make, (imran, amina) => {
    addEntry('deal', imran, ['commitments'], { id: COMMITMENT, fields: { title: 'A bench by the library' } });
    addEntry('deal', imran, ['commitments', COMMITMENT, 'parts'], {
      id: 'streets-and-parks',
      fields: { text: 'We will put it there 👋 by May' },
    });
    imran.getText('notes').insert(0, 'a line that goes again. ');
    imran.getText('notes').delete(0, 10);
    Y.applyUpdate(amina, Y.encodeStateAsUpdate(imran));
    amina.getText('notes').insert(0, 'Thank you 👋 all. ');
  });
}

/** A plan with rich text, a block of which was deleted. */
export function proseScene(make: MakeLive): Scene {
  return written('plan', make, (imran, amina) => {
    const fragment = imran.getXmlFragment('understanding');
    fragment.insert(0, [paragraph('A place of mills'), paragraph('that goes again')]);
    fragment.delete(1, 1);
    Y.applyUpdate(amina, Y.encodeStateAsUpdate(imran));
    amina.getXmlFragment('strengths').insert(0, [paragraph('Neighbours 👋')]);
    const words = (amina.getXmlFragment('strengths').get(0) as Y.XmlElement).get(0) as Y.XmlText;
    words.format(0, 5, { bold: {} });
  });
}

function paragraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph');
  element.insert(0, [new Y.XmlText(words)]);
  return element;
}

function written(kind: DocumentKind, make: MakeLive, write: (imran: Y.Doc, amina: Y.Doc) => void): Scene {
  const scene = new Scene(kind, make);
  const [imran, amina] = [IMRANS, AMINAS].map((clientID) => {
    const doc = new Y.Doc({ gc: false });
    doc.clientID = clientID;
    openRoots(kind, doc);
    return doc;
  }) as [Y.Doc, Y.Doc];
  scene.leases.set(IMRANS, IMRAN.author);
  scene.leases.set(AMINAS, AMINA.author);
  write(imran, amina);
  for (const [doc, person] of [
    [imran, IMRAN],
    [amina, AMINA],
  ] as const) {
    const update = Y.encodeStateAsUpdate(doc, scene.live.stateVector());
    const judged = scene.live.judge(update, scene.by(person));
    if (!judged.ok) throw new Error(`The scene is honest: ${JSON.stringify(judged.error)}`);
    scene.take(update, judged.value, person.author);
  }
  return scene;
}

export function textOfPart(doc: Y.Doc): Y.Text {
  const commitment = doc.getMap('commitments').get(COMMITMENT) as Y.Map<Y.Map<Y.Map<Y.Text>>>;
  return commitment.get('parts')!.get('streets-and-parks')!.get('text')!;
}

export function idsIn(text: Y.Text): { client: number; clock: number }[] {
  const ids: { client: number; clock: number }[] = [];
  for (let item = text._start; item !== null; item = item.right)
    if (!item.deleted) ids.push({ client: item.id.client, clock: item.id.clock });
  return ids;
}
