import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as gen from '../gen/index.js';
import type { Codec } from '../codec.js';

const folder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Bytes that a build wrote, and what they mean. */
export interface GoldenSample {
  readonly type: string;
  readonly sample: string;
  readonly bytes: Uint8Array;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The samples of the present schema, which is not released. */
export const nextSamples = (): readonly GoldenSample[] => samplesIn(join(folder('golden'), 'next.json'));

/** Version → samples, of every release. */
export function releasedSamples(): ReadonlyMap<string, readonly GoldenSample[]> {
  const released = folder('released');
  const versions = existsSync(released) ? readdirSync(released, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : [];
  return new Map(versions.map(({ name }) => [name, samplesIn(join(released, name, 'golden.json'))]));
}

function samplesIn(file: string): GoldenSample[] {
  const parsed = JSON.parse(readFileSync(file, 'utf8'), untagged) as (Omit<GoldenSample, 'bytes'> & { bytes: string })[];
  return parsed.map((sample) => ({ ...sample, bytes: bytesOf(sample.bytes) }));
}

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

function untagged(_: string, value: unknown): unknown {
  const { $int, $bytes } = (value ?? {}) as { $int?: string; $bytes?: string };
  if ($int !== undefined) return BigInt($int);
  return $bytes === undefined ? value : bytesOf($bytes);
}

const CODECS = new Map(
  Object.values(gen)
    .flatMap((module) => Object.values(module))
    .filter((one): one is Codec<object> => typeof (one as Partial<Codec<object>>).decode === 'function')
    .map((codec) => [codec.typeName, codec]),
);

export const codecOf = (type: string): Codec<object> | undefined => CODECS.get(type);

/**
 * Whether a value has all that an older build wrote, and nothing more than what a field is read as that nobody had written. So a
 * field that was added since passes, and one that was taken away, renamed or read otherwise does not.
 */
export function isWhatWasWritten(written: unknown, read: unknown): boolean {
  if (!isParts(written)) return Object.is(written, read);
  if (!isParts(read)) return false;
  const known = Object.keys(written);
  const added = Object.keys(read).filter((key) => !known.includes(key));
  return lengthOf(written) === lengthOf(read) && known.every((key) => key in read && isWhatWasWritten(written[key], read[key])) && added.every((key) => isNothing(read[key]));
}

/** Of lists and bytes; a field of that name is one like any other. */
const lengthOf = (value: object): number | undefined => (Array.isArray(value) ? value.length : ArrayBuffer.isView(value) ? value.byteLength : undefined);

const isParts = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

function isNothing(value: unknown): boolean {
  if (isParts(value)) return Object.values(value).every(isNothing);
  return value === 0 || value === 0n || value === '' || value === false || value === 'unspecified' || value === undefined;
}
