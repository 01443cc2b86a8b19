// Absolute targets were taken on another machine. The same peer, measured there and in this run, says how much slower or faster this
// one is, and what the target comes to here (docs/decisions/0027-figures-are-held-against-their-peers.md).

/** A peer that is slower than this says something of the moment and not of the machine: it would excuse anything. */
const MOST_SLOWER = 3;

/** More of it is better; of every other unit in use here, less is. */
const isRate = (unit) => unit === '1/s';

/**
 * What a row says of its target, as it was measured and scaled by a peer. Without a peer in this run, or with one that was held up by
 * something else, it is not scaled.
 * @param peer `then` is what PERFORMANCE.md's machine measured, `now` this run, both in the peer's own `unit`
 */
export function against({ value, unit, target, peer }) {
  const isMet = (limit) => (isRate(unit) ? value >= limit : value <= limit);
  const plain = { target, met: isMet(target) };
  if (!(peer?.now > 0)) return plain;
  const slower = isRate(peer.unit) ? peer.then / peer.now : peer.now / peer.then;
  if (slower > MOST_SLOWER) return { ...plain, unscaled: `${peer.name} made ${peer.now} ${peer.unit} where it made ${peer.then}: something else was at work` };
  const limit = isRate(unit) ? target / slower : target * slower;
  return { ...plain, scaled: { target: Number(limit.toPrecision(4)), met: isMet(limit), peer: peer.name, then: peer.then, now: peer.now, unit: peer.unit } };
}

/** For people: both targets, each with its own verdict. */
export function verdicts({ unit, target, met, scaled, unscaled }) {
  if (target === undefined) return '';
  const plain = `   target ${target} ${unit}: ${said(met)}`;
  if (unscaled) return `${plain}; not scaled, for ${unscaled}`;
  if (!scaled) return plain;
  return `${plain}; scaled by ${scaled.peer} (${scaled.then} ${scaled.unit} then, ${scaled.now} now) ${scaled.target} ${unit}: ${said(scaled.met)}`;
}

const said = (met) => (met ? 'met' : 'not met');
