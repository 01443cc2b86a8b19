import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMesh } from '@carriermesh/app-mesh';
import { instantFromMs, NANOS_PER_DAY, plus } from '@carriermesh/kernel';
import { errorFromHeaders } from '@carriermesh/platform-bus';
import { sealEnvelope, SIGNED_AS, signingKey, type SigningKey } from '@carriermesh/platform-signing';
import { newKeyPem, TrialMesh } from '@carriermesh/platform-trial';
import { advertising, agent, common, contracting, inboundSubject, paths } from '@carriermesh/wire';
import { Chance } from '../chaos/chance.js';
import { figure, saw } from './figures.js';
import { malformed } from './malformed.js';

const inputs = figure({ sample: 2_000, quick: 20_000, full: 1_000_000 });
const SEED = 20_261_121;
const IN_FLIGHT = 128;
const REQUEST_LIMIT_MS = 30_000;
const LIMIT_MS = 1_200_000;
const PROVIDER = 'alfa';
/** How a service answers what it did not foresee. */
const UNFORESEEN = 'the service failed to handle the request';

let trial: TrialMesh;
let stopMesh: () => Promise<void> = async () => undefined;
let key: SigningKey;

beforeAll(async () => {
  trial = await TrialMesh.start({ services: [] });
  const mesh = await startMesh(trial.environment);
  stopMesh = () => mesh.stop();
  key = signingKey(newKeyPem());
  await trial.bus.request(advertising.EnrolProvider, { providerId: PROVIDER, name: PROVIDER, publicKey: key.publicKey }, { context: trial.context('operator') });
}, 120_000);
afterAll(async () => {
  await stopMesh();
  await trial.stop();
}, 60_000);

/** What is sound, where it goes, and how a change of it is signed so that it comes past the signature. */
interface Door {
  readonly subject: string;
  readonly sound: Uint8Array;
  readonly domain?: string;
}

function advertBatch(sequence: bigint): Uint8Array {
  const link = { fromPopId: `${PROVIDER}/1`, toPopId: `${PROVIDER}/2`, capacityMbps: 100, latencyNs: 1_000n, price: { monthlyPerMbps: { currency: 'EUR', microMinor: 3n }, perGigabyte: { currency: 'EUR', microMinor: 3n } }, srlgIds: [] };
  const validFrom = plus(instantFromMs(Date.now()), -NANOS_PER_DAY);
  const serviceLevel = { availabilityPpm: 999_900, lossPpm: 100, jitterNs: 1_000n, mttrMinutes: 240, creditBasisPoints: 500 };
  const offer = advertising.ResourceOffer.encode({
    providerId: PROVIDER, resourceId: `${PROVIDER}/a`, validFrom, validUntil: plus(validFrom, 30n * NANOS_PER_DAY), visibleTo: [], serviceLevel, resource: { kind: 'link', link: { ...link, latencyNs: sequence } },
  });
  const offers = [{ offer, signature: key.sign(SIGNED_AS.resourceOffer, offer) }];
  return advertising.AdvertBatch.encode({ providerId: PROVIDER, batchId: `sound-${sequence}`, sequence, issuedAt: validFrom, offers, withdrawnResourceIds: [] });
}

const sealed = (domain: string, body: Uint8Array): Uint8Array => common.SignedEnvelope.encode(sealEnvelope(key, domain, body));

