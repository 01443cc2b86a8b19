import { ReadModelStore, readStandings, type BuildProgress, type ViewEvents, type ViewStanding } from '@carriermesh/platform-readmodel';
import { allProjections, idOf, projectionNamed, withProjections, type Projection, type ProjectionFlags, type ProjectionSource } from './projections.js';
import { BuildMeter } from './build-meter.js';
import { count, EXIT, seconds } from './say.js';
import { endPromise } from './signals.js';

/** Events that a projection has not taken yet are counted up to here. */
const MAX_LAG_COUNTED = 100_000;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** A projection, how it stands, and what it lacks. */
interface Listed {
  readonly projection: Projection;
  readonly standing: ViewStanding;
  readonly head: bigint;
  readonly lag: number;
}

/** How every projection stands. */
export async function listProjectionsCommand(flags: ProjectionFlags): Promise<number> {
  return withProjections(flags, async ({ database, events }) => {
    const projections = await allProjections();
    const head = await events.head();
    const standings = await readStandings(database, projections.map(({ view }) => view));
    const listed: Listed[] = [];
    for (const [index, projection] of projections.entries()) {
      const standing = standings[index] as ViewStanding;
      listed.push({ projection, standing, head, lag: await lagOf(standing, events, head) });
    }
    print(flags.json ? JSON.stringify({ head: head.toString(), projections: listed.map(toJson) }) : tableOf(listed));
    return EXIT.done;
  });
}

/** Of the events behind its position those that concern it: others pass it by, and it does not write down each time that they did. */
async function lagOf({ view, position = 0n }: ViewStanding, events: ViewEvents, head: bigint): Promise<number> {
  let lag = 0;
  for await (const run of events.read({ after: position, upTo: head, types: view.listens })) {
    lag += run.filter((event) => view.concerns?.(event) ?? true).length;
    if (lag >= MAX_LAG_COUNTED) return MAX_LAG_COUNTED;
  }
  return lag;
}

function toJson({ projection, standing, head, lag }: Listed) {
  const { state, version, position, rows, missing, build } = standing;
  return {
    name: idOf(projection), service: projection.service, state, version: version ?? null, builtVersion: projection.view.version,
    position: position?.toString() ?? null, head: head.toString(), lag, rows: rows === undefined ? null : Number(rows), missing,
    build: build ? { by: build.by, position: build.position.toString() } : null,
  };
}

function tableOf(listed: readonly Listed[]): string {
  const cells = listed.map(({ projection, standing, head, lag }) => [
    idOf(projection),
    standing.position?.toString() ?? '-',
    head.toString(),
    lag >= MAX_LAG_COUNTED ? `${count(lag)} or more` : count(lag),
    standing.rows === undefined ? '-' : count(Number(standing.rows)),
    stateOf(standing),
  ]);
  const table = [['projection', 'position', 'head', 'lag', 'rows', 'state'], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')).join('\n');
}

function stateOf({ state, version, view, missing, build }: ViewStanding): string {
  const lost = state === 'wiped' ? ` (no ${missing.length > 0 ? missing.join(', ') : 'checkpoint'})` : '';
  const other = version !== undefined && version !== view.version ? `, version ${version} and not ${view.version}` : '';
  return `${state}${lost}${other}${build && state === 'live' ? ', a rebuild is under way' : ''}`;
}

/** Builds a projection anew beside the live one, and puts it in its place. Ctrl-C calls it off, and the live one stays. */
export async function rebuildProjectionCommand(name: string, flags: ProjectionFlags): Promise<number> {
  const projection = await projectionNamed(name);
  return withProjections(flags, async (source) => {
    const stop = new AbortController();
    void endPromise().then(() => stop.abort(new Error(`the rebuild of ${idOf(projection)} was called off; the projection is as it was`)));
    const beganAtMs = performance.now();
    const before = await rowsOf(projection, source);
    const built = await rebuild(projection, source, stop.signal);
    const [rows, durationMs] = [await rowsOf(projection, source), performance.now() - beganAtMs];
    if (flags.json) {
      print(JSON.stringify({ name: idOf(projection), events: built.events, position: built.position.toString(), rowsBefore: before ?? null, rows: rows ?? null, durationMs: Math.round(durationMs) }));
    } else {
      const compared = before === undefined ? 'there were none that answered' : before === rows ? 'as many as before' : `${count(before)} before`;
      print(`${idOf(projection)} was built of ${count(built.events)} events in ${seconds(durationMs)} and is in its place, at position ${built.position}: ${count(rows ?? 0)} rows, ${compared}.`);
    }
    return EXIT.done;
  });
}

async function rowsOf({ view }: Projection, { database }: ProjectionSource): Promise<number | undefined> {
  const [standing] = await readStandings(database, [view]);
  return standing?.rows === undefined ? undefined : Number(standing.rows);
}

async function rebuild(projection: Projection, { database, events }: ProjectionSource, signal: AbortSignal): Promise<BuildProgress> {
  const meter = new BuildMeter(idOf(projection), process.stderr);
  const store = await ReadModelStore.open({ ...database, context: projection.view.context });
  try {
    return await store.rebuild(projection.view, events, { signal, onProgress: (progress) => meter.show(progress) });
  } finally {
    meter.end();
    await store.close();
  }
}
