interface MediaRange {
  readonly range: string;
  readonly quality: number;
}

/** Of what a client names in `Accept`; the rest of a longer header is not read. */
const MAX_RANGES = 32;

/**
 * Which of the media types that there are the client likes best (RFC 9110 §12.5.1): each is judged by the most specific range that it falls into, and of
 * equals the first is taken. A client that says nothing takes anything.
 * @returns undefined when it takes none of them
 */
export function preferredType(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = accept.split(',', MAX_RANGES).map(mediaRange);
  const qualityOf = (type: string): number => {
    const candidates = [type, `${type.split('/')[0]}/*`, '*/*'];
    const found = candidates.flatMap((candidate) => ranges.filter(({ range }) => range === candidate));
    return found[0]?.quality ?? 0;
  };
  const best = offered.map((type) => ({ type, quality: qualityOf(type) })).reduce((first, next) => (next.quality > first.quality ? next : first));
  return best.quality > 0 ? best.type : undefined;
}

function mediaRange(text: string): MediaRange {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const stated = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
  return { range, quality: /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(stated) ? Number(stated) : 0 };
}
