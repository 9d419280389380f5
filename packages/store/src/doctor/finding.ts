/** What the doctor says about one thing. */
export interface Finding {
  readonly check: 'disk' | 'fsync' | 'versions' | 'database' | 'clock' | 'origin' | 'backup';
  /** `bad`: words may be lost or people locked out until it is mended. `warning`: it will be, or may be, one day. */
  readonly level: 'good' | 'warning' | 'bad';
  /** One or two plain sentences, with what to do about it. */
  readonly words: string;
}
