/** A small order on a large link: no order of a run is refused for want of capacity. */
export const TERMS = {
  from: { place: { kind: 'city', city: 'London' } },
  to: { place: { kind: 'city', city: 'New York' } },
  mbps: 1, termMonths: 12, objective: 'profit', currency: 'EUR', acceptance: 'automatic',
};

/** A trace that nobody follows, as most are, and one that is written down. */
export const traceOf = (number, isSampled) => `00-${number.toString(16).padStart(32, '0')}-00000000000000ff-0${isSampled ? 1 : 0}`;
