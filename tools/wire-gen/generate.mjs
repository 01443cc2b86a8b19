import { emitIndex, emitModule, emitRegistry } from './emit-module.mjs';
import { loadSchema } from './load.mjs';
import { modelSchema } from './model.mjs';

/**
 * The TypeScript of a schema. The same schema gives the same text, byte for byte.
 * @returns a map from file name to text
 * @throws SchemaRefusal naming file and field
 */
export function generate(protoDir) {
  const modules = modelSchema(loadSchema(protoDir));
  return new Map([
    ...modules.map((module) => [`${module.name}.ts`, emitModule(module)]),
    ['index.ts', emitIndex(modules)],
    ['registry.ts', emitRegistry(modules)],
  ]);
}
