import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { contracting, provisioning } from '@carriermesh/wire';
import type { Documents } from './document-evidence.js';
import { Findings } from './findings.js';
import { carriedBy } from './format-derivation.js';

const SEGMENT = 'seg_0190a5b2-7c3d-8e4f-9a0b-1c2d3e4f5a6b-1';
const format: contracting.ServiceFormat = { codec: 'h265', carriedMbps: 60, addsNs: 0n };
const at = (position: bigint) => ({ position, stream: 's', type: 't' });
const documents = {
  contractAt: at(1n), quoteEvent: { at: at(2n) },
  contract: { terms: { mbps: 100 }, format, segments: [{ segmentId: SEGMENT }], alternatives: [] },
  quote: { terms: { mbps: 100 }, scenarios: [{ path: {}, format: { service: format } }], formats: { terms: { codecs: [{ id: 'h265', bandwidthPpm: 599_999, addsNs: 0n }], resolutions: [], encapsulations: [] } } },
} as unknown as Documents;

type Bandwidth = Pick<provisioning.ServiceShape, 'mbps' | 'orderedMbps'>;

function foundOf(from: Bandwidth, to: Bandwidth): readonly string[] {
  const findings = new Findings();
  const data = { contractId: 'con_1', orderId: 'ord_1', changeNumber: 1, from: { ...from, suspended: false }, to: { ...to, suspended: false }, segmentIds: [], changedAt: instant(5n) };
  expect(carriedBy(documents, { course: [{ at: at(3n), event: { type: 'provisioning.v1.ServiceChanged', data } }] }, findings)).toBe(60);
  const [reason, ...others] = findings.settle([`${SEGMENT}/recurring`]).byLine.get(`${SEGMENT}/recurring`) ?? [];
  expect(others).toEqual([]);
  return reason ? [reason.code, reason.detail, ...reason.events.map(({ position }) => String(position))] : [];
}

describe('what travels of a service in a format', () => {
  it('S4-6 M2 follows after each change from the quoted share, and a change by which something else travels is named', () => {
    expect(foundOf({ mbps: 60 }, { mbps: 120, orderedMbps: 200 })).toEqual([]);
    expect(foundOf({ mbps: 60 }, { mbps: 599_999, orderedMbps: 1_000_000 })).toEqual([]);
    // By the contract's rounded figure it would be 600,000.
    expect(foundOf({ mbps: 60 }, { mbps: 600_000, orderedMbps: 1_000_000 })).toEqual(['format-differs', 'the service was changed to 600000 Mbit/s for 1000000 ordered, and 599999 travel of them in its format', '3', '2']);
    expect(foundOf({ mbps: 60 }, { mbps: 200 })).toEqual(['format-differs', 'the service was changed to 200 Mbit/s, whatever was ordered', '3', '2']);
  });

  it('is not changed where the service is suspended or resumed', () => {
    expect(foundOf({ mbps: 60 }, { mbps: 60 })).toEqual([]);
    expect(foundOf({ mbps: 120, orderedMbps: 200 }, { mbps: 120, orderedMbps: 200 })).toEqual([]);
  });
});
