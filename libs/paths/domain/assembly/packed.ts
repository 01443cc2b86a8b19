// Latency, handovers and hops of a path in one double: see packed.ts of the sources.
const MAX_PACKED: f64 = 4503599627370496;
const LATENCY_UNIT: i64 = 1 << 23;
const HANDOVER_UNIT: i64 = 1 << 14;
const MAX_TIE: i64 = LATENCY_UNIT - HANDOVER_UNIT;
const MAX_HOPS: i64 = HANDOVER_UNIT - 1;

/** Whether another link still fits behind every figure. */
export function isPackable(key: f64): bool {
  if (key >= MAX_PACKED) return false;
  const whole = <i64>key;
  return (whole & (LATENCY_UNIT - 1)) < MAX_TIE && (whole & (HANDOVER_UNIT - 1)) < MAX_HOPS;
}

/** Two such halves add up to what fits. */
export function isHalfFit(key: f64): bool {
  if (2 * key >= MAX_PACKED) return false;
  const whole = <i64>key;
  return 2 * (whole & (LATENCY_UNIT - 1)) < MAX_TIE && 2 * (whole & (HANDOVER_UNIT - 1)) < MAX_HOPS;
}
