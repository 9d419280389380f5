/** Runs a command for whoever sends the request, with the capacity and the idempotency key that its headers name. */
import { type Answered, type CommandRefusal, type Handler, runCommand } from '@ginnel/accounts/commands/run-command';
import type { CapacityId } from '@ginnel/base/ids';
import type { DecisionName } from '@ginnel/domain/decisions';
import type { Context } from 'hono';
import type { Services } from '../services.ts';
import type { Environment } from './environment.ts';

/** `isRepeat`: it was done before under this key, and nobody needs to be told again. */
type Done<Answer> = Extract<Answered<Answer>, { readonly ok: true }> & { readonly isRepeat: boolean };

/** `signed-out` beside what the command itself may refuse with. */
export async function command<Answer>(
  c: Context<Environment>,
  services: Pick<Services, 'db' | 'clock' | 'random'>,
  { name, input, handler }: { name: DecisionName; input: unknown; handler: Handler<Answer> },
): Promise<Done<Answer> | { readonly ok: false; readonly error: CommandRefusal | 'signed-out' }> {
  const { signedIn } = c.var;
  if (signedIn === null) return { ok: false, error: 'signed-out' };
  const asking = {
    personId: signedIn.person.id,
    capacityId: (c.req.header('ginnel-capacity') ?? null) as CapacityId | null,
    key: c.req.header('idempotency-key') ?? null,
    command: name,
    input,
  };
  let isRepeat = true;
  const done = await runCommand(services, asking, async (deciding) => {
    isRepeat = false;
    return await handler(deciding);
  });
  return done.ok ? { ...done, isRepeat } : done;
}
