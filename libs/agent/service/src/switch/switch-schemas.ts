/* What a request has to look like, as JSON Schema; the server's own validator names the field and the limit. */

const MAX_MBPS = 100_000_000;
const MAX_PORTS = 1_024;
const MAX_SOURCE_MACS = 16;
const NAME_PATTERN = '^[A-Za-z0-9_-]{1,64}$';
const name = { type: 'string', pattern: NAME_PATTERN };
const mbps = { type: 'integer', minimum: 1, maximum: MAX_MBPS };
const tokenSha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' };

const params = (...names: readonly string[]): object => ({ type: 'object', properties: Object.fromEntries(names.map((one) => [one, name])), required: names });

export const ELEMENT_PARAMS = params('elementId');
export const NAMED_PARAMS = params('elementId', 'name');

export const ELEMENT_BODY = {
  type: 'object',
  additionalProperties: false,
  required: ['owner', 'quotaMbps', 'ports'],
  properties: {
    owner: name,
    quotaMbps: mbps,
    ports: { type: 'array', items: name, maxItems: MAX_PORTS, uniqueItems: true },
    administrator: { type: 'object', additionalProperties: false, required: ['name', 'tokenSha256'], properties: { name, tokenSha256 } },
  },
};

export const ADMINISTRATOR_BODY = { type: 'object', additionalProperties: false, required: ['tokenSha256'], properties: { tokenSha256 } };

export const INSTANCE_BODY = {
  type: 'object',
  additionalProperties: false,
  required: ['ports'],
  properties: {
    ports: {
      type: 'array',
      maxItems: MAX_PORTS,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['port', 'mbps'],
        properties: {
          port: name,
          mbps,
          role: { enum: ['root', 'leaf'], default: 'root' },
          sourceMacs: { type: 'array', maxItems: MAX_SOURCE_MACS, uniqueItems: true, default: [], items: { type: 'string', pattern: '^[0-9a-f]{2}(:[0-9a-f]{2}){5}$' } },
        },
      },
    },
  },
};

/* Queries are text: nothing is made into something else on the way. */
export const REMOVAL_QUERY = { type: 'object', additionalProperties: false, properties: { force: { enum: ['true', 'false'], default: 'false' } } };
export const CHANGES_QUERY = { type: 'object', additionalProperties: false, properties: { after: { type: 'string', pattern: '^[0-9]{1,15}$', default: '0' } } };