function doors(): readonly Door[] {
  const at = instantFromMs(Date.now());
  const usage = agent.UsageBatch.encode({ providerId: PROVIDER, batchId: 'usage', records: [{ recordId: 'r-1', segmentId: 'seg', from: at, until: at, octets: 1n }], watermarks: [] });
  const measured = agent.MeasurementBatch.encode({ providerId: PROVIDER, batchId: 'measured', measurements: [{ segmentId: 'seg', measuredAt: at, latencyNs: 1n, lossPpm: 0 }] });
  const place = { place: { kind: 'city', city: 'London' } } as const;
  const order = contracting.RequestService.request.encode({ buyerId: 'acme', requestId: 'r1', terms: { from: place, to: place, mbps: 10, termMonths: 12, objective: 'profit', currency: 'EUR', acceptance: 'automatic' } });
  const signed = [
    { subject: inboundSubject(PROVIDER, 'advert'), sound: advertBatch(1_000_000n), domain: SIGNED_AS.advertBatch },
    { subject: inboundSubject(PROVIDER, 'usage'), sound: usage, domain: SIGNED_AS.usageBatch },
    { subject: inboundSubject(PROVIDER, 'measure'), sound: measured, domain: SIGNED_AS.measurementBatch },
  ];
  const envelopes = signed.map(({ subject, sound, domain }) => ({ subject, sound: sealed(domain, sound) }));
  return [...signed, ...envelopes, { subject: contracting.RequestService.subject, sound: order }, { subject: paths.GetTopologySummary.subject, sound: order }];
}

describe('malformed input at every door of the mesh', () => {
  it(`is answered ${inputs} times without a fault of the mesh's own, and no sound message between is lost`, async () => {
    const chance = new Chance(SEED);
    const ways = doors();
    const answers = { refused: 0, taken: 0, unforeseen: 0, silent: 0, soundSent: 0, soundReceipted: 0 };
    let sequence = 0n;
    const sendMalformed = async (): Promise<void> => {
      const { subject, sound, domain } = chance.of(ways);
      const changed = malformed(sound, chance);
      answers[await answerTo(subject, domain === undefined ? changed : sealed(domain, changed))] += 1;
    };
    let left = inputs;
    const stranger = async (): Promise<void> => {
      while (left-- > 0) await sendMalformed();
    };
    const provider = async (): Promise<void> => {
      // The sequence of a provider is one after the other.
      while (left > 0) {
        sequence += 1n;
        answers.soundSent += 1;
        answers.soundReceipted += (await isReceipted(advertBatch(sequence))) ? 1 : 0;
      }
    };
    await Promise.all([provider(), ...Array.from({ length: IN_FLIGHT }, stranger)]);
    saw(`${inputs} malformed inputs (seed ${SEED}) at ${ways.length} doors: ${answers.refused} refused by type, ${answers.taken} still well-formed and answered, ${answers.unforeseen} unforeseen, ${answers.silent} unanswered; ${answers.soundReceipted} of ${answers.soundSent} sound batches between receipted`);
    expect(answers).toMatchObject({ unforeseen: 0, silent: 0, soundReceipted: answers.soundSent });
    expect(answers.refused + answers.taken).toBe(inputs);
    expect(answers.refused).toBeGreaterThan(inputs / 2);
  }, LIMIT_MS);
});

/** Refusals of the business, and failures that were written to be said, are both of a type. */
async function answerTo(subject: string, bytes: Uint8Array): Promise<'refused' | 'taken' | 'unforeseen' | 'silent'> {
  try {
    const reply = await trial.connection.request(subject, bytes, { timeout: REQUEST_LIMIT_MS });
    const failure = errorFromHeaders(reply.headers);
    if (failure) return failure.message === UNFORESEEN ? 'unforeseen' : 'refused';
    if (!subject.startsWith('cm.in.')) return 'taken';
    return agent.BatchReply.decode(reply.data).outcome.kind === 'receipt' ? 'taken' : 'refused';
  } catch {
    return 'silent';
  }
}

async function isReceipted(body: Uint8Array): Promise<boolean> {
  const reply = await trial.connection.request(inboundSubject(PROVIDER, 'advert'), sealed(SIGNED_AS.advertBatch, body), { timeout: REQUEST_LIMIT_MS });
  return errorFromHeaders(reply.headers) === undefined && agent.BatchReply.decode(reply.data).outcome.kind === 'receipt';
}
