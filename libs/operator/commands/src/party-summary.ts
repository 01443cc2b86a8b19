import { formatInstant } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';

const LABEL_WIDTH = 12;
const line = (label: string, text: string): string => `${label.padEnd(LABEL_WIDTH)}${text}`;

/** A party for a person to read. It is shown on the operator's own terminal and kept nowhere. */
export function partySummary({ partyId, kind, registeredAt, changedAt, contact, forgottenAt, keyErasedAt }: contracting.PartyRecord): string {
  const lines = [line('Party', `${partyId}, ${kind === 'person' ? 'a person' : 'an organisation'}`), line('Registered', formatInstant(registeredAt))];
  if (changedAt !== registeredAt) lines.push(line('Changed', formatInstant(changedAt)));
  if (forgottenAt !== undefined) lines.push(line('Forgotten', formatInstant(forgottenAt)));
  if (keyErasedAt !== undefined) lines.push(line('Key erased', formatInstant(keyErasedAt)));
  return `${[...lines, ...(contact ? contactLines(contact) : [line('Name', '[erased]')])].join('\n')}\n`;
}

function contactLines({ displayName, email, phone, address, billing }: contracting.PartyContact): readonly string[] {
  const { street, city, stateOrProvince, postCode, country } = address;
  const where = [...street, `${postCode} ${city}`.trim(), stateOrProvince, country].filter((text) => text !== '').join(', ');
  const bills = billing && [billing.email, billing.phone].filter((text) => text !== '').join(', ');
  return [line('Name', displayName), line('E-mail', email), line('Telephone', phone), line('Address', where), ...(bills ? [line('Bills to', bills)] : [])];
}

/** What an erasure leaves, for a person who has to answer for it. */
export const forgottenSummary = ({ partyId, keyErasedAt }: contracting.PartyRecord): string =>
  [
    `The party ${partyId} is forgotten: its key was erased for good${keyErasedAt === undefined ? '' : ` at ${formatInstant(keyErasedAt)}`}.`,
    'Its name, e-mail addresses, telephone numbers and postal address can be read by nobody any more.',
    'What stays, because the law wants it kept, with the id alone: contracts, invoices, settlements and all sums.',
    'Hashes, signed heads, proofs and replays are what they were. Backups and the token of this buyer: docs/privacy.md.',
    '',
  ].join('\n');
