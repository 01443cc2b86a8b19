// The fields of one message: each is required, optional, repeated, a map or one of a oneof's members.
import { camelCase, kebabCase, quote } from './names.mjs';
import { refuse } from './refusal.mjs';
import { SCALARS, mapKey, valueOf } from './values.mjs';

/** @returns `{ fields, oneofs, properties }`: fields by number; properties as the interface lists them */
export function modelFields(type, { typeName, nameOf }) {
  if (editionOf(type) !== 'proto3') refuse(type, 'is not proto3');
  if (type.extensions || type.group) refuse(type, 'uses extensions or groups, which proto3 has not');
  const fields = type.fieldsArray
    .map((field) => modelField(field, { typeName, nameOf }))
    .sort((a, b) => a.number - b.number);
  const oneofs = type.oneofsArray.filter((oneof) => !oneof.isProto3Optional).map((oneof) => modelOneof(oneof, { fields, typeName }));
  const properties = propertiesOf(type, { fields, oneofs });
  refuseClashes(type, properties);
  return { fields, oneofs, properties };
}

const editionOf = (reflected) => reflected._edition ?? (reflected.parent ? editionOf(reflected.parent) : undefined);

function modelField(field, { typeName, nameOf }) {
  const property = camelCase(field.name);
  const base = {
    reflected: field,
    number: field.id,
    property,
    at: quote(`${typeName}.${property}`),
    comment: field.comment,
    deprecated: field.options?.deprecated === true,
    value: valueOf(field, nameOf),
  };
  if (field.map) return { ...base, shape: 'map', key: { ...SCALARS[field.keyType], ...mapKey(field.keyType) } };
  if (field.repeated) return { ...base, shape: 'repeated', packed: base.value.packable && field.options?.packed !== false };
  if (field.partOf && !field.partOf.isProto3Optional)
    return { ...base, shape: 'member', oneof: camelCase(field.partOf.name), kind: kebabCase(field.name) };
  return { ...base, shape: field.options?.proto3_optional ? 'optional' : 'required' };
}

function modelOneof(oneof, { fields, typeName }) {
  const property = camelCase(oneof.name);
  const members = fields.filter((field) => field.oneof === property);
  const taken = members.find((member) => member.property === 'kind');
  if (taken) refuse(taken.reflected, 'must not be called kind: that property tells the members of a oneof apart');
  return { reflected: oneof, shape: 'oneof', property, at: quote(`${typeName}.${property}`), comment: oneof.comment, members };
}

/** In the order of the schema's text; a oneof stands where its first member does. */
function propertiesOf(type, { fields, oneofs }) {
  const properties = type.fieldsArray.map((declared) => {
    const field = fields.find(({ reflected }) => reflected === declared);
    return field.shape === 'member' ? oneofs.find(({ members }) => members.includes(field)) : field;
  });
  return [...new Set(properties)];
}

function refuseClashes(type, properties) {
  const seen = new Map();
  for (const { property, reflected } of properties) {
    if (seen.has(property)) refuse(type, `has ${seen.get(property)} and ${reflected.name}, which would both be called ${property}`);
    seen.set(property, reflected.name);
  }
}
