// The schema is the contract between carriers: an event, message or rpc without prose binds nobody to anything.
import { loadSchema } from '../../wire-gen/load.mjs';

/** One sentence for each event, message and rpc without a comment. */
export function uncommented(protoDir) {
  const all = declared(loadSchema(protoDir).root);
  // The question and answer of an rpc are called after it, and its comment is theirs.
  const explainedByRpc = new Set(all.filter(({ kind }) => kind === 'rpc').flatMap(({ request, response }) => [request, response]));
  return all
    .filter(({ fullName, comment }) => !comment?.trim() && !explainedByRpc.has(fullName))
    .map(({ kind, filename, fullName }) => `proto/${filename}: the ${kind} ${fullName} has no comment`);
}

/** The types of all events: `contracting.v1.QuoteOffered`. */
export function eventTypes(protoDir) {
  return declared(loadSchema(protoDir).root)
    .filter(({ kind }) => kind === 'event')
    .map(({ fullName }) => fullName.replace(/^carriermesh\./, ''));
}

function declared(reflected) {
  if (reflected.fullName === '.google') return [];
  return [...itself(reflected), ...rpcsOf(reflected), ...(reflected.nestedArray ?? []).flatMap(declared)];
}

const nameOf = (reflected) => reflected.fullName.replace(/^\./, '');

function itself(reflected) {
  if (!reflected.fieldsArray) return [];
  // In a file of events a message is one; a message within a message is a part of it.
  const kind = reflected.filename.endsWith('/events.proto') && !reflected.parent.fieldsArray ? 'event' : 'message';
  return [{ kind, filename: reflected.filename, fullName: nameOf(reflected), comment: reflected.comment }];
}

function rpcsOf(reflected) {
  return (reflected.methodsArray ?? []).map((method) => ({
    kind: 'rpc',
    filename: reflected.filename,
    fullName: `${nameOf(reflected)}.${method.name}`,
    comment: method.comment,
    request: nameOf(method.resolvedRequestType),
    response: nameOf(method.resolvedResponseType),
  }));
}
