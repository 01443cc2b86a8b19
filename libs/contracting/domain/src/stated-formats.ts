import { FORMAT_ID, isFormatId, type Money } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import { FORMAT_KINDS, formatsIn, MAX_FORMATS } from './formats.js';

/** So much more, or so much less, is another service. */
const MAX_BANDWIDTH_PPM = 100_000_000;
const MAX_FORMAT_PRICE_PPM = 10_000_000;
const MAX_ADDS_NS = 60_000_000_000n;

interface Fault {
  readonly field: string;
  readonly value: string;
  readonly limit: string;
}

/** @param faultOfAmount whether it is of the seller's currency and in range */
export function whyNoFormats(stated: contracting.FormatTerms, faultOfAmount: (field: string, amount: Money) => Fault | undefined): Fault | undefined {
  const count = formatsIn(stated);
  if (count > MAX_FORMATS) return { field: 'formats', value: `${count} formats, one of each kind`, limit: `at most ${MAX_FORMATS}` };
  for (const kind of FORMAT_KINDS)
    for (const [index, choice] of stated[kind].entries()) {
      const at = `${kind}[${index}]`;
      const doubled = stated[kind].findIndex(({ id }) => id === choice.id) < index;
      const fault = doubled ? { field: `${at}.id`, value: choice.id, limit: 'another id than those before it' } : whyNoChoice(at, choice, faultOfAmount);
      if (fault) return fault;
    }
  return undefined;
}

function whyNoChoice(at: string, choice: contracting.FormatChoice, faultOfAmount: (field: string, amount: Money) => Fault | undefined): Fault | undefined {
  const { id, bandwidthPpm, pricePpm, addsNs } = choice;
  if (!isFormatId(id)) return { field: `${at}.id`, value: id, limit: FORMAT_ID };
  if (bandwidthPpm < 1 || bandwidthPpm > MAX_BANDWIDTH_PPM) return { field: `${at}.bandwidthPpm`, value: String(bandwidthPpm), limit: `1 to ${MAX_BANDWIDTH_PPM}` };
  if (pricePpm > MAX_FORMAT_PRICE_PPM) return { field: `${at}.pricePpm`, value: String(pricePpm), limit: `0 to ${MAX_FORMAT_PRICE_PPM}` };
  if (addsNs < 0n || addsNs > MAX_ADDS_NS) return { field: `${at}.addsNs`, value: String(addsNs), limit: `0 to ${MAX_ADDS_NS}` };
  return faultOfAmount(`${at}.monthly`, choice.monthly) ?? faultOfAmount(`${at}.monthlyPerMbps`, choice.monthlyPerMbps) ?? faultOfAmount(`${at}.setup`, choice.setup);
}
