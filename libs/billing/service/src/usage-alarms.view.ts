import { Injectable } from '@nestjs/common';
import type { Fact, MemoryView } from '@carriermesh/platform-chassis';

interface Suspicion {
  /** All that ever came, and how many of them were reviewed. */
  readonly came: number;
  readonly reviewed: number;
  readonly recordId: string;
  readonly batchId: string;
}

/** What providers presented again with other contents: an alarm for each provider until an operator has reviewed it. */
@Injectable()
export class UsageAlarms implements MemoryView {
  readonly kind = 'memory';
  readonly name = 'usage-alarms';
  readonly listens = ['billing.v1.UsageFraudSuspected', 'billing.v1.UsageFraudReviewed'] as const;
  private readonly suspicions = new Map<string, Suspicion>();

  apply(event: Fact): void {
    if (event.type === 'billing.v1.UsageFraudSuspected') {
      const { providerId, recordId, batchId } = event.data;
      const known = this.suspicions.get(providerId);
      this.suspicions.set(providerId, { came: (known?.came ?? 0) + 1, reviewed: known?.reviewed ?? 0, recordId, batchId });
    }
    if (event.type === 'billing.v1.UsageFraudReviewed') {
      const { providerId, contradictions } = event.data;
      const known = this.suspicions.get(providerId);
      // A review says up to where it reaches: of two about the same, the second changes nothing.
      if (known) this.suspicions.set(providerId, { ...known, reviewed: Math.max(known.reviewed, contradictions) });
    }
  }

  /** How many ever came. */
  of(providerId: string): number {
    return this.suspicions.get(providerId)?.came ?? 0;
  }

  alarms(): readonly string[] {
    return [...this.suspicions].flatMap(([providerId, { came, reviewed, recordId, batchId }]) =>
      came === reviewed ? [] : [`provider ${providerId} presented usage records again with other contents, ${came - reviewed} since the last review, the last, number ${came}, ${recordId} in batch ${batchId}; none is billed`],
    );
  }

  metrics(): Readonly<Record<string, number>> {
    return { carriermesh_usage_fraud_open: [...this.suspicions.values()].reduce((sum, { came, reviewed }) => sum + came - reviewed, 0) };
  }
}
