import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { unprovenClaims } from './checks/capabilities.mjs';
import { FAILPOINT_LIST, misplacedFailpoints } from './checks/failpoints.mjs';
import { staleDerived, staleWire } from './checks/fresh.mjs';
import { messageBreaches } from './checks/messages.mjs';
import { untaggedPackages } from './checks/packages.mjs';
import { eventTypes, uncommented } from './checks/schema.mjs';
import { focusedTests, lockedAddresses, machinePaths, misplacedHandlers } from './checks/texts.mjs';
import { isDefinition, wantsOf } from './definitions.mjs';

// Bad words are put together here, so that this file itself is clean.
const path = (...parts) => `/${parts.join('/')}`;

describe('tests', () => {
  const spec = (text, file = 'libs/x/src/a.spec.ts') => focusedTests([{ file, text }]);

  it.each(['only', 'skip', 'todo', 'failing'])('may not be marked %s', (word) => {
    expect(spec(`first\nit.${word}('pays', () => {});`)).toEqual([`libs/x/src/a.spec.ts:2: "it.${word}(" focuses or skips a test`]);
    expect(spec(`describe.${word}.each([1])('x', f);`)).toHaveLength(1);
    expect(spec(`it.concurrent.${word}('x', f);`)).toHaveLength(1);
  });

  it.each(['fit', 'xit', 'fdescribe', 'xdescribe', 'xtest'])('may not be called by %s', (name) => {
    expect(spec(`${name}('pays', () => {});`)).toHaveLength(1);
  });

  it('may be skipped by name where the machine lacks the data, and other code may skip what it likes', () => {
    expect(spec('const onRealData = existsSync(dir) ? it : it.skip;')).toEqual([]);
    expect(spec('source.skip(3); it("says profit(3)", f);')).toEqual([]);
    expect(spec(`it.${'only'}('x', f)`, 'libs/x/src/a.ts')).toEqual([]);
  });
});

describe('a path of one machine', () => {
  const machine = { checkout: path('srv', 'checkout', ''), home: path('home', 'ada') };
  const found = (text) => machinePaths([{ file: 'a.md', text }], machine);

  it.each([
    [path('work', 'main', 'x')],
    [path('root', '.npmrc')],
    [path('Users', 'ada', 'x')],
    [path('home', 'ada', 'x')],
    [path('srv', 'checkout', 'x.ts')],
  ])('is found: %s', (text) => {
    expect(found(`see\n'${text}'`)).toEqual([expect.stringMatching(/^a\.md:2: ".*" is a path of one machine$/)]);
    expect(found(`see file://${text}`)).toHaveLength(1);
  });

  const inside = path('work', 'x');
  it.each([`https://example.org${inside}`, `.${inside}`, 'libs/root/x', '/usr/bin/env', '/home/agent/keys', `\${base}${inside}`, path('work'), '../shared/data'])('is not %s', (text) => {
    expect(found(`see ${text}`)).toEqual([]);
  });
});

describe('handlers', () => {
  const breaches = (file) => misplacedHandlers([{ file, text: '\nexport class QuoteHandler implements Handler {}' }]);

  it('lie in files that say so', () => {
    expect(breaches('libs/billing/service/src/quote.handler.ts')).toEqual([]);
    expect(breaches('libs/billing/service/src/quote.query.ts')).toEqual([]);
  });

  it('are found elsewhere', () => {
    expect(breaches('libs/billing/service/src/quote.ts')).toEqual(['libs/billing/service/src/quote.ts:2: QuoteHandler belongs into a file *.handler.ts or *.query.ts']);
  });
});

describe('failpoints', () => {
  const list = { file: FAILPOINT_LIST, text: "export const FAILPOINTS = {\n  'a-before': {\n  },\n  'a-after': {\n  },\n};" };
  const code = (text, file = 'libs/x/src/a.ts') => ({ file, text });
  const breaches = (...files) => misplacedFailpoints([list, ...files]);

  it('that stand at one place each are right, and specs may name them', () => {
    expect(breaches(code("failpoint('a-before');\nawait work();\nfailpoint('a-after', this.connection);"), code("failpoint('a-after')", 'libs/x/src/a.spec.ts'))).toEqual([]);
  });

  it('have to stand somewhere, once, and be listed', () => {
    expect(breaches(code("failpoint('a-before');\nfailpoint('a-before');\nfailpoint('b');"))).toEqual([
      `${FAILPOINT_LIST}: a-after stands nowhere in the code`,
      'libs/x/src/a.ts:2: a-before stands elsewhere already',
      `libs/x/src/a.ts:3: b is not listed in ${FAILPOINT_LIST}`,
    ]);
  });

  it('have a list', () => {
    expect(misplacedFailpoints([])).toEqual([expect.stringContaining('no failpoint is listed')]);
  });
});

