/** `ginnel code`: the way in when no mail can be sent. */
import { spokenCode } from '@ginnel/accounts/spoken-code';
import type { CommandContext, Outcome } from './command.ts';
import { withStore } from './with-store.ts';

export async function giveCode({ config, clock, random }: CommandContext, email: string): Promise<Outcome> {
  const spoken = await withStore(config, ({ db }) => spokenCode({ db, clock, random }, email));
  switch (spoken.outcome) {
    case 'code':
      return { ok: true, lines: [`Type this code in the browser that asked for the link: ${spoken.code}`], data: { code: spoken.code } };
    case 'unknown-address':
      return { ok: false, lines: [`Nobody here has the address ${email}.`], data: { error: spoken.outcome } };
    case 'not-asked':
      return {
        ok: false,
        lines: [`First ask for a link to ${email} at ${config.origin}/sign-in, then run this again within ten minutes.`],
        data: { error: spoken.outcome },
      };
  }
}
