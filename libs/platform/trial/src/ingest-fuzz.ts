import { generateKeyPairSync } from 'node:crypto';
import { instant } from '@carriermesh/kernel';
import { openSignedBatch, type BatchFault, type BatchKind } from '@carriermesh/platform-chassis';
import { sealEnvelope, SIGNED_AS, signingKey, type Envelope } from '@carriermesh/platform-signing';
import { advertising, agent, common, WireError, type Codec } from '@carriermesh/wire';
import { MANNERS, type Manner } from './ingest-mutations.js';
import { Dice } from './dice.js';

/** What became of one input at the edge where providers' batches come in. */
export interface FuzzOutcome {
  readonly manner: Manner['name'];
  /** `opened` and the faults of an edge that knows the sender; `envelope-malformed` where not even the envelope could be read. */
  readonly end: 'opened' | 'envelope-malformed' | BatchFault['code'];
}

type AnyBatch = { readonly providerId: string; readonly batchId: string };

const LIMIT_BYTES = 64 * 1024;
/** A reader that made more of its input than this many bytes for each byte of it could be made to exhaust its memory. */
const MOST_GROWTH = 3;
const PROVIDER = 'alfa';
const KINDS: readonly { readonly kind: BatchKind<AnyBatch>; readonly codec: Codec<AnyBatch>; readonly make: (dice: Dice) => AnyBatch }[] = [
  kindOf('usage batch', SIGNED_AS.usageBatch, agent.UsageBatch, usageBatch),
  kindOf('measurement batch', SIGNED_AS.measurementBatch, agent.MeasurementBatch, measurementBatch),
  kindOf('advert batch', SIGNED_AS.advertBatch, advertising.AdvertBatch, advertBatch),
];
const key = signingKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());

/**
 * Sends one input, made of its seed alone, through what a provider's bytes go through: the envelope's reader, the signature, the
 * batch's reader. Whatever it is, it ends opened or refused with a typed fault, and an honest batch ends opened.
 * @throws Error naming the seed, when anything else happens
 */
export function fuzzOnce(seed: number): FuzzOutcome {
  const dice = new Dice(seed);
  const { kind, codec, make } = dice.of(KINDS);
  const manner = dice.of(MANNERS);
  try {
    const batch = codec.encode(make(dice));
    const damagesEnvelope = manner.isHonest ? false : dice.below(4) === 0;
    const body = damagesEnvelope ? batch : manner.change(batch, dice);
    const sealed = common.SignedEnvelope.encode(sealEnvelope(key, kind.domain, body));
    const end = received(kind, damagesEnvelope ? manner.change(sealed, dice) : sealed);
    if (manner.isHonest && end !== 'opened') throw new Error(`an honest batch ended as ${end}`);
    if (end === 'opened') checkReading(codec, body);
    return { manner: manner.name, end };
  } catch (error) {
    throw new Error(`the input of seed ${seed} (${kind.name}, ${manner.name}) is not dealt with: ${(error as Error).message}`, { cause: error });
  }
}

function received(kind: BatchKind<AnyBatch>, bytes: Uint8Array): FuzzOutcome['end'] {
  let envelope: Envelope;
  try {
    envelope = common.SignedEnvelope.decode(bytes);
  } catch (error) {
    if (error instanceof WireError && error.kind === 'malformed') return 'envelope-malformed';
    throw error;
  }
  const opening = openSignedBatch(kind, { providerId: PROVIDER, envelope, publicKey: key.publicKey });
  return opening.kind === 'opened' ? 'opened' : opening.fault.code;
}

/** What was read is written and read again without a change, and is not much more than what came in. */
function checkReading(codec: Codec<AnyBatch>, body: Uint8Array): void {
  const once = codec.encode(codec.decode(body));
  const twice = codec.encode(codec.decode(once));
  if (Buffer.compare(once, twice) !== 0) throw new Error('what was read changes when it is written and read again');
  if (once.length > MOST_GROWTH * body.length) throw new Error(`${body.length} bytes were read as ${once.length}`);
}

function kindOf<Batch extends AnyBatch>(name: string, domain: string, codec: Codec<Batch>, make: (dice: Dice) => Batch) {
  return { kind: { name, domain, codec, limitBytes: LIMIT_BYTES }, codec: codec as unknown as Codec<AnyBatch>, make };
}

const named = (dice: Dice): AnyBatch => ({ providerId: PROVIDER, batchId: `batch-${dice.below(1_000_000)}` });
const someInstant = (dice: Dice) => instant(1_800_000_000_000_000_000n + BigInt(dice.below(1_000_000_000)));

function usageBatch(dice: Dice): agent.UsageBatch {
  const records = Array.from({ length: dice.below(5) }, (_, index) => ({
    recordId: `r-${index}`, segmentId: `s-${dice.below(10)}`, from: someInstant(dice), until: someInstant(dice), octets: BigInt(dice.below(2 ** 31)) ** 2n,
  }));
  return { ...named(dice), records, watermarks: [{ segmentId: 's-1', completeUntil: someInstant(dice) }] };
}

function measurementBatch(dice: Dice): agent.MeasurementBatch {
  const measurement = () => ({ segmentId: `s-${dice.below(10)}`, measuredAt: someInstant(dice), latencyNs: -BigInt(dice.below(2 ** 31)), lossPpm: dice.below(1_000_000) });
  return { ...named(dice), measurements: Array.from({ length: dice.below(5) }, measurement) };
}

function advertBatch(dice: Dice): advertising.AdvertBatch {
  const offers = Array.from({ length: dice.below(3) }, () => ({ offer: dice.bytes(40), signature: dice.bytes(64) }));
  const withdrawnResourceIds = Array.from({ length: dice.below(5) }, () => `link-${dice.below(100)}`);
  return { ...named(dice), sequence: BigInt(1 + dice.below(1_000)), issuedAt: someInstant(dice), offers, withdrawnResourceIds };
}
