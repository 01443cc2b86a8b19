import { HoldBook } from '@carriermesh/advertising-service';
import { DisputeDesk } from '@carriermesh/billing-service';
import { StateTermsHandler } from '@carriermesh/contracting-service';
import type { TypedLedger } from '@carriermesh/platform-chassis';
import type { billing, contracting } from '@carriermesh/wire';
import type { Class } from './mesh/injector.js';
import type { RunOptions } from './run.js';

type Judging = new (...args: unknown[]) => { judge(command: { kind: string }, fresh: Set<string>): unknown };
type Loading = new (...args: unknown[]) => { load(invoiceId: string): Promise<{ readonly state: { readonly disputes: readonly billing.Dispute[] } }> };

/** Frees a hold by what this instance remembers of its resources, however old that is. */
class TrustingHoldBook extends (HoldBook as unknown as Judging) {
  override judge(command: { kind: string }, fresh: Set<string>): unknown {
    return super.judge(command, command.kind === 'release' ? new Credulous(fresh) : fresh);
  }
}

class Credulous extends Set<string> {
  override has(): boolean {
    return true;
  }
}

/** Forgets by which request a dispute was opened. */
class ForgetfulDesk extends (DisputeDesk as unknown as Loading) {
  override async load(invoiceId: string) {
    const { state, ...found } = await super.load(invoiceId);
    return { ...found, state: { disputes: state.disputes.map((dispute) => ({ ...dispute, requestId: '' })) } };
  }
}

/** Forgets by which request terms were stated. */
class ForgetfulSeller extends StateTermsHandler {
  constructor(...injected: ConstructorParameters<typeof StateTermsHandler>) {
    super(...injected);
    const [ledger] = injected;
    const nameless = (stated: unknown) => (stated as readonly contracting.TermsStated[]).map((each) => ({ ...each, requestId: '' }));
    const decide = (...[decider, ...asked]: Parameters<TypedLedger['decide']>) => ledger.decide({ ...decider, decide: (command, stated) => decider.decide(command, nameless(stated)) }, ...asked);
    Object.assign(this, { ledger: { decide } });
  }
}

const planted = (from: unknown, to: unknown): RunOptions => ({ planted: new Map([[from as Class, to as Class]]) });

export const trustingItsMemory = planted(HoldBook, TrustingHoldBook);
export const forgottenRequests = planted(DisputeDesk, ForgetfulDesk);
export const forgottenStatements = planted(StateTermsHandler, ForgetfulSeller);
