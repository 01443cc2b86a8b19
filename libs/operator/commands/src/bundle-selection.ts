import { BatchGuidance } from '@carriermesh/billing-service';
import { OperationalError } from '@carriermesh/platform-errors';
import { commitOf, providersIn, quoted, type Bundle, type EvidenceReader } from '@carriermesh/platform-evidence';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { agent, contracting, decodeEvent, type AnyEvent } from '@carriermesh/wire';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;

type Reader = Pick<EvidenceReader, 'eventsWhere' | 'commit'>;

/**
 * The events that a bundle is made of, in ledger order: those of the subject itself, and the enrolments of all providers who
 * signed anything in them. Of other orders there is nothing, except where a provider signed their usage in the same batch.
 */
export async function selectForBundle(reader: Reader, { kind, id }: Bundle['subject']): Promise<readonly RecordedEvent[]> {
  const own = kind === 'stream' ? await reader.eventsWhere(`stream = ${quoted(id)}`) : await aboutOrder(reader, orderUuid(kind, id));
  if (kind === 'invoice' && !own.some(({ type, payload }) => isInvoice(type, payload, id))) return [];
  const further = kind === 'invoice' ? await restedOn(reader, own, orderUuid(kind, id)) : [];
  const chosen = [...own, ...further];
  return inOrder([...chosen, ...(await enrolments(reader, chosen))]);
}

/**
 * What a contract rests on, in ledger order: the order, the quote, the agreements of both sides and their later versions, the receipts
 * with which suppliers counter-signed, the buyer's keys, and the enrolments of all who signed.
 */
export async function selectForContract(reader: Reader, contractId: string): Promise<readonly RecordedEvent[]> {
  const uuid = orderUuid('contract', contractId);
  const own = await reader.eventsWhere(`strpos(stream, '${uuid}') > 0 and (starts_with(type, 'contracting.v1.') or starts_with(type, 'provisioning.v1.'))`);
  if (!own.some(({ stream }) => stream === `contract-${contractId}`)) return [];
  const buyers = new Set(own.flatMap(({ type, payload }) => buyerIn(decoded(type, payload))));
  const keys = buyers.size === 0 ? [] : await reader.eventsWhere(`stream in (${[...buyers].map((buyerId) => quoted(`buyerkey-${buyerId}`)).join(', ')})`);
  return inOrder([...own, ...keys, ...(await enrolments(reader, own))]);
}

const buyerIn = (event: AnyEvent | undefined): readonly string[] => (event?.type === 'contracting.v1.ContractSigned' ? [event.data.buyerId] : []);

/** Every id that follows from an order carries the order's UUID, in its streams or as what its events belong to. */
function aboutOrder(reader: Reader, uuid: string): Promise<readonly RecordedEvent[]> {
  return reader.eventsWhere(`strpos(stream, '${uuid}') > 0 or strpos(metadata->>'correlationId', '${uuid}') > 0`);
}

function orderUuid(kind: string, id: string): string {
  const uuid = UUID.exec(id)?.[0];
  if (uuid === undefined) throw new OperationalError('malformed', `"${id}" is no ${kind}'s id: there is no UUID in it`);
  return uuid;
}

function isInvoice(type: string, payload: Uint8Array, invoiceId: string): boolean {
  const event = type === 'billing.v1.InvoiceIssued' ? decoded(type, payload) : undefined;
  return event?.type === 'billing.v1.InvoiceIssued' && event.data.invoiceId === invoiceId;
}

/** What an invoice rests on beside its own order's events: the offers as they were advertised, and the usage as it was signed. */
async function restedOn(reader: Reader, own: readonly RecordedEvent[], uuid: string): Promise<readonly RecordedEvent[]> {
  const segments = own.flatMap(({ type, payload }) => segmentsIn(decoded(type, payload)));
  const resources = new Set(segments.flatMap((segment) => segment.resources.map(({ resourceId }) => `resource-${resourceId}`)));
  if (segments.length === 0) return [];
  const adverts = await reader.eventsWhere(`type = 'advertising.v1.ResourceAdvertised' and stream in (${[...resources].map(quoted).join(', ')})`);
  const providers = new Set(segments.map(({ providerId }) => providerId));
  return [...adverts, ...(await usageOf(reader, providers, uuid)), ...(await releasesOf(reader, providers, uuid))];
}

function segmentsIn(event: AnyEvent | undefined): contracting.Contract['segments'] {
  return event?.type === 'contracting.v1.ContractSigned' ? contracting.Contract.decode(event.data.contract.body).segments : [];
}

/**
 * Batches with usage of the order, and every batch that presents one of the same records: which of them came first decides
 * which one counts. With them what billing found wrong with these records; what it charged stands in the order's own months.
 */
