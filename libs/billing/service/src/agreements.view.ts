import { Inject, Injectable } from '@nestjs/common';
import { isOfBandwidth, type SignedAgreements } from '@carriermesh/billing-domain';
import { instant, type Instant } from '@carriermesh/kernel';
import { sql, type Kysely, type Transaction } from 'kysely';
import { contracting, type AnyEvent, type provisioning } from '@carriermesh/wire';
import { decodeEvent, READ_MODEL } from '@carriermesh/platform-chassis';
import { listParameter, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { ReadModelStore, View } from '@carriermesh/platform-readmodel';

interface AgreementTables {
  agreement: { contract_id: string; contract: Buffer };
  supply_agreement: { contract_id: string; provider_id: string; contract: Buffer };
  voided_agreement: { contract_id: string };
  /** `ends_at` in nanoseconds. */
  ending_agreement: { contract_id: string; ends_at: string };
  service_course: { contract_id: string; revision: number };
}

/** The contracts that a service may be charged by, as they were signed. */
export interface Agreements {
  /** `undefined` when no contract of that id was signed. The suppliers' come in the order of their providers' ids. */
  of(contractId: string): Promise<SignedAgreements | undefined>;
  /** Of these contracts, those that were signed and never voided. */
  inForce(contractIds: readonly string[]): Promise<readonly string[]>;
  /** When a contract ends, where that was agreed. */
  endOf(contractId: string): Promise<Instant | undefined>;
  /** The revision of the last event of its service's activation that changes what it is charged; 0 where there is none. */
  lastCourseOf(contractId: string): Promise<number>;
}

/** Events of a service's activation that change what it is charged, each of which its account has to learn. */
export const COURSES = ['provisioning.v1.ServiceRerouted', 'provisioning.v1.ImpairmentNoted', 'provisioning.v1.ImpairmentCleared', 'provisioning.v1.ServiceChanged'] as const;

type CourseEvent = Extract<AnyEvent, { type: (typeof COURSES)[number] }>;

/** A change of a service is of its course where it is one of its bandwidth. */
export const isCourse = (event: Pick<AnyEvent, 'type' | 'data'>): event is CourseEvent =>
  event.type === 'provisioning.v1.ServiceChanged' ? isOfBandwidth(event.data as provisioning.ServiceChanged) : COURSES.some((type) => type === event.type);

/** Contracts that were just signed, and whose services become active in a moment; some twenty kilobytes each. */
const MAX_RECENT = 256;

/** As they were signed, before they are read. */
interface Signed {
  contract: Uint8Array | undefined;
  /** By provider. */
  readonly supplies: Map<string, Uint8Array>;
}

/** The agreements as rows. */
@Injectable()
export class AgreementsView implements View<AgreementTables>, Agreements {
  readonly name = 'agreements';
  readonly context = 'billing';
  readonly version = 3;
  readonly migrate = `
    create table agreement (contract_id text primary key, contract bytea not null);
    create table supply_agreement (
      contract_id text not null, provider_id text not null, contract bytea not null, primary key (contract_id, provider_id));
    create table voided_agreement (contract_id text primary key);
    create table ending_agreement (contract_id text primary key, ends_at bigint not null);
    create table service_course (contract_id text primary key, revision integer not null);`;
  readonly listens = ['contracting.v1.ContractSigned', 'contracting.v1.SupplyContractSigned', 'contracting.v1.ContractVoided', 'contracting.v1.ContractAmended', ...COURSES];

  /** What is asked for a moment after it was written is not read back: the ledger said it, whatever becomes of the rows. */
  private readonly recent = new Map<string, Signed>();

  constructor(@Inject(READ_MODEL) private readonly store: ReadModelStore<AgreementTables>) {}

  apply(event: RecordedEvent, tx: Transaction<AgreementTables>): Promise<void> {
    return this.applyAll([event], tx);
  }

  async applyAll(recorded: readonly RecordedEvent[], tx: Transaction<AgreementTables>): Promise<void> {
    const events = recorded.map(decodeEvent);
    const signed = events.flatMap((event) => (event.type === 'contracting.v1.ContractSigned' ? [event.data] : []));
    if (signed.length > 0) {
      const written = await sql<{ contract_id: string }>`
        insert into agreement select * from unnest(${idsOf(signed)}::text[], ${bodiesOf(signed)}::bytea[]) on conflict do nothing returning contract_id`.execute(tx);
      const first = new Map(signed.map(({ contractId, contract }) => [contractId, contract.body] as const).reverse());
      for (const { contract_id: id } of written.rows) this.recentOf(id).contract = first.get(id);
    }
    const supplied = events.flatMap((event) => (event.type === 'contracting.v1.SupplyContractSigned' ? [event.data] : []));
    if (supplied.length > 0) {
      const providers = listParameter('text', supplied.map(({ providerId }) => providerId));
      await sql`insert into supply_agreement select * from unnest(${idsOf(supplied)}::text[], ${providers}::text[], ${bodiesOf(supplied)}::bytea[]) on conflict do nothing`.execute(tx);
      for (const { contractId, providerId, contract } of supplied) {
        const { supplies } = this.recentOf(contractId);
        if (!supplies.has(providerId)) supplies.set(providerId, contract.body);
      }
    }
    const voided = events.flatMap((event) => (event.type === 'contracting.v1.ContractVoided' ? [event.data] : []));
    if (voided.length > 0) await sql`insert into voided_agreement select * from unnest(${idsOf(voided)}::text[]) on conflict do nothing`.execute(tx);
    const ending = events.flatMap((event) => (event.type === 'contracting.v1.ContractAmended' && event.data.endsAt !== undefined ? [{ ...event.data, endsAt: event.data.endsAt }] : []));
    if (ending.length > 0) {
      const ends = listParameter('int8', ending.map(({ endsAt }) => endsAt));
      await sql`insert into ending_agreement select * from unnest(${idsOf(ending)}::text[], ${ends}::bigint[]) on conflict do nothing`.execute(tx);
    }
    // Of each service the last one counts.
    const courses = new Map(events.flatMap((event, index) => (isCourse(event) ? [[event.data.contractId, recorded[index]?.revision ?? 0] as const] : [])));
    for (const [contract_id, revision] of courses) {
      const row = { contract_id, revision };
      await tx.insertInto('service_course').values(row).onConflict((conflict) => conflict.column('contract_id').doUpdateSet(row)).execute();
    }
  }

  async of(contractId: string): Promise<SignedAgreements | undefined> {
    return this.takeRecent(contractId) ?? this.readOf(contractId);
  }

  private recentOf(contractId: string): Signed {
    const known = this.recent.get(contractId) ?? { contract: undefined, supplies: new Map() };
    this.recent.set(contractId, known);
    const [oldest] = this.recent.keys();
    if (this.recent.size > MAX_RECENT && oldest !== undefined) this.recent.delete(oldest);
    return known;
  }

  /** Where another instance wrote some of the rows, this one does not know all suppliers that the contract names. */
  private takeRecent(contractId: string): SignedAgreements | undefined {
    const known = this.recent.get(contractId);
    this.recent.delete(contractId);
    if (!known?.contract) return undefined;
    // The bytes are this view's alone, and go where what is read of them goes.
    const contract = contracting.Contract.decodePassing(known.contract);
    const providers = [...known.supplies.keys()].sort((a, b) => (a < b ? -1 : 1));
    if (!contract.supplies.every(({ providerId }) => known.supplies.has(providerId))) return undefined;
    return { contract, supplies: providers.map((each) => contracting.SupplyContract.decodePassing(known.supplies.get(each) as Uint8Array)) };
  }

  private async readOf(contractId: string): Promise<SignedAgreements | undefined> {
    const { db } = this;
    const row = await db.selectFrom('agreement').select('contract').where('contract_id', '=', contractId).executeTakeFirst();
    if (!row) return undefined;
    const supplies = await db.selectFrom('supply_agreement').select('contract').where('contract_id', '=', contractId).orderBy('provider_id').execute();
    return {
      contract: contracting.Contract.decode(row.contract),
      supplies: supplies.map(({ contract }) => contracting.SupplyContract.decode(contract)),
    };
  }

  async inForce(contractIds: readonly string[]): Promise<readonly string[]> {
    if (contractIds.length === 0) return [];
    const rows = await this.db
      .selectFrom('agreement')
      .select('contract_id')
      .where('contract_id', 'in', contractIds)
      .where('contract_id', 'not in', (voided) => voided.selectFrom('voided_agreement').select('contract_id'))
      .execute();
    return rows.map(({ contract_id }) => contract_id);
  }

  async endOf(contractId: string): Promise<Instant | undefined> {
    const row = await this.db.selectFrom('ending_agreement').select('ends_at').where('contract_id', '=', contractId).executeTakeFirst();
    return row && instant(BigInt(row.ends_at));
  }

  async lastCourseOf(contractId: string): Promise<number> {
    const row = await this.db.selectFrom('service_course').select('revision').where('contract_id', '=', contractId).executeTakeFirst();
    return row?.revision ?? 0;
  }

  private get db(): Kysely<AgreementTables> {
    return this.store.db as Kysely<AgreementTables>;
  }
}

const idsOf = (those: readonly { readonly contractId: string }[]): Buffer => listParameter('text', those.map(({ contractId }) => contractId));
const bodiesOf = (those: readonly { readonly contract: { readonly body: Uint8Array } }[]): Buffer => listParameter('bytea', those.map(({ contract }) => contract.body));
