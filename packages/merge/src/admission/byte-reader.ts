/**
 * Reads the primitive values of Yjs's v1 encoding (lib0) from bytes that nobody vouches for. Every read is bounded by the
 * bytes that are left and nothing is allocated on the word of a declared length. Refuses with `malformed` or `too-large`.
 */
import { MAX_ID, MAX_NAME_BYTES, MAX_VALUE_BYTES, MAX_VALUE_DEPTH } from './limits.ts';
import { refuse } from './refused.ts';

/** Strict, as Yjs's own reader is: what it would throw on is refused here. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const floats = new DataView(new ArrayBuffer(8));

export class ByteReader {
  bytes: Uint8Array = new Uint8Array(0);
  position = 0;
  end = 0;

  open(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.position = 0;
    this.end = bytes.length;
  }

  left(): number {
    return this.end - this.position;
  }

  byte(): number {
    if (this.position >= this.end) refuse('malformed');
    return this.bytes[this.position++]!;
  }

  /** An unsigned integer up to 2^53 − 1. lib0 would return larger ones inexactly. */
  uint(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    let unit = 128;
    for (let i = 1; i < 8; i++) {
      const next = this.byte();
      value += (next & 0x7f) * unit;
      if (next < 0x80) return value <= MAX_ID ? value : refuse('malformed');
      unit *= 128;
    }
    return refuse('malformed');
  }

  private int(): number {
    const first = this.byte();
    const sign = (first & 0x40) > 0 ? -1 : 1;
    let value = first & 0x3f;
    if (first < 0x80) return sign * value;
    let unit = 64;
    for (let i = 1; i < 9; i++) {
      const next = this.byte();
      value += (next & 0x7f) * unit;
      if (next < 0x80) return value <= MAX_ID ? sign * value : refuse('malformed');
      unit *= 128;
    }
    return refuse('malformed');
  }

  /** The name of a root, a key, a node or a mark. */
  name(): string {
    return this.string(MAX_NAME_BYTES);
  }

  string(maxBytes: number): string {
    const length = this.uint();
    if (length > this.left()) refuse('malformed');
    if (length > maxBytes) refuse('too-large');
    const start = this.position;
    this.position += length;
    return decode(this.bytes, start, this.position);
  }

  /** Skips a string and returns its length in UTF-16 code units, which is how Yjs counts it. */
  textLength(): number {
    const length = this.uint();
    if (length > this.left()) refuse('malformed');
    const start = this.position;
    const end = (this.position += length);
    for (let i = start; i < end; i++) if (this.bytes[i]! >= 0x80) return decode(this.bytes, start, end).length;
    return length;
  }

  /** The text of a mark's value, parsed. */
  json(): unknown {
    const text = this.string(MAX_VALUE_BYTES);
    // What nearly every mark says.
    if (text === 'null') return null;
    if (text === '{}') return {};
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return refuse('malformed');
    }
  }

  /** One value as a map holds it: plain JSON and `undefined`, not bytes or 64-bit integers. */
  value(): unknown {
    const start = this.position;
    const value = this.anything(0);
    if (this.position - start > MAX_VALUE_BYTES) refuse('too-large');
    return value;
  }

  private anything(depth: number): unknown {
    if (depth > MAX_VALUE_DEPTH) refuse('bad-value');
    const tag = this.byte();
    switch (tag) {
      case 127:
        return undefined;
      case 126:
        return null;
      case 125:
        return this.int();
      case 124:
        return this.float(4);
      case 123:
        return this.float(8);
      case 121:
        return false;
      case 120:
        return true;
      case 119:
        return this.string(MAX_VALUE_BYTES);
      case 118:
        return this.object(depth);
      case 117:
        return this.array(depth);
      case 122:
      case 116:
        return refuse('bad-value');
      default:
        return refuse('malformed');
    }
  }

  private float(size: 4 | 8): number {
    if (this.left() < size) refuse('malformed');
    for (let i = 0; i < size; i++) floats.setUint8(i, this.byte());
    return size === 4 ? floats.getFloat32(0) : floats.getFloat64(0);
  }

  private object(depth: number): unknown {
    const size = this.uint();
    if (size * 2 > this.left()) refuse('malformed');
    const object: Record<string, unknown> = {};
    for (let i = 0; i < size; i++) {
      const key = this.name();
      if (key === '__proto__' || key in object) refuse('bad-value');
      object[key] = this.anything(depth + 1);
    }
    return object;
  }

  private array(depth: number): unknown {
    const size = this.uint();
    if (size > this.left()) refuse('malformed');
    const array: unknown[] = [];
    for (let i = 0; i < size; i++) array.push(this.anything(depth + 1));
    return array;
  }
}

function decode(bytes: Uint8Array, start: number, end: number): string {
  if (end - start < 24) {
    let text = '';
    let i = start;
    for (; i < end && bytes[i]! < 0x80; i++) text += String.fromCharCode(bytes[i]!);
    if (i === end) return text;
  }
  try {
    return utf8.decode(bytes.subarray(start, end));
  } catch {
    return refuse('malformed');
  }
}