async function usageOf(reader: Reader, providers: ReadonlySet<string>, uuid: string): Promise<readonly RecordedEvent[]> {
  const ofProviders = [...providers].map((providerId) => `starts_with(stream, ${quoted(`usagebatch-${providerId}~`)})`).join(' or ');
  const condition = `type = 'billing.v1.UsageBatchAccepted' and (${ofProviders})`;
  const records = new Set<string>();
  await reader.eventsWhere(`${condition} and position('${uuid}'::bytea in payload) > 0`, (event) => {
    for (const record of recordsIn(event)) if (record.segmentId.includes(uuid)) records.add(record.name);
    return false;
  });
  const local = await withLocalIds(reader, providers);
  const guidance = new BatchGuidance();
  const guided = local.flatMap((event) => guidance.next(batchIn(event)) ?? []);
  for (const { recordId, segmentId, contractId, providerId } of guided) if ((contractId ?? segmentId).includes(uuid)) records.add(`${providerId}~${recordId}`);
  const batches = [...local, ...(await reader.eventsWhere(condition, (event) => recordsIn(event).some(({ name }) => records.has(name))))];
  const doubted: RecordedEvent[] = [];
  for (const commit of new Set(batches.map(({ position }) => commitOf(position)))) {
    for (const { event } of await reader.commit(commit)) if (event && isDoubtOf(event, records)) doubted.push(event);
  }
  return [...batches, ...doubted];
}

/** Every batch of these providers that has to do with their own ids: what one stands for follows from all that was stated, one statement after the other. */
async function withLocalIds(reader: Reader, providers: ReadonlySet<string>): Promise<readonly RecordedEvent[]> {
  const streams = [...providers].map((providerId) => quoted(`localids-${providerId}`)).join(', ');
  const batches = (await reader.eventsWhere(`stream in (${streams})`)).flatMap(({ type, payload }) => {
    const event = decoded(type, payload);
    return event?.type === 'billing.v1.LocalIdsSynchronised' ? [quoted(`usagebatch-${event.data.providerId}~${event.data.batchId}`)] : [];
  });
  return batches.length === 0 ? [] : reader.eventsWhere(`stream in (${batches.join(', ')})`);
}

/** Records that an operator released into one of the order's bills: the release, and the batch that it names. */
async function releasesOf(reader: Reader, providers: ReadonlySet<string>, uuid: string): Promise<readonly RecordedEvent[]> {
  const ofProviders = [...providers].map((providerId) => `starts_with(stream, ${quoted(`usage-${providerId}~`)})`).join(' or ');
  const chosen: RecordedEvent[] = [];
  for (const release of await reader.eventsWhere(`type = 'billing.v1.UsageReleased' and (${ofProviders})`)) {
    const commit = await reader.commit(commitOf(release.position));
    const event = decoded(release.type, release.payload);
    if (event?.type !== 'billing.v1.UsageReleased' || !commit.some(({ event: beside }) => beside?.stream.includes(uuid))) continue;
    const batch = await reader.eventsWhere(`stream = ${quoted(`usagebatch-${event.data.providerId}~${event.data.batchId}`)}`);
    chosen.push(release, ...batch);
  }
  return chosen;
}

function recordsIn({ type, payload }: Pick<RecordedEvent, 'type' | 'payload'>): readonly { readonly name: string; readonly segmentId: string }[] {
  const batch = batchIn({ type, payload });
  if (!batch) return [];
  const { providerId, records, localIds } = batch;
  const local = (localIds?.records ?? []).map(({ recordId }) => ({ recordId, segmentId: '' }));
  return [...records, ...local].map(({ recordId, segmentId }) => ({ name: `${providerId}~${recordId}`, segmentId }));
}

function batchIn({ type, payload }: Pick<RecordedEvent, 'type' | 'payload'>): agent.UsageBatch | undefined {
  const event = decoded(type, payload);
  if (event?.type !== 'billing.v1.UsageBatchAccepted') return undefined;
  try {
    return agent.UsageBatch.decode(event.data.batch.body);
  } catch {
    // A batch that can't be read any more is a matter for "ledger verify"; it names no record.
    return undefined;
  }
}

function isDoubtOf({ type, payload }: RecordedEvent, records: ReadonlySet<string>): boolean {
  const event = decoded(type, payload);
  if (event?.type !== 'billing.v1.UsageQuarantined' && event?.type !== 'billing.v1.UsageFraudSuspected') return false;
  return records.has(`${event.data.providerId}~${event.data.recordId}`);
}

async function enrolments(reader: Reader, events: readonly RecordedEvent[]): Promise<readonly RecordedEvent[]> {
  const providers = new Set(
    events.flatMap(({ type, payload }) => {
      const event = decoded(type, payload);
      return event ? providersIn(event) : [];
    }),
  );
  if (providers.size === 0) return [];
  const streams = [...providers].map((providerId) => quoted(`provider-${providerId}`)).join(', ');
  return reader.eventsWhere(`stream in (${streams}) and type in ('advertising.v1.ProviderEnrolled', 'advertising.v1.ProviderKeyReplaced')`);
}

function decoded(type: string, payload: Uint8Array): AnyEvent | undefined {
  try {
    return decodeEvent(type, payload);
  } catch {
    return undefined;
  }
}

function inOrder(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const once = [...new Map(events.map((event) => [event.position, event])).values()];
  return once.sort((a, b) => (a.position < b.position ? -1 : 1));
}
