// Parses the schema files. What comes out is protobufjs's reflection, with file names relative to the proto folder.
import { globSync } from 'node:fs';
import { join, relative } from 'node:path';

import protobuf from 'protobufjs';

import { SchemaRefusal } from './refusal.mjs';

/** @returns `{ root, files }`: the resolved reflection root, and the names of the schema's own files in order */
export function loadSchema(protoDir) {
  const files = globSync('**/*.proto', { cwd: protoDir }).sort();
  const root = new protobuf.Root();
  root.resolvePath = (origin, target) => (origin === '' || origin === undefined ? target : join(protoDir, target));
  try {
    root.loadSync(files.map((file) => join(protoDir, file)), { keepCase: true, alternateCommentMode: true });
    root.resolveAll();
  } catch (error) {
    throw new SchemaRefusal(`${relative(process.cwd(), protoDir)}: ${error.message}`, { cause: error });
  }
  forEachReflected(root, (reflected) => {
    if (reflected.filename) reflected.filename = relative(protoDir, reflected.filename);
  });
  return { root, files };
}

function forEachReflected(reflected, visit) {
  visit(reflected);
  for (const child of reflected.nestedArray ?? []) forEachReflected(child, visit);
  for (const part of [...(reflected.fieldsArray ?? []), ...(reflected.oneofsArray ?? []), ...(reflected.methodsArray ?? [])]) visit(part);
}
