// The services' tables of contents, read from what was built.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { existsSync } from 'node:fs';

/** Resolves to `[{ name, listens, publishes, wants }]` of every package that is tagged type:service and defines a service. */
export async function serviceDefinitions({ root, packages }) {
  const definitions = [];
  for (const { dir } of packages.filter(({ nx }) => nx?.tags?.includes('type:service'))) {
    const built = join(root, dir, 'dist', 'index.js');
    if (!existsSync(built)) throw new Error(`${dir} is not built: run "npm run build" first`);
    const exported = Object.values(await import(pathToFileURL(built)));
    definitions.push(...exported.filter(isDefinition).map((definition) => ({ ...definition, wants: wantsOf(definition) })));
  }
  return definitions;
}

export function isDefinition(value) {
  return typeof value === 'object' && value !== null && typeof value.name === 'string' && ['handlers', 'listens', 'publishes'].every((key) => Array.isArray(value[key]));
}

/** What the classes of a definition listen to; they say it in a field, so each is made once, with stand-ins for what Nest would inject. */
export function wantsOf({ views = [], reactions = [], processes = [] }) {
  return [...views, ...reactions, ...processes].flatMap((type) => new type(...Array(type.length).fill(ANYTHING)).listens.map((event) => ({ who: type.name, type: event })));
}

/** Whatever is read from it, called on it or made of it is itself again. */
const ANYTHING = new Proxy(function anything() {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => '' : ANYTHING),
  apply: () => ANYTHING,
  construct: () => ANYTHING,
});
