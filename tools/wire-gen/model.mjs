// The schema as the emitters need it: one module per protobuf package, holding enums, messages and rpcs in file order.
import { modelFields } from './fields.mjs';
import { kebabCase, screamingSnakeCase } from './names.mjs';
import { refuse } from './refusal.mjs';

const PACKAGE = /^\.carriermesh\.([a-z][a-z0-9]*)\.v([1-9]\d*)$/;

/** What every generated module imports or relies on; a message of such a name would hide it. */
const TAKEN = ['AnyEvent', 'Array', 'Object', 'Readonly', 'Record', 'Uint8Array'];

/** @returns the modules, ordered by name */
export function modelSchema({ root }) {
  const packages = packagesOf(root);
  const modules = new Map(packages.map((namespace) => [namespace, moduleOf(namespace)]));
  const byPackage = (reflected) => modules.get(packages.find((namespace) => isWithin(reflected, namespace)));
  for (const [namespace, module] of modules) fillModule(module, namespace, byPackage);
  return [...modules.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Namespaces that declare anything, apart from Google's. */
function packagesOf(namespace) {
  if (namespace.fullName === '.google') return [];
  const children = namespace.nestedArray.filter((child) => isPlainNamespace(child)).flatMap(packagesOf);
  return namespace.nestedArray.some((child) => !isPlainNamespace(child)) ? [namespace, ...children] : children;
}

const isPlainNamespace = (reflected) => reflected.constructor.name === 'Namespace';
const isWithin = (reflected, namespace) => reflected === namespace || (reflected.parent !== null && isWithin(reflected.parent, namespace));

function moduleOf(namespace) {
  const match = PACKAGE.exec(namespace.fullName);
  const example = namespace.nestedArray.find((child) => !isPlainNamespace(child));
  if (!match) refuse(example, `is in the package ${namespace.fullName.slice(1)}, not in carriermesh.<context>.v<number>`);
  const [, context, version] = match;
  const expected = `carriermesh/${context}/v${version}/`;
  for (const child of namespace.nestedArray)
    if (!isPlainNamespace(child) && !child.filename?.startsWith(expected)) refuse(child, `belongs into a file under ${expected}`);
  // The first version of a context bears its plain name: a second one lives beside it and is named for what it is.
  const name = version === '1' ? context : `${context}V${version}`;
  return { name, context, prefix: `${context}.v${version}`, version, enums: [], messages: [], rpcs: [], imports: new Set() };
}

function fillModule(module, namespace, byPackage) {
  const nameOf = (reflected) => {
    const other = byPackage(reflected);
    if (other === module) return flatName(reflected, namespace);
    module.imports.add(other.name);
    return `${other.name}.${flatName(reflected, reflected.root.lookup(`carriermesh.${other.prefix}`))}`;
  };
  for (const declared of namespace.nestedArray.filter((child) => !isPlainNamespace(child))) declare(module, declared, namespace, nameOf);
  refuseClashes(module);
}

/** A message within a message, `Outer.Inner`, is `OuterInner` in TypeScript. */
const flatName = (reflected, namespace) =>
  reflected.parent === namespace ? reflected.name : flatName(reflected.parent, namespace) + reflected.name;

function declare(module, reflected, namespace, nameOf) {
  if (reflected.methodsArray) return module.rpcs.push(...rpcsOf(module, reflected, nameOf));
  const name = flatName(reflected, namespace);
  const typeName = `${module.prefix}.${reflected.fullName.slice(namespace.fullName.length + 1)}`;
  if (reflected.values) return module.enums.push(enumOf(reflected, { name, typeName }));
  if (!reflected.fieldsArray) refuse(reflected, 'is neither a message, an enum nor a service');
  const isEvent = reflected.parent === namespace && reflected.filename.endsWith('/events.proto');
  const { comment, filename } = reflected;
  const isMoney = typeName === 'common.v1.Money' && reflected.fields.currency && reflected.fields.micro_minor;
  module.messages.push({ reflected, name, typeName, comment, filename, isEvent, isMoney, ...modelFields(reflected, { typeName, nameOf }) });
  for (const inner of reflected.nestedArray) declare(module, inner, namespace, nameOf);
}

function enumOf(reflected, { name, typeName }) {
  const prefix = `${screamingSnakeCase(reflected.name)}_`;
  const values = Object.entries(reflected.values).map(([value, number]) => {
    if (!value.startsWith(prefix)) refuse(reflected, `has the value ${value}, which lacks the prefix ${prefix}`);
    return { name: kebabCase(value.slice(prefix.length)), number, comment: reflected.comments[value] };
  });
  if (values.find(({ number }) => number === 0)?.name !== 'unspecified')
    refuse(reflected, `must have ${prefix}UNSPECIFIED = 0, which is what an absent or unknown value is read as`);
  if (new Set(values.map(({ number }) => number)).size < values.length) refuse(reflected, 'gives one number to two values');
  return { reflected, name, typeName, comment: reflected.comment, values };
}

const KINDS = [
  ['CommandService', 'command', (module, rpc) => `cm.cmd.${module.prefix}.${rpc}`],
  ['QueryService', 'query', (module, rpc) => `cm.qry.${module.prefix}.${rpc}`],
  ['AgentOperationService', 'operation', (module, rpc) => `out.v${module.version}.${rpc}`],
];

function rpcsOf(module, service, nameOf) {
  const [, kind, subjectOf] =
    KINDS.find(([suffix]) => service.name.endsWith(suffix)) ??
    refuse(service, `must end in ${KINDS.map(([suffix]) => suffix).join(', ')}: the name decides the subject`);
  return service.methodsArray.map((method) => {
    if (method.requestStream || method.responseStream) refuse(service, `streams in ${method.name}: one request has one answer`);
    const [request, response] = [nameOf(method.resolvedRequestType), nameOf(method.resolvedResponseType)];
    const { name, comment } = method;
    return { reflected: service, name, comment, kind, subject: subjectOf(module, name), request, response };
  });
}

/** Messages, enums and rpcs of a package share one namespace in TypeScript, where protobuf keeps them apart. */
function refuseClashes({ enums, messages, rpcs }) {
  const seen = new Map(TAKEN.map((name) => [name, 'a name that generated code uses']));
  const all = [
    ...[...enums, ...messages].map((type) => ({ ...type, what: `the type ${type.typeName}` })),
    ...rpcs.map((rpc) => ({ ...rpc, what: `the rpc ${rpc.reflected.name}.${rpc.name}` })),
  ];
  for (const { name, what, reflected } of all) {
    if (seen.has(name)) refuse(reflected, `cannot be generated: ${what} and ${seen.get(name)} would both be called ${name}`);
    seen.set(name, what);
  }
}
