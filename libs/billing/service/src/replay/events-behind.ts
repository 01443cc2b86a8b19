import { isOfBandwidth } from '@carriermesh/billing-domain';
import type { CourseStep } from './evidence.js';
import type { EventReference } from './replay-report.js';

/** Lines of which the time on a segment, or at fault, is a part. */
const FOLLOWS = /^(seg_[^/]+)\/(recurring|setup-fee|early-termination|service-credit)/;

/** What happened to the service that a line follows from: the moves to and from its segment, its bandwidth and, of a credit, when the segment was impaired. */
export function eventsBehind(lineId: string, course: readonly CourseStep[]): readonly EventReference[] {
  const [, segmentId = '', charge = ''] = FOLLOWS.exec(lineId) ?? [];
  return course.filter(({ event }) => isBehind(event, segmentId, charge)).map(({ at }) => at);
}

function isBehind({ type, data }: CourseStep['event'], segmentId: string, charge: string): boolean {
  switch (type) {
    case 'provisioning.v1.ServiceRerouted':
      return [...data.leftSegmentIds, ...data.segmentIds].includes(segmentId);
    case 'provisioning.v1.ServiceChanged':
      // Where only another bandwidth was ordered, no segment was changed, and the price of each was.
      return isOfBandwidth(data) && (data.segmentIds.length === 0 || data.segmentIds.includes(segmentId));
    case 'provisioning.v1.ImpairmentNoted':
      return charge === 'service-credit' && data.fault.segmentId === segmentId;
    case 'provisioning.v1.ImpairmentCleared':
      return charge === 'service-credit' && data.segmentId === segmentId;
    case 'provisioning.v1.RerouteFailed':
      return false;
  }
}
