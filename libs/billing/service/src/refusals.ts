import { toHex } from '@carriermesh/kernel';
import type { common } from '@carriermesh/wire';

/** Why a request or a whole batch is refused. Single records have their reasons from the domain; what a batch is unsound by, the chassis words. */
export type BillingRefusal =
  | { readonly code: 'batch-too-long'; readonly what: 'records' | 'watermarks'; readonly count: number; readonly limit: number }
  | { readonly code: 'batch-too-scattered'; readonly months: number; readonly limit: number }
  | { readonly code: 'batch-id-reused'; readonly batchId: string; readonly recordedSha256: Uint8Array }
  | { readonly code: 'invoice-unknown'; readonly invoiceId: string };

type Words = readonly [message: string, facts: Readonly<Record<string, string>>];

const words: { readonly [C in BillingRefusal['code']]: (refusal: Extract<BillingRefusal, { code: C }>) => Words } = {
  'batch-too-long': ({ what, count, limit }) => [
    `A usage batch has at most ${limit} ${what}; this one has ${count}.`,
    { what, count: `${count}`, limit: `${limit}` },
  ],
  'batch-too-scattered': ({ months, limit }) => [
    `A usage batch concerns at most ${limit} months of services; this one concerns ${months}, so it has to be split.`,
    { months: `${months}`, limit: `${limit}` },
  ],
  'batch-id-reused': ({ batchId, recordedSha256 }) => [
    `Batch ${batchId} is on record with other bytes, and those stay.`,
    { batch_id: batchId, recorded_sha256: toHex(recordedSha256) },
  ],
  'invoice-unknown': ({ invoiceId }) => [`There is no invoice "${invoiceId}".`, { invoice_id: invoiceId }],
};

/** How much of a text from outside a refusal repeats. */
const MAX_SHOWN_CHARACTERS = 100;
export const shown = (text: string): string => text.slice(0, MAX_SHOWN_CHARACTERS);

/** One English sentence, and the figures in base units. */
export function asRefusal(refusal: BillingRefusal): common.Refusal {
  const [message, facts] = (words[refusal.code] as (refusal: BillingRefusal) => Words)(refusal);
  return { code: refusal.code, message, facts };
}
