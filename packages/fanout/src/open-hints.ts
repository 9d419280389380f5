/** Opens the hints that the configuration asks for. */
import { openNotifyHints } from './notify/notify-hints.ts';
import type { Hints } from './ports/hints.ts';
import { openValkeyHints } from './valkey/valkey-hints.ts';

export interface HintsOptions {
  /** The name of this node; no two are the same. */
  readonly node: string;
  /** `DATABASE_URL`; null: SQLite, and so no other node. */
  readonly databaseUrl: string | null;
  /** `VALKEY_URL`; null: NOTIFY carries the hints. */
  readonly valkeyUrl: string | null;
}

/** Returns at once. Null when this node is alone with its database. */
export function openHints({ node, databaseUrl, valkeyUrl }: HintsOptions): Hints | null {
  if (databaseUrl === null) return null;
  if (valkeyUrl === null) return openNotifyHints({ url: databaseUrl, node });
  return openValkeyHints({ url: valkeyUrl.replace(/^valkey/, 'redis'), node });
}
