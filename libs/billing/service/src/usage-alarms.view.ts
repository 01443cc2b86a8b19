import { Injectable } from '@nestjs/common';
import type { Fact, MemoryView } from '@carriermesh/platform-chassis';

interface Suspicion {
  /** Not reviewed yet. */
  readonly open: number;
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
      this.suspicions.set(providerId, { open: this.openOf(providerId) + 1, recordId, batchId });
    }
    if (event.type === 'billing.v1.UsageFraudReviewed') {
      const { providerId, contradictions } = event.data;
      const known = this.suspicions.get(providerId);
      // Never below none: two operators may have reviewed the same.
      if (known) this.suspicions.set(providerId, { ...known, open: Math.max(0, known.open - contradictions) });
    }
  }

  openOf(providerId: string): number {
    return this.suspicions.get(providerId)?.open ?? 0;
  }

  alarms(): readonly string[] {
    return [...this.suspicions].flatMap(([providerId, { open, recordId, batchId }]) =>
      open === 0 ? [] : [`provider ${providerId} presented usage records again with other contents, ${open} since the last review, the last ${recordId} in batch ${batchId}; none is billed`],
    );
  }

  metrics(): Readonly<Record<string, number>> {
    return { carriermesh_usage_fraud_open: [...this.suspicions.values()].reduce((sum, { open }) => sum + open, 0) };
  }
}
