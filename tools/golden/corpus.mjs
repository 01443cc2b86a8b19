// The golden corpus: bytes of every message that is stored or signed, encoded by protobufjs and not by our own codecs, with what they mean.
import { loadSchema } from '../wire-gen/load.mjs';
import { sampleOf, variantsOf } from './sample-values.mjs';

/** What one process asks another is neither stored nor signed. */
const ASKED = /\/(commands|queries)\.proto$/;

/** The messages that are sampled: all events, and whatever else is part of no other sampled message. */
export function sampledTypes(protoDir) {
  const kept = messagesOf(loadSchema(protoDir).root).filter(({ filename }) => !ASKED.test(filename));
  const parts = new Set(kept.flatMap((type) => type.fieldsArray.map(({ resolvedType }) => resolvedType).filter((part) => part !== type)));
  return kept.filter((type) => isEvent(type) || !parts.has(type)).sort((a, b) => (a.fullName < b.fullName ? -1 : 1));
}

/** The corpus of a schema as text: a JSON array with a sample on each line. The same schema gives the same text. */
export function corpusOf(protoDir) {
  const samples = sampledTypes(protoDir).flatMap((type) =>
    variantsOf(type).map((variant) => {
      const { theirs, ours } = sampleOf(type, variant);
      const bytes = Buffer.from(type.encode(theirs).finish()).toString('base64');
      return { type: typeNameOf(type), sample: variant.name, bytes, value: ours };
    }),
  );
  return `[\n${samples.map((sample) => JSON.stringify(sample, tagged)).join(',\n')}\n]\n`;
}

/** `.carriermesh.billing.v1.InvoiceIssued` → `billing.v1.InvoiceIssued`. */
export const typeNameOf = ({ fullName }) => fullName.replace(/^\.carriermesh\./, '');

const isEvent = ({ filename, parent }) => filename.endsWith('/events.proto') && !parent.fieldsArray;

function messagesOf(reflected) {
  if (reflected.fullName === '.google') return [];
  return [...(reflected.fieldsArray ? [reflected] : []), ...(reflected.nestedArray ?? []).flatMap(messagesOf)];
}

/** JSON has no 64-bit integers and no bytes. */
function tagged(_, value) {
  if (typeof value === 'bigint') return { $int: value.toString() };
  return value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString('base64') } : value;
}
