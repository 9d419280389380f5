/**
 * A client of a room without a socket: its own copy, and the frames that it sends and hears. Stock, or one that speaks
 * `ginnel.v1`. It draws no conclusions: what was acknowledged, refused or shown is there to be looked at.
 */
import { assert } from '@ginnel/base/assert';
import type { DocumentKind } from '@ginnel/domain/documents';
import { openRoots } from '@ginnel/merge/edits/open';
import { FRAME, SYNC, syncStep1Frame, syncStep2Frame, readServerMessage, updateFrame } from '@ginnel/protocol/frames';
import type { ServerMessage } from '@ginnel/protocol/messages';
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';

const FROM_SERVER = Symbol('from the server');

export class WireClient {
  readonly doc: Y.Doc;
  /** Own edits that no connection has carried yet. */
  readonly unsent: Uint8Array[] = [];
  /** Frames with edits that this connection has sent, from the first. */
  sent: Uint8Array[] = [];
  /** How many of them were acknowledged. */
  saved = 0;
  /** A sync step 2 has come on this connection. */
  synced = false;
  messages: ServerMessage[] = [];

  constructor(kind: DocumentKind, clientId: number) {
    this.doc = new Y.Doc({ gc: false });
    this.doc.clientID = clientId;
    openRoots(kind, this.doc);
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== FROM_SERVER) this.unsent.push(update);
    });
  }

  /** A new connection: what is said first. What was unsent goes with the answer to the server's sync step 1. */
  connect(): Uint8Array[] {
    this.sent = [];
    this.saved = 0;
    this.synced = false;
    this.messages = [];
    return [syncStep1Frame(Y.encodeStateVector(this.doc))];
  }

  /** The frames of what was typed since. */
  send(): Uint8Array[] {
    return this.unsent.splice(0).map((update) => {
      this.sent.push(update);
      return updateFrame(update);
    });
  }

  /** Takes in one frame. @returns what is answered */
  hear(frame: Uint8Array): Uint8Array[] {
    const decoder = decoding.createDecoder(frame);
    const type = decoding.readVarUint(decoder);
    if (type === FRAME.ginnel) {
      const message = readServerMessage(decoder);
      assert(message !== null, 'a server message can be read');
      this.messages.push(message);
      if (message.type === 'saved') this.saved = message.frames;
      return [];
    }
    if (type !== FRAME.sync) return [];
    const inner = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (inner === SYNC.step1) {
      this.unsent.splice(0);
      const update = Y.encodeStateAsUpdate(this.doc, body);
      this.sent.push(update);
      return [syncStep2Frame(update)];
    }
    Y.applyUpdate(this.doc, body, FROM_SERVER);
    this.synced ||= inner === SYNC.step2;
    return [];
  }

  notes(): string {
    return this.doc.getText('notes').toString();
  }

  type(words: string, at = this.doc.getText('notes').length): void {
    this.doc.getText('notes').insert(at, words);
  }
}