describe('the lock', () => {
  const breaches = (resolved) => lockedAddresses([{ file: 'package-lock.json', text: `{ "resolved": "${resolved}" }` }]);

  it('may link packages of this tree and may name no registry', () => {
    expect(breaches('libs/kernel')).toEqual([]);
    expect(breaches('https://registry.example.org/x.tgz')).toEqual([expect.stringContaining('ties the lock to one registry')]);
  });
});

describe('packages', () => {
  const breaches = (dir, ...tags) => untaggedPackages([{ dir, nx: { tags } }]);

  it('with the tags of their folder are right', () => {
    expect(breaches('libs/billing/domain', 'type:domain', 'scope:billing')).toEqual([]);
    expect(breaches('libs/kernel', 'type:kernel')).toEqual([]);
    expect(breaches('libs/operator/home', 'type:platform', 'scope:operator')).toEqual([]);
  });

  it.each([
    ['no tags at all', 'libs/operator/home', [], 'has 0 tags "type:…" and needs one'],
    ['two types', 'libs/kernel', ['type:kernel', 'type:app'], 'has 2 tags "type:…" and needs one'],
    ['a type that opens doors', 'libs/billing/domain', ['type:platform', 'scope:billing'], 'needs the tag "type:domain", as its folder says'],
    ['no scope', 'apps/billing', ['type:app'], 'needs a tag "scope:…"'],
    ['two scopes', 'apps/billing', ['type:app', 'scope:billing', 'scope:paths'], 'has 2 tags "scope:…" and may have one'],
    ["another context's scope", 'libs/billing/service', ['type:service', 'scope:paths'], 'needs the tag "scope:billing", as its folder says'],
  ])('with %s are wrong', (_title, dir, tags, says) => {
    expect(breaches(dir, ...tags)).toContain(`${dir}/package.json: ${says}`);
  });

  it('without a section nx are wrong', () => {
    expect(untaggedPackages([{ dir: 'libs/kernel' }])).toContain('libs/kernel/package.json: has 0 tags "type:…" and needs one');
  });
});

describe('derived files', () => {
  it('that are missing or differ are stale', () => {
    const derived = new Map([['a', '1'], ['b', '2'], ['c', '3']]);
    const present = { a: '1', b: 'edited' };
    expect(staleDerived(derived, (file) => present[file])).toEqual(['b', 'c'].map((file) => `${file}: is stale (run: node tools/generators/sync.mjs)`));
  });

  it('of the wire say how they are made again', () => {
    expect(staleWire(['libs/wire/src/gen/common.ts'])).toEqual(['libs/wire/src/gen/common.ts: is stale (run: npm run wire)']);
  });
});

describe('the schema', () => {
  let folder;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tidy-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function withFile(file, body) {
    const target = join(folder, 'carriermesh/sample/v1', file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, `syntax = "proto3";\npackage carriermesh.sample.v1;\n${body}\n`);
    return folder;
  }

  it('explains every event', () => {
    const proto = withFile('events.proto', '// Why.\nmessage Explained { string a = 1; }\n\nmessage Bare { string a = 1; }');
    expect(uncommented(proto)).toEqual(['proto/carriermesh/sample/v1/events.proto: the event carriermesh.sample.v1.Bare has no comment']);
    expect(eventTypes(proto)).toEqual(['sample.v1.Explained', 'sample.v1.Bare']);
  });

  it('explains messages, messages within messages, and rpcs; an rpc explains its question and answer', () => {
    const proto = withFile(
      'queries.proto',
      'message GetRequest {}\nmessage GetResponse { Bare bare = 1; }\nmessage Bare { message Inner {} }\n' +
        'service XQueryService {\n  // Why.\n  rpc Get(GetRequest) returns (GetResponse);\n\n  rpc List(GetRequest) returns (GetResponse);\n}',
    );
    expect(uncommented(proto).map((breach) => breach.split(': the ')[1])).toEqual([
      'message carriermesh.sample.v1.Bare has no comment',
      'message carriermesh.sample.v1.Bare.Inner has no comment',
      'rpc carriermesh.sample.v1.XQueryService.List has no comment',
    ]);
  });
});

