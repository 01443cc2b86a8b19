// Makes a new package with the house's shape: `node tools/generators/package.mjs libs/billing/domain type:domain,scope:billing @carriermesh/kernel …`
import { mkdirSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

const [dir, tags, ...dependencies] = process.argv.slice(2);
if (!dir || !tags) throw new Error('usage: package.mjs <dir> <tag,tag> [dependency …]');
const name = `@carriermesh/${dir.replace(/^libs\//, '').replace(/^apps\//, 'app-').replaceAll('/', '-')}`;
const manifest = {
  name,
  version: '0.1.0',
  private: true,
  type: 'module',
  exports: { '.': { '@carriermesh/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' } },
  dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, '0.1.0'])),
  nx: { tags: tags.split(',') },
};
mkdirSync(join(dir, 'src'), { recursive: true });
writeFileSync(join(dir, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
if (!existsSync(join(dir, 'src/index.ts'))) writeFileSync(join(dir, 'src/index.ts'), '');
