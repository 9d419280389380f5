/** What the HTTP handlers work with; put together in `server.ts`, and by tests with parts of their own. */
import type { Authenticator } from '@ginnel/accounts/authentication';
import type { Mailer } from '@ginnel/accounts/mail/mailer';
import type { MagicLinks } from '@ginnel/accounts/magic-links';
import type { OidcSignIn } from '@ginnel/accounts/oidc/oidc-sign-in';
import type { Passkeys } from '@ginnel/accounts/passkeys';
import type { Notices } from '@ginnel/accounts/mail/notices';
import type { Journal } from '@ginnel/accounts/sessions/journal';
import type { Sessions } from '@ginnel/accounts/sessions/sessions';
import type { Clock, Random } from '@ginnel/base/ports';
import type { DocumentLog } from '@ginnel/store/ports/document-log';
import type { Relational } from '@ginnel/store/relational/tables';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Expunging } from './expunge/expunging.ts';
import type { Limits } from './limits.ts';
import type { Gauges, Metrics } from './metrics.ts';
import type { Moderation } from './moderation/moderation.ts';
import type { Reader } from './reading.ts';
import type { RoomNews } from './sync/ports.ts';

export interface Services {
  readonly config: Pick<Config, 'origin' | 'demo' | 'smtpUrl'> & Partial<Pick<Config, 'trustedProxies'>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly db: Relational;
  readonly documentLog: Pick<DocumentLog, 'load' | 'read' | 'heads'>;
  readonly sessions: Sessions;
  readonly journal: Journal;
  readonly notices: Notices;
  readonly authenticator: Authenticator;
  readonly magicLinks: MagicLinks;
  readonly mailer: Mailer;
  readonly oidc: OidcSignIn;
  readonly passkeys: Passkeys;
  readonly limits: Limits;
  readonly reader: Reader;
  readonly news: RoomNews;
  readonly expunging: Pick<Expunging, 'wake'>;
  readonly moderation: Moderation;
  readonly gauges: () => Gauges;
  /** Every document has been read since the start, and found whole or damaged. */
  readonly allVerified: () => boolean;
  readonly metrics: Metrics;
}
