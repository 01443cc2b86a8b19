// The schema is the contract between carriers: a message or rpc without prose binds nobody to anything.
import { loadSchema } from '../../wire-gen/load.mjs';

/** One sentence for each message, event and rpc without a comment. */
export function uncommented(protoDir) {
  const { root } = loadSchema(protoDir);
  return declared(root)
    .filter(({ comment }) => !comment?.trim())
    .map(({ kind, filename, fullName }) => `${filename}: the ${kind} ${fullName} has no comment`);
}

/** The types of all events: `contracting.v1.QuoteOffered`. */
export function eventTypes(protoDir) {
  const { root } = loadSchema(protoDir);
  return declared(root)
    .filter(({ kind }) => kind === 'event')
    .map(({ fullName }) => fullName.replace(/^carriermesh\./, ''));
}

function declared(reflected) {
  if (reflected.fullName === '.google') return [];
  const { filename, comment } = reflected;
  const fullName = reflected.fullName.replace(/^\./, '');
  const rpcs = (reflected.methodsArray ?? []).map((method) => ({ kind: 'rpc', filename, fullName: `${fullName}.${method.name}`, comment: method.comment }));
  // A message within an event's file is an event when it stands by itself; one within another message is a part of it.
  const kind = filename?.endsWith('/events.proto') && !reflected.parent.fieldsArray ? 'event' : 'message';
  const self = reflected.fieldsArray ? [{ kind, filename, fullName, comment }] : [];
  return [...self, ...rpcs, ...(reflected.nestedArray ?? []).flatMap(declared)];
}
