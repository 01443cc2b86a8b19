/** What the generator will not turn into code, with the place to mend: `file: type.field problem`. */
export class SchemaRefusal extends Error {
  name = 'SchemaRefusal';
}

/** @throws SchemaRefusal */
export function refuse(reflected, problem) {
  throw new SchemaRefusal(`${reflected.filename ?? 'proto'}: ${reflected.fullName.replace(/^\./, '')} ${problem}`);
}
