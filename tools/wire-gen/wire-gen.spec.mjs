import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { generate } from './generate.mjs';
import { TARGETS, staleFiles, write } from './main.mjs';
import { camelCase, docstring, kebabCase, screamingSnakeCase } from './names.mjs';

let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'wire-gen-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Generates from one file of the package carriermesh.sample.v1. */
function generateFrom(body, { file = 'types.proto', head = 'syntax = "proto3";\npackage carriermesh.sample.v1;' } = {}) {
  const path = join(folder, 'proto/carriermesh/sample/v1', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${head}\n${body}\n`);
  return generate(join(folder, 'proto'));
}

describe('the generator refuses, naming file and field,', () => {
  it.each([
    ['a float', 'message Price { float amount = 1; }', 'carriermesh/sample/v1/types.proto: carriermesh.sample.v1.Price.amount is a float'],
    ['a double in a list', 'message Price { repeated double amounts = 1; }', 'sample.v1.Price.amounts is a double'],
    ['a double in a map', 'message Price { map<string, double> amounts = 1; }', 'sample.v1.Price.amounts is a double'],
    ['a double in a oneof', 'message Price { oneof x { double amount = 1; } }', 'sample.v1.Price.amount is a double'],
    ['an enum without an unspecified zero', 'enum Colour { COLOUR_RED = 0; }', 'Colour must have COLOUR_UNSPECIFIED = 0'],
    ['an enum value without the prefix', 'enum UsageKind { USAGE_KIND_UNSPECIFIED = 0; VOICE = 1; }', 'VOICE, which lacks the prefix USAGE_KIND_'],
    ['two names for one number', 'enum C { option allow_alias = true; C_UNSPECIFIED = 0; C_A = 1; C_B = 1; }', 'gives one number to two values'],
    ['an rpc called like a message', 'message Ask {} message Answer {} service XCommandService { rpc Ask(Ask) returns (Answer); }', 'the rpc XCommandService.Ask and the type sample.v1.Ask'],
    ['two types of one name once they are flat', 'message Outer { message Inner {} } message OuterInner {}', 'would both be called OuterInner'],
    ['a type that would hide what generated code uses', 'message Record {}', 'would both be called Record'],
    ['two fields of one name in camel case', 'message M { string a_b = 1; string aB = 2; }', 'has a_b and aB, which would both be called aB'],
    ['a member of a oneof called kind', 'message M { oneof place { string kind = 1; } }', 'M.kind must not be called kind'],
    ['a service of no kind', 'message M {} service Things { rpc Get(M) returns (M); }', 'Things must end in CommandService, QueryService, AgentOperationService'],
    ['a stream', 'message M {} service XQueryService { rpc Get(M) returns (stream M); }', 'streams in Get'],
    ["one of Google's other types", 'import "google/protobuf/any.proto"; message M { google.protobuf.Any any = 1; }', 'M.any is a google.protobuf.Any'],
    ['an unknown type', 'message M { Nowhere x = 1; }', 'Nowhere'],
  ])('%s', (_name, body, problem) => {
    expect(() => generateFrom(body)).toThrow(expect.objectContaining({ name: 'SchemaRefusal', message: expect.stringContaining(problem) }));
  });

  it('a package or a folder outside the convention', () => {
    const elsewhere = { head: 'syntax = "proto3";\npackage elsewhere.v1;' };
    expect(() => generateFrom('message M {}', elsewhere)).toThrow('is in the package elsewhere.v1, not in carriermesh.<context>.v<number>');
    const other = { head: 'syntax = "proto3";\npackage carriermesh.other.v1;' };
    expect(() => generateFrom('message M {}', other)).toThrow('belongs into a file under carriermesh/other/v1/');
  });

  it('proto2', () => {
    const head = 'syntax = "proto2";\npackage carriermesh.sample.v1;';
    expect(() => generateFrom('message M { required string a = 1; }', { head })).toThrow('M is not proto3');
  });
});

describe('generated text', () => {
  it('is the same, byte for byte, for the same schema', () => {
    const [first, second] = [generate(TARGETS[0].from), generate(TARGETS[0].from)];
    expect([...second]).toEqual([...first]);
  });

  it('makes events of the messages in events.proto, and of no others', () => {
    generateFrom('message Thing {}');
    const registry = generateFrom('message ThingHappened { message Part {} Part part = 1; }', { file: 'events.proto' }).get('registry.ts');
    expect(registry).toContain("'sample.v1.ThingHappened': sample.ThingHappened,");
    expect(registry.match(/'sample\.v1\.\w+'/g)).toEqual(["'sample.v1.ThingHappened'", "'sample.v1.ThingHappened'"]);
  });

  it('carries the comments over, and no comment can end itself early', () => {
    const text = generateFrom('// Ends */ here.\nmessage M {\n  // Which one.\n  string a = 1 [deprecated = true];\n}').get('sample.ts');
    expect(text).toContain('/** Ends *\u200b/ here. */\nexport interface M {');
    expect(text).toContain('  /**\n   * Which one.\n   * @deprecated\n   */\n  readonly a: string;');
  });

  it('gives a second version of a context a module of its own', () => {
    generateFrom('message M {}');
    const path = join(folder, 'proto/carriermesh/sample/v2/types.proto');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'syntax = "proto3";\npackage carriermesh.sample.v2;\nimport "carriermesh/sample/v1/types.proto";\nmessage N { carriermesh.sample.v1.M m = 1; }\n');
    const files = generate(join(folder, 'proto'));
    expect([...files.keys()]).toEqual(['sample.ts', 'sampleV2.ts', 'index.ts', 'registry.ts']);
    expect(files.get('sampleV2.ts')).toContain('readonly m: sample.M;');
  });
});

describe('freshness', () => {
  it('finds nothing stale in the repository', () => {
    expect(TARGETS.flatMap(staleFiles).map(({ path }) => path)).toEqual([]);
  });

  it('finds what was edited, what is missing and what is left over, and writing mends all three', () => {
    generateFrom('message M {}');
    const target = { from: join(folder, 'proto'), to: join(folder, 'gen') };
    write(target);
    expect(staleFiles(target)).toEqual([]);
    writeFileSync(join(target.to, 'sample.ts'), 'edited');
    rmSync(join(target.to, 'index.ts'));
    writeFileSync(join(target.to, 'gone.ts'), 'of a context that is no more');
    expect(staleFiles(target).map(({ path }) => path.slice(target.to.length + 1))).toEqual(['sample.ts', 'index.ts', 'gone.ts']);
    write(target);
    expect(staleFiles(target)).toEqual([]);
    expect(readFileSync(join(target.to, 'sample.ts'), 'utf8')).toContain('export interface M {}');
  });
});

describe('names', () => {
  it('follow the words of the schema', () => {
    expect(['latency_ns', 'class_0_p95', 'id', 'terms_sha256'].map(camelCase)).toEqual(['latencyNs', 'class0P95', 'id', 'termsSha256']);
    expect(['LEAST_LATENCY', 'pop_name', 'X'].map(kebabCase)).toEqual(['least-latency', 'pop-name', 'x']);
    expect(['UsageKind', 'SLAMetric', 'Y1541Class'].map(screamingSnakeCase)).toEqual(['USAGE_KIND', 'SLA_METRIC', 'Y1541_CLASS']);
  });

  it('leave a type without a comment without a docstring', () => {
    expect(docstring(null)).toEqual([]);
    expect(docstring('One line.', { indent: '  ' })).toEqual(['  /** One line. */']);
  });
});
