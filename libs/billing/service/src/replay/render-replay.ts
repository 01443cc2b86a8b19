import { isOfSetup, isOfTariff, type WhatIfBill } from '@carriermesh/billing-domain';
import { formatMoney, type Money } from '@carriermesh/kernel';
import { billing, type JsonObject } from '@carriermesh/wire';
import type { EventReference, LineSides, Reason, ReplayedFigure, ReplayedLine, ReplayReport } from './replay-report.js';

/** The report for a person: the verdict first, then every line with what was recorded and what the evidence gives. */
export function renderReplay(report: ReplayReport): string {
  const { invoiceId, found, identical, lines, figures, documents, notChecked } = report;
  if (!found && lines.length === 0) return `${invoiceId}: there is no such invoice in the ledger (read up to position ${report.readUpTo}).\n`;
  if (!found) return notIssued(report);
  const differing = lines.filter((line) => !line.identical).map(({ lineId }) => lineId);
  const verdict = identical
    ? 'recomputed from the signed evidence alone: identical, to the byte.'
    : `recomputed from the signed evidence alone: NOT identical.${differing.length > 0 ? ` Lines that differ: ${differing.join(', ')}.` : ''}`;
  return [
    `${invoiceId}: ${verdict}`,
    `${report.inputsRead} inputs and then ${report.resultsRead} results read, up to position ${report.readUpTo}.`,
    '',
    ...lines.flatMap(lineText),
    ...figures.map(figureText),
    ...(documents.length > 0 ? ['', 'Documents that are not what they were:'] : []),
    ...documents.flatMap((document) => reasonText(document, `lines: ${document.lineIds.join(', ') || 'none by itself'}`)),
    ...whatIfText(report),
    ...(notChecked.length > 0 ? ['', ...notChecked.map((what) => `Not checked: ${what}.`)] : []),
    '',
  ].join('\n');
}

/** What an open month comes to so far, or came to at the instant that was asked for. */
const notIssued = (report: ReplayReport): string =>
  [
    `${report.invoiceId}: not issued; what the evidence gives so far (read up to position ${report.readUpTo}):`,
    '',
    ...report.lines.map(({ lineId, recomputed }) => `    ${lineId}  ${sidesText(recomputed)}`),
    ...report.figures.map(({ name, recomputed }) => `    ${name}: ${recomputed ? money(recomputed) : '–'}`),
    ...whatIfText(report),
    '',
  ].join('\n');

function whatIfText({ whatIf }: ReplayReport): readonly string[] {
  if (!whatIf) return [];
  const { tariffId, lines, figures, refused } = whatIf;
  return [
    '',
    `By the tariff ${tariffId} instead, nothing of which is written:`,
    ...lines.flatMap(({ lineId, oldExact, newExact, reversal, reentry, difference }) =>
      difference.microMinor === 0n && oldExact.microMinor === newExact.microMinor
        ? [`  = ${lineId}  ${money(reentry)}`]
        : [`  ~ ${lineId}  reversal ${money(reversal)}, re-entry ${money(reentry)}, difference ${money(difference)} (to a millionth of the minor unit ${money(oldExact)}, then ${money(newExact)})`],
    ),
    ...figures.map(({ name, old, new: now, difference }) => `    ${name}: ${money(old)}, then ${money(now)}, difference ${money(difference)}`),
    ...refused.map(({ record, code, message }) => `    without a charge: record ${record}: ${code}, ${message}`),
  ];
}

function lineText({ lineId, identical, recorded, recomputed, behind, reasons }: ReplayedLine): readonly string[] {
  return [
    `${identical ? '  =' : '  ≠'} ${lineId}`,
    `      recorded    ${sidesText(recorded)}`,
    ...behind.map((event) => `      follows from ${eventText(event)}`),
    ...(identical ? [] : [`      recomputed  ${sidesText(recomputed)}`, ...reasons.flatMap((reason) => reasonText(reason))]),
  ];
}

