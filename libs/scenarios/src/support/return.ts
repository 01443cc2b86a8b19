import { setTimeout as sleep } from 'node:timers/promises';
import { NANOS_PER_HOUR, NANOS_PER_SECOND, plus } from '@carriermesh/kernel';
import type { provisioning } from '@carriermesh/wire';
import { reportWell } from './dead-segment.js';
import { segmentHistories } from './journals.js';
import { eventually } from './patience.js';
import type { ScenarioMesh } from './scenario-mesh.js';

/** The hour in which what was impaired is suspected, and the wait after it. */
const WELL_AGAIN_NS = 2n * NANOS_PER_HOUR;

/** So long whoever was killed while it told of an alarm's end is given, before the clock is moved again. */
const HEARD_BY_ALL_MS = 1_000;

/** Later than all that agents have measured by themselves by then. */
const AHEAD_NS = 60n * NANOS_PER_SECOND;
const ASK_LIMIT_MS = 2_000;

/** Moves the clock until the first path was well for long enough: once its alarm is over, and again where it was looked at before everybody knew that, which puts it off. */
export async function wellAgain(mesh: ScenarioMesh, uuid: string): Promise<void> {
  await eventually('the end of its alarm', async () => (await mesh.ledger.all('monitoring.v1.SegmentRestored', uuid)).length > 0 || undefined);
  let moves = 0;
  await eventually('a way back that is tried', async () => {
    if ((await mesh.ledger.all('provisioning.v1.RevertStarted', uuid)).length > 0) return true;
    const putOffs = await mesh.ledger.all('provisioning.v1.RevertPutOff', uuid);
    if (moves > putOffs.length) return undefined;
    if (moves > 0) await sleep(HEARD_BY_ALL_MS);
    moves += 1;
    await mesh.launched.hands.advance(max(WELL_AGAIN_NS, await putOffBy(mesh, uuid, putOffs.at(-1)?.data)));
    return undefined;
  });
}

/** Each look in vain doubles the wait for the next one. */
async function putOffBy(mesh: ScenarioMesh, uuid: string, putOff: provisioning.RevertPutOff | undefined): Promise<bigint> {
  const due = (await mesh.ledger.all('provisioning.v1.RevertDue', uuid)).find(({ data }) => data.look === putOff?.look);
  return putOff && due ? putOff.until - due.data.dueAt : 0n;
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** What was moved goes back, once its way back was brought up and its providers say that it is well; what it leaves is released. */
export async function returned(mesh: ScenarioMesh, uuid: string): Promise<{ readonly begun: provisioning.RevertStarted; readonly moved: provisioning.ServiceRerouted }> {
  const begun = await eventually('the way back', async () => (await mesh.ledger.all('provisioning.v1.RevertStarted', uuid))[0]?.data);
  const moved = await eventually('the return', async () => {
    // Nobody may have answered: said again, they are the same windows.
    for (const segment of begun.segments) await reportWell(mesh, segment, plus(begun.startedAt, AHEAD_NS), ASK_LIMIT_MS).catch(() => undefined);
    return (await mesh.ledger.all('provisioning.v1.ServiceRerouted', uuid))[1]?.data;
  });
  await eventually('the release of what it left', async () => (moved.leftSegmentIds.every((id) => segmentHistories(mesh.home, uuid).get(id)?.released === 1) ? true : undefined));
  return { begun, moved };
}
