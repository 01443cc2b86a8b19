/* What a request has to look like, as JSON Schema. A `description` is what whoever sent something else is told that it has to be. */
import { MAX_MBPS, MAX_PORTS, NAME, NAME_RULE, TOKEN_RULE, TOKEN_SHA256 } from './switch-file.js';

const MAX_SOURCE_MACS = 16;
/** The lowest bit of the first octet says that a group is meant (IEEE 802), and a group sends nothing. */
const SOURCE_MAC = /^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/;

const text = (pattern: RegExp, description: string): object => ({ type: 'string', pattern: pattern.source, description });
const object = (required: Readonly<Record<string, object>>, others: Readonly<Record<string, object>> = {}): object => ({
  type: 'object',
  description: 'a JSON object',
  additionalProperties: false,
  required: Object.keys(required),
  properties: { ...required, ...others },
});

const name = text(NAME, NAME_RULE);
const mbps = { type: 'integer', minimum: 1, maximum: MAX_MBPS, description: `a whole number from 1 to ${MAX_MBPS}` };
const tokenSha256 = text(TOKEN_SHA256, TOKEN_RULE);
const sourceMac = text(SOURCE_MAC, 'the address of one sender, six lower-case octets like 02:00:00:00:00:01');

export const ELEMENT_PARAMS = object({ elementId: name });
export const NAMED_PARAMS = object({ elementId: name, name });

export const ELEMENT_BODY = object(
  { owner: name, quotaMbps: mbps, ports: { type: 'array', items: name, maxItems: MAX_PORTS, uniqueItems: true, description: `a list of at most ${MAX_PORTS} different ports` } },
  { administrator: object({ name, tokenSha256 }) },
);

export const ADMINISTRATOR_BODY = object({ tokenSha256 });

const attachment = object(
  { port: name, mbps },
  {
    role: { enum: ['root', 'leaf'], default: 'root', description: 'root or leaf' },
    sourceMacs: { type: 'array', maxItems: MAX_SOURCE_MACS, uniqueItems: true, default: [], items: sourceMac, description: `a list of at most ${MAX_SOURCE_MACS} different senders` },
  },
);
export const INSTANCE_BODY = object({ ports: { type: 'array', maxItems: MAX_PORTS, items: attachment, description: `a list of at most ${MAX_PORTS} ports` } });

/* Queries are text: nothing is made into something else on the way. */
export const REMOVAL_QUERY = object({}, { force: { enum: ['true', 'false'], default: 'false', description: 'true or false' } });
export const CHANGES_QUERY = object({}, { after: { ...text(/^[0-9]{1,15}$/, 'the number of an entry, at most 15 digits'), default: '0' } });
