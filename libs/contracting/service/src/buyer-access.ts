import type { CallContext } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';

/**
 * A buyer speaks for itself and for nobody else (I10); a provider speaks for no buyer at all. The operator and the mesh's own
 * processes may speak for any.
 * @throws OperationalError `denied`
 */
export function assertMaySpeakFor(buyerId: string, { actor }: CallContext): void {
  const isAnotherBuyer = actor.startsWith('buyer:') && actor !== `buyer:${buyerId}`;
  if (isAnotherBuyer || actor.startsWith('provider:')) throw new OperationalError('denied', `${actor} may not speak for another party`);
}
