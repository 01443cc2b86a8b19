import type { Book } from './book.js';
import { stableBetween } from './stable-chance.js';

/**
 * How long to wait for the next heartbeat: three quarters of the announced interval up to nine tenths, so that providers of one process or one moment do
 * not all speak at once, and one that is a little late is not missed (RFC 5880 §6.8.7 has 75 to 100 percent, and 90 at most where one is not to be missed).
 * @param chance differs from heartbeat to heartbeat
 */
export const heartbeatWait = (intervalMs: number, chance: string): number => (intervalMs * Number(stableBetween(chance, [750n, 900n]))) / 1_000;

/** Where the advertisements of a book stand: the last batch that was given a sequence, and the last one that is receipted; 0 for none. */
export function standingOf({ nextSequence, pendingAdverts: [waiting] }: Book): { readonly sentSequence: bigint; readonly receiptedSequence: bigint } {
  const sentSequence = nextSequence - 1n;
  return { sentSequence, receiptedSequence: waiting ? waiting.sequence - 1n : sentSequence };
}

/** Whether the mesh's word that the books have parted is of the book as it is, of which nothing is under way. */
export const isStillOf = (book: Book, sentSequence: bigint): boolean => {
  const standing = standingOf(book);
  return standing.sentSequence === sentSequence && standing.receiptedSequence === sentSequence;
};
