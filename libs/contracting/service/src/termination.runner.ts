import { Inject, Injectable } from '@nestjs/common';
import { type ReturnCapacity, type Termination, termination, type TerminationEvent, type TerminationInput } from '@carriermesh/contracting-domain';
import { invariant } from '@carriermesh/kernel';
import type { Bus } from '@carriermesh/platform-bus';
import { BUS } from '@carriermesh/platform-chassis';
import type { AnyStoredEvent, EffectCall, ProcessRunner } from '@carriermesh/platform-processes';
import { advertising } from '@carriermesh/wire';

/** Gives the capacity of an ended contract back, once its service is down. */
@Injectable()
export class TerminationRunner implements ProcessRunner<Termination, TerminationInput, TerminationEvent, ReturnCapacity> {
  readonly process = termination;
  readonly category = 'termination';
  readonly listens = ['provisioning.v1.ServiceTerminated'] as const;

  constructor(@Inject(BUS) private readonly bus: Bus) {}

  route(event: AnyStoredEvent): { readonly id: string; readonly input: TerminationInput } | undefined {
    return event.type === 'provisioning.v1.ServiceTerminated' ? { id: event.data.contractId, input: { kind: 'service-terminated' } } : undefined;
  }

  async perform({ holdId }: ReturnCapacity, { context }: EffectCall): Promise<TerminationInput> {
    const { outcome } = await this.bus.request(advertising.ReleaseHold, { holdId }, { context });
    // Nothing but a bug can refuse it: the contract must not end while its capacity may still be set aside.
    invariant(outcome.kind === 'released', `the release of ${holdId} was refused: ${outcome.kind === 'refused' ? outcome.refused.message : ''}`);
    return { kind: 'released', holdId };
  }
}
