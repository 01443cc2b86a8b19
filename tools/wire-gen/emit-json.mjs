// The body of `toJson`.
import { propertyKey, quote } from './names.mjs';

const indented = (lines) => lines.map((line) => `  ${line}`);

export function emitJson({ properties, isMoney }) {
  if (isMoney) return ['return { currency: m.currency, amount: rt.amountJson(m) };'];
  if (properties.length === 0) return ['return {};'];
  return ['return {', ...indented(properties.flatMap(emitEntry)), '};'];
}

function emitEntry(property) {
  const { shape, property: name, value } = property;
  const key = propertyKey(name);
  const x = `m.${name}`;
  if (shape === 'optional') return [`...(${x} === undefined ? {} : { ${key}: ${value.json(x)} }),`];
  if (shape === 'repeated') return [`${key}: ${value.json('item') === 'item' ? x : `${x}.map((item) => ${value.json('item')})`},`];
  if (shape === 'map') return [`${key}: rt.mapJson(${x}, (value) => ${value.json('value')}),`];
  if (shape === 'oneof') return emitOneof(property);
  return [`${key}: ${value.json(x)},`];
}

/** The last member needs no test: the type has no other. */
function emitOneof({ property, members }) {
  const union = `m.${property}`;
  const alternatives = members.map((member, index) => {
    const test = index < members.length - 1 ? `${union}.kind === ${quote(member.kind)} ? ` : '';
    const end = index < members.length - 1 ? ' :' : ',';
    return `${test}{ kind: ${quote(member.kind)}, ${propertyKey(member.property)}: ${member.value.json(`${union}.${member.property}`)} }${end}`;
  });
  return [`${propertyKey(property)}:`, ...indented(alternatives)];
}