const sidesText = ({ invoice, settlement }: LineSides): string => `customer ${billed(invoice)}, supplier ${billed(settlement)}`;

function billed(line: billing.BillLine | undefined): string {
  if (!line) return '–';
  const { kind, lineId, amount, exactAmount, quantity, unitPrice, records, description } = line;
  if (isOfTariff(lineId) || isOfSetup(lineId)) return `${money(amount)} (exactly ${money(exactAmount)}. ${description})`;
  if (kind === 'credit') return `${money(amount)} (given back)`;
  if (kind !== 'recurring' && records === 0 && quantity > 0n) return `${money(amount)} (exactly ${money(exactAmount)}: ${quantity} s. ${description})`;
  const basis =
    kind === 'recurring' ? `a month of ${quantity} s at ${money(unitPrice)}` : `${quantity} octets in ${records} records at ${money(unitPrice)} a gigabyte`;
  return `${money(amount)} (exactly ${money(exactAmount)}: ${basis})`;
}

const money = (amount: Money): string => `${formatMoney(amount)} ${amount.currency}`;

const figureText = ({ name, identical, recorded, recomputed }: ReplayedFigure): string =>
  `${identical ? '  =' : '  ≠'} ${name}: recorded ${recorded ? money(recorded) : '–'}${identical ? '' : `, recomputed ${recomputed ? money(recomputed) : '–'}`}`;

const reasonText = ({ code, detail, events }: Reason, suffix = ''): readonly string[] => [
  `      ${code}: ${detail}${suffix === '' ? '' : ` (${suffix})`}`,
  ...events.map((event) => `        at ${eventText(event)}`),
];

const eventText = ({ position, stream, type }: EventReference): string => `position ${position}: ${type} of ${stream}`;

/** The same for programs: integers as decimal text, as everywhere in the project's JSON. */
export function replayToJson(report: ReplayReport): JsonObject {
  return {
    invoiceId: report.invoiceId,
    found: report.found,
    identical: report.identical,
    lines: report.lines.map(({ lineId, identical, recorded, recomputed, behind, reasons }) => ({
      lineId,
      identical,
      recorded: sidesJson(recorded),
      recomputed: sidesJson(recomputed),
      behind: behind.map(eventJson),
      reasons: reasons.map(reasonJson),
    })),
    figures: report.figures.map(({ name, identical, recorded, recomputed }) => ({
      name,
      identical,
      recorded: recorded ? money(recorded) : null,
      recomputed: recomputed ? money(recomputed) : null,
    })),
    documents: report.documents.map((document) => ({ ...reasonJson(document), lineIds: document.lineIds })),
    ...(report.whatIf ? { whatIf: whatIfJson(report.whatIf) } : {}),
    notChecked: report.notChecked,
    inputsRead: report.inputsRead,
    resultsRead: report.resultsRead,
    readUpTo: report.readUpTo.toString(),
  };
}

const whatIfJson = ({ invoiceId, tariffId, lines, figures, refused }: WhatIfBill): JsonObject => ({
  invoiceId,
  tariffId,
  lines: lines.map(({ lineId, kind, quantity, records, ...amounts }) => ({ lineId, kind, quantity: quantity.toString(), records, ...moneyValues(amounts) })),
  figures: figures.map(({ name, ...amounts }) => ({ name, ...moneyValues(amounts) })),
  refused: refused.map((each) => ({ ...each })),
});

const moneyValues = (amounts: Readonly<Record<string, Money>>): JsonObject => Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, money(amount)]));

const sidesJson = ({ invoice, settlement }: LineSides): JsonObject => ({
  invoice: invoice ? billing.BillLine.toJson(invoice) : null,
  settlement: settlement ? billing.BillLine.toJson(settlement) : null,
});

const reasonJson = ({ code, detail, events }: Reason): JsonObject => ({ code, detail, events: events.map(eventJson) });

const eventJson = ({ position, stream, type }: EventReference): JsonObject => ({ position: position.toString(), stream, type });
