import { feeAmounts, readContractFile, type ContractFile } from '@carriermesh/contracting-service';
import { formatInstant, toHex } from '@carriermesh/kernel';
import { contracting } from '@carriermesh/wire';
import { formatText } from './format-text.js';
import { isNewLine } from './order-summary.js';
import { amount, toMillisText } from './order-story.js';
import { withReplayedLedger, type ReplayFlags } from './replay-source.js';
import { EXIT, sayOnStderr } from './say.js';
import { readServiceCourse, type ServiceCourse } from './service-course.js';
import { tariffLines } from './tariff-text.js';

/** What was agreed, from the ledger itself. */
export async function showContractCommand(contractId: string, flags: ReplayFlags): Promise<number> {
  return withReplayedLedger(flags, async (ledger) => {
    const file = await readContractFile(ledger, contractId);
    if (!file) {
      sayOnStderr(`carriermesh: the ledger holds no contract ${contractId}`);
      return EXIT.refused;
    }
    const course = await readServiceCourse(ledger, contractId);
    process.stdout.write(flags.json ? `${JSON.stringify({ ...asJson(file), ...courseJson(course) })}\n` : asText(file, course));
    return EXIT.done;
  });
}

const asJson = ({ contract, contractSha256, keyId, state, isSuspended, amendments, steps, supplies }: ContractFile): Record<string, unknown> => ({
  state,
  suspended: isSuspended,
  contractSha256: toHex(contractSha256),
  keyId,
  contract: contracting.Contract.toJson(contract),
  amendments: amendments.map(({ amendment, sha256 }) => ({ amendmentSha256: toHex(sha256), amendment: contracting.ContractAmendment.toJson(amendment) })),
  supplies: supplies.map(({ supply, sha256, envelope }) => ({ supplyContractSha256: toHex(sha256), keyId: envelope.keyId, contract: contracting.SupplyContract.toJson(supply) })),
  steps: steps.map(({ position, type, at }) => ({ position: position.toString(), type, at: formatInstant(at) })),
});

const courseJson = ({ runsOn, steps }: ServiceCourse): Record<string, unknown> => ({
  runsOn,
  course: steps.map(({ position, at, text }) => ({ position: position.toString(), at: formatInstant(at), text })),
});

type Level = contracting.Contract['serviceLevel'];

const levelText = ({ availabilityPpm, lossPpm, jitterNs, mttrMinutes, creditBasisPoints }: Level): string =>
  `availability ${(availabilityPpm / 10_000).toFixed(4)} %, loss ${lossPpm} ppm, jitter ${toMillisText(jitterNs)} ms, repair within ${mttrMinutes} min, credit ${(creditBasisPoints / 100).toFixed(2)} %`;

/** Until its end a contract bears, and its service may be suspended all the same. */
export const stateText = ({ state, isSuspended }: Pick<ContractFile, 'state' | 'isSuspended'>): string => (isSuspended && state !== 'suspended' ? `${state}, its service suspended` : state);

