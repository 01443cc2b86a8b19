// Events that are written although no service of the mesh listens to them, each with the reason why it is worth its place in the ledger.

const REASONS = [];

export const EXTERNAL_EVENTS = new Map(REASONS.flatMap(({ reason, events }) => events.map((type) => [type, reason])));
