import { LineFigures } from '@carriermesh/tariff-v1';

/**
 * Runs while the tariffs' own arithmetic takes a tax on data of nothing at all. Bills are made by it and made again by it: their lines, sums and balances
 * agree with one another, and with a replay.
 */
export async function whileDataIsUntaxed<T>(run: () => Promise<T>): Promise<T> {
  const { taxesOn } = LineFigures.prototype;
  LineFigures.prototype.taxesOn = function (this: LineFigures, charge, { type: _, ...usage }, open) {
    return taxesOn.call(this, charge, usage, open);
  };
  try {
    return await run();
  } finally {
    LineFigures.prototype.taxesOn = taxesOn;
  }
}