describe('events', () => {
  const seller = { name: 'seller', listens: ['b.v1.Paid'], publishes: ['s.v1.Sold'], wants: [{ who: 'Book', type: 'b.v1.Paid' }] };
  const bank = { name: 'bank', listens: ['s.v1.Sold'], publishes: ['b.v1.Paid'], wants: [] };
  const events = ['s.v1.Sold', 'b.v1.Paid'];
  const breaches = (definitions, { external = {}, more = [] } = {}) =>
    messageBreaches({ definitions, events: [...events, ...more], external: new Map(Object.entries(external)) });

  it('that are said once and heard are right', () => {
    expect(breaches([seller, bank])).toEqual([]);
  });

  it('that a view wants have to stand in its service', () => {
    const deaf = { ...seller, wants: [{ who: 'Book', type: 's.v1.Sold' }] };
    expect(breaches([deaf, bank])).toEqual(['seller: Book listens to s.v1.Sold, which "listens" of the service does not name']);
  });

  it('have one publisher each', () => {
    const rival = { name: 'rival', listens: [], publishes: ['s.v1.Sold'], wants: [] };
    expect(breaches([seller, bank, rival])).toEqual(['s.v1.Sold: seller and rival publish it, and one alone may']);
    expect(breaches([seller, bank], { more: ['s.v1.Dead'] })).toEqual(['s.v1.Dead: no service publishes it']);
  });

  it('that nobody hears need a reason', () => {
    const loud = { ...seller, publishes: ['s.v1.Sold', 's.v1.Noted'] };
    const more = ['s.v1.Noted'];
    expect(breaches([loud, bank], { more })).toEqual([expect.stringContaining('seller: publishes s.v1.Noted, which no service listens to')]);
    expect(breaches([loud, bank], { more, external: { 's.v1.Noted': 'Evidence.' } })).toEqual([]);
  });

  it('that are listened to have to be said by somebody', () => {
    const hopeful = { ...bank, listens: ['s.v1.Sold', 's.v1.Never'] };
    expect(breaches([seller, hopeful])).toEqual(['bank: listens to s.v1.Never, which no service publishes']);
  });

  it('are named once in a list', () => {
    expect(breaches([seller, { ...bank, listens: ['s.v1.Sold', 's.v1.Sold'] }])).toEqual(['bank: "listens" names s.v1.Sold twice']);
  });

  it('with a reason that is needed no more are a breach', () => {
    expect(breaches([seller, bank], { external: { 's.v1.Sold': 'x', 's.v1.Gone': 'y' } })).toEqual([
      'tools/tidy/external-events.mjs: s.v1.Sold has a listener and needs no reason',
      'tools/tidy/external-events.mjs: s.v1.Gone is not in the schema',
    ]);
  });
});

describe('a definition of a service', () => {
  class Book {
    listens = ['b.v1.Paid'];
    constructor(store, { clock }) {
      this.table = store.db.selectFrom('book').as(clock.now());
    }
  }

  it('is told from other exports', () => {
    expect(isDefinition({ name: 'x', handlers: [], listens: [], publishes: [] })).toBe(true);
    expect([isDefinition(Book), isDefinition({ name: 'x' }), isDefinition(null)]).toEqual([false, false, false]);
  });

  it('tells what its classes want, whatever they do with what is injected', () => {
    expect(wantsOf({ views: [Book] })).toEqual([{ who: 'Book', type: 'b.v1.Paid' }]);
  });
});

describe('capabilities', () => {
  const text = "it('S2-7 binds up to the last millisecond', f);\nonRealData(`S1-3, S1-4 attach`, f);\nit('S3-6 M6 S3-20 and S4-1 settle', f);\nit('like S5-5', f);";
  const sources = [
    { file: 'libs/x/src/a.spec.ts', text },
    { file: 'libs/x/src/b.ts', text: "'S9-9 is no test'" },
  ];
  const breaches = (...rows) => unprovenClaims(rows.join('\n'), sources);

  it.each(['S2-7', 'S1-3', 'S1-4', 'S1-3, S1-4', 'S3-6', 'M6', 'S3-20', 'S4-1'])('%s stands when a title of each spec that is named begins with it', (id) => {
    expect(breaches(`| ${id} | a word on S5-5 | \`a.spec.ts\`, libs/x/src/a.spec.ts |`)).toEqual([]);
  });

  it.each([
    ['that no title begins with', 'S2-8', 'a.spec.ts', 'S2-8 is claimed, and no title in a.spec.ts begins with it'],
    ['that a title only mentions', 'S5-5', 'a.spec.ts', 'S5-5 is claimed, and no title in a.spec.ts begins with it'],
    ['that only other code names', 'S9-9', '', 'S9-9 is claimed without a spec that proves it'],
    ['whose spec is gone', 'S2-7', 'gone.spec.ts', 'S2-7 is to be proven by gone.spec.ts, which does not exist'],
    ['whose spec is called like the end of another', 'S2-7', '-a.spec.ts', 'S2-7 is to be proven by -a.spec.ts, which does not exist'],
    ['of which one spec of two is gone', 'S2-7', 'a.spec.ts, gone.spec.ts', 'S2-7 is to be proven by gone.spec.ts, which does not exist'],
  ])('%s fall', (_title, id, specs, says) => {
    expect(breaches('# What works', `| ${id} | x | ${specs} |`)).toEqual([`docs/capabilities.md:2: ${says}`]);
  });

  it('in no row at all are a breach: the page was emptied, or is written in a way that nobody checks', () => {
    expect(breaches('S2-7 works')).toEqual(['docs/capabilities.md: holds no row "| id | … | … |", or does not exist']);
  });
});
