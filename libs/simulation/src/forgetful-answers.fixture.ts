import { GetSupplyHandler } from '@carriermesh/contracting-service';
import type { RunOptions } from './run.js';

type Asked = Parameters<GetSupplyHandler['answer']>;
type Told = ReturnType<GetSupplyHandler['answer']>;

/** Tells every provider of a contract as it was signed, whatever became of it. */
class FirstVersions extends GetSupplyHandler {
  override async answer(...asked: Asked): Told {
    const reply = await super.answer(...asked);
    const firstOf = (outcome: typeof reply.outcome): typeof reply.outcome => (outcome.kind === 'supply' ? { kind: 'supply', supply: { ...outcome.supply, amendments: [] } } : outcome);
    return { outcome: firstOf(reply.outcome), further: reply.further.map((answer) => ({ ...answer, outcome: firstOf(answer.outcome) })) };
  }
}

/** Answers for the further contracts what it answers for the first one. */
class OneForAll extends GetSupplyHandler {
  override async answer(...asked: Asked): Told {
    const { outcome, further } = await super.answer(...asked);
    return { outcome, further: further.map((answer) => ({ ...answer, outcome })) };
  }
}

/** Answers nobody. */
class Silence extends GetSupplyHandler {
  override answer(): Told {
    return new Promise(() => undefined);
  }
}

const planted = (handler: unknown): RunOptions => ({ planted: new Map([[GetSupplyHandler as never, handler as never]]) });
export const firstVersions = planted(FirstVersions);
export const oneForAll = planted(OneForAll);
export const untold = planted(Silence);
