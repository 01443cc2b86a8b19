/** Two ways of one service, of which the second is carried all the time too (1+1, ITU-T G.8031). */
export const WAYS = ['working', 'protecting'] as const;
export type Way = (typeof WAYS)[number];

/** Silence of so many intervals is a loss of continuity (ITU-T G.8013/Y.1731, clause 7.1). */
export const INTERVALS_LOST = 3.5;
/** A way that was lost counts again after so many checks in a row: a bad splice comes and goes. */
export const CHECKS_TO_RETURN = 20;

interface WayState {
  readonly heardAtMs: number;
  readonly isLost: boolean;
  readonly checksInRow: number;
}

/** What the exit of a protected service knows: when it heard each way, and which one it takes the traffic from. */
export interface ExitState {
  readonly intervalMs: number;
  readonly selected: Way;
  readonly working: WayState;
  readonly protecting: WayState;
}

export const newExit = (intervalMs: number, nowMs: number): ExitState => {
  const way: WayState = { heardAtMs: nowMs, isLost: false, checksInRow: 0 };
  return { intervalMs, selected: 'working', working: way, protecting: way };
};

/** A continuity check came in by a way. */
export function heard(state: ExitState, way: Way, nowMs: number): ExitState {
  const { heardAtMs, isLost, checksInRow } = state[way];
  const isInRow = nowMs - heardAtMs < INTERVALS_LOST * state.intervalMs;
  const inRow = isInRow ? checksInRow + 1 : 1;
  return select({ ...state, [way]: { heardAtMs: nowMs, isLost: isLost && inRow < CHECKS_TO_RETURN, checksInRow: inRow } });
}

/** Time has passed. */
export function checked(state: ExitState, nowMs: number): ExitState {
  const limitMs = INTERVALS_LOST * state.intervalMs;
  const isSilent = (way: Way): boolean => nowMs - state[way].heardAtMs >= limitMs;
  if (!WAYS.some((way) => !state[way].isLost && isSilent(way))) return state;
  const judged = (way: Way): WayState => (isSilent(way) ? { ...state[way], isLost: true, checksInRow: 0 } : state[way]);
  return select({ ...state, working: judged('working'), protecting: judged('protecting') });
}

/** Turns only from a lost way to one that is not: where both are lost nothing is won, and a way that is whole again is not returned to. */
function select(state: ExitState): ExitState {
  const other: Way = state.selected === 'working' ? 'protecting' : 'working';
  return state[state.selected].isLost && !state[other].isLost ? { ...state, selected: other } : state;
}

const CHECK_OCTETS = 16;
const MAGIC = 0x434d4343;
const VERSION = 1;
const LOST_FLAG = 1;
const TENTHS = 10;

/** What both ends send over each way: the interval, so that nobody waits for what was never promised, and whether the other is heard. */
export interface ContinuityCheck {
  readonly intervalMs: number;
  readonly sequence: number;
  /** Remote defect: this end does not hear the other one on this way. */
  readonly isPeerLost: boolean;
}

export function encodeCheck({ intervalMs, sequence, isPeerLost }: ContinuityCheck): Uint8Array {
  const bytes = new Uint8Array(CHECK_OCTETS);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  view.setUint8(4, VERSION);
  view.setUint8(5, isPeerLost ? LOST_FLAG : 0);
  view.setUint16(6, Math.round(intervalMs * TENTHS));
  view.setUint32(8, sequence);
  return bytes;
}

/** @returns `undefined` for anything that is not a check of this version */
export function decodeCheck(bytes: Uint8Array): ContinuityCheck | undefined {
  if (bytes.length < CHECK_OCTETS) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== MAGIC || view.getUint8(4) !== VERSION) return undefined;
  return { intervalMs: view.getUint16(6) / TENTHS, sequence: view.getUint32(8), isPeerLost: (view.getUint8(5) & LOST_FLAG) !== 0 };
}