function asText({ contract, contractSha256, keyId, state, isSuspended, amendments, steps, supplies }: ContractFile, course: ServiceCourse): string {
  const { contractId, orderId, buyerId, sellerId, terms, taxBasisPoints, acceptance } = contract;
  const limit = terms.maxLatencyNs === undefined ? '' : `, at most ${toMillisText(terms.maxLatencyNs)} ms`;
  return [
    `${contractId}: ${stateText({ state, isSuspended })}`,
    line('Parties', `${sellerId} sells to ${buyerId}; supplied by ${supplies.map(({ supply }) => supply.providerId).join(', ')}`),
    line('Service', `${terms.mbps} Mbit/s for ${terms.termMonths} months, ${toMillisText(contract.latencyNs)} ms one way${limit}; order ${orderId}`),
    ...(contract.split ? [line('Lines', `${contract.split.members} of ${contract.split.memberMbps} Mbit/s together, at most ${toMillisText(contract.split.maxDifferentialDelayNs)} ms apart`)] : []),
    ...(terms.layerOne || terms.virtualNetwork ? [line('Kind', [terms.layerOne ? `a whole ${terms.layerOne}` : '', terms.virtualNetwork ? 'over dedicated resources or the buyer’s own' : ''].filter(Boolean).join(', '))] : []),
    ...(contract.format ? [line('Carried as', formatText(contract.format, terms.mbps))] : []),
    line('SLA', levelText(contract.serviceLevel)),
    ...contract.segments.map(({ segmentId, providerId, fromPopId, toPopId, resources }, index) => line(index === 0 ? 'Items' : isNewLine(contract.segments, index) ? 'and' : '', `${segmentId}  ${fromPopId} → ${toPopId}  (${providerId}, ${resources.length} resources)`)),
    ...priceLines('Prices', contract.prices, { currency: terms.currency, byTariff: contract.usageTariff !== undefined }),
    ...(contract.usageTariff ? tariffLines(contract.usageTariff).map((text, index) => line(index === 0 ? 'Usage' : '', text)) : []),
    ...(contract.usageTariff?.tariff.taxes.length ? [] : [line('Tax', `${(taxBasisPoints / 100).toFixed(2)} %`)]),
    ...(contract.termination ? [line('Ending', endingText(contract.termination))] : []),
    line('Alternatives', alternativesText(contract)),
    ...(course.runsOn === '' ? [] : [line('Runs on', course.runsOn)]),
    line('Accepted', `by ${acceptance.acceptedBy} at ${formatInstant(acceptance.acceptedAt)}, terms ${toHex(acceptance.termsSha256)}`),
    line('Quote', `${contract.quoteId}, SHA-256 ${toHex(contract.quoteSha256)}`),
    line('Signed', `at ${formatInstant(contract.signedAt)} with the key ${keyId}, SHA-256 ${toHex(contractSha256)}`),
    ...amendments.map(({ amendment, sha256 }) => line(`Version ${amendment.version}`, versionText(amendment, sha256))),
    ...contract.segments.flatMap(({ resources }) => resources).map(({ resourceId, offerSha256, unit }, index) => line(index === 0 ? 'Offers' : '', `${resourceId}${unit === undefined ? '' : `, ${terms.layerOne} ${unit}`}  ${toHex(offerSha256)}`)),
    ...supplies.flatMap(({ supply, sha256 }) => [
      line('Supplier', `${supply.providerId}: ${supply.supplyContractId}, SHA-256 ${toHex(sha256)}`),
      ...priceLines('', supply.prices, { currency: terms.currency }),
      ...priceLines('  standing by', supply.standbyPrices, { currency: terms.currency }),
    ]),
    ...steps.map(({ position, type, at }, index) => line(index === 0 ? 'History' : '', `${formatInstant(at)}  ${type}  (position ${position})`)),
    ...course.steps.map(({ position, at, text }, index) => line(index === 0 ? 'Course' : '', `${formatInstant(at)}  ${text}  (position ${position})`)),
    '',
  ].join('\n');
}

const endingText = ({ noticeSeconds, earlyChargeBasisPoints, committedBasisPoints }: contracting.TerminationTerms): string =>
  `${noticeSeconds} s after the request at the earliest, with ${earlyChargeBasisPoints / 100} % of the rest of the term due; no less than ${committedBasisPoints / 100} % of the bandwidth until then`;

export function alternativesText({ alternatives, terms }: contracting.Contract): string {
  const returns = alternatives.filter(({ againOf }) => againOf === 0).length;
  const vetted = alternatives.filter(({ againOf }) => againOf === undefined);
  const back = terms.revert ? `; goes back to the contracted path after ${terms.revert.waitSeconds} s in which it was well, ${returns} times at most` : '';
  return `${vetted.length}${back}`;
}

function versionText({ request, change }: contracting.ContractAmendment, sha256: Uint8Array): string {
  const said =
    change.kind === 'termination'
      ? `ends at ${formatInstant(change.termination.endsAt)}, ${change.termination.earlyChargeBasisPoints / 100} % of the rest of the term due`
      : bandwidthText(change.bandwidth);
  return `${said}, asked for by ${request.requestedBy}, SHA-256 ${toHex(sha256)}`;
}

const bandwidthText = ({ mbps, carriedMbps, from }: contracting.BandwidthChange): string =>
  `${mbps} Mbit/s${carriedMbps === undefined ? '' : `, for which ${carriedMbps} travel,`} from ${formatInstant(from)}`;

const priceLines = (label: string, prices: readonly contracting.PriceRule[], { currency, byTariff = false }: { readonly currency: string; readonly byTariff?: boolean }): readonly string[] =>
  prices.map(({ segmentId, monthlyRecurring, perGigabyte, fees }, index) =>
    line(index === 0 ? label : '', `${segmentId}  ${amount(monthlyRecurring)} ${currency} a month${byTariff ? '' : `, ${amount(perGigabyte)} a gigabyte`}${(fees?.fees ?? []).map((fee) => `; for ${fee.resourceId} ${feeAmounts(fee)}`).join('')}`));

const line = (label: string, text: string): string => `  ${label.padEnd(14)}${text}`;
