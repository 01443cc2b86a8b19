/** What a provider calls a node. `-`, `~` and `/` join nodes into the ids of links and interconnects, so none may occur. */
export const isNodeName = (text: string): boolean => /^[A-Za-z0-9_]{1,64}$/.test(text);

export const popIdOf = (providerId: string, node: string): string => `${providerId}/${node}`;

export const interconnectIdOf = (ownPopId: string, peerPopId: string): string => `${ownPopId}~${peerPopId}`;

/** One id for a link whichever end it was read from: lower node first. @param name of one beside others between the same nodes */
export function linkIdOf(providerId: string, [a, b]: NodePair, name?: string): string {
  return `${providerId}/${a}-${b}${name === undefined ? '' : `-${name}`}`;
}

export type NodePair = readonly [lower: string, upper: string];

export const inNodeOrder = (a: string, b: string): NodePair => (compareNodes(a, b) <= 0 ? [a, b] : [b, a]);

/** Numbers by value and before other names; other names by code unit, which does not depend on the machine's locale. */
function compareNodes(a: string, b: string): number {
  const [numberA, numberB] = [wholeNumber(a), wholeNumber(b)];
  if (numberA !== undefined && numberB !== undefined && numberA !== numberB) return numberA < numberB ? -1 : 1;
  if ((numberA === undefined) !== (numberB === undefined)) return numberA === undefined ? 1 : -1;
  return compareText(a, b);
}

const wholeNumber = (text: string): bigint | undefined => (/^\d+$/.test(text) ? BigInt(text) : undefined);

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
