/** What an HTTP server answers. */
export interface Route {
  readonly method: string;
  /** As it was registered: `/v1/contracts/:contractId`. */
  readonly path: string;
}

/** No address takes these, and whoever looks by them is told of none. */
const BESIDE_ROUTES: ReadonlySet<string> = new Set(['HEAD', 'OPTIONS']);

/**
 * What can be asked for at an address by another method than the one that found no route: the `Allow` of an answer 405 (RFC 9110 §15.5.6).
 * @param url as it was sent, with its query; the server has found that it can be decoded
 * @returns none where nothing is under this address, and the answer is 404
 */
export function methodsAt(routes: readonly Route[], { method, url }: { readonly method: string; readonly url: string }): readonly string[] {
  if (BESIDE_ROUTES.has(method)) return [];
  const parts = (url.split(/[?#]/, 1)[0] ?? '').split('/').map(decodeURIComponent);
  return routes.filter(({ path }) => leadsTo(path.split('/'), parts)).map((route) => route.method).toSorted();
}

const leadsTo = (pattern: readonly string[], parts: readonly string[]): boolean =>
  pattern.length === parts.length && pattern.every((part, index) => (part.startsWith(':') ? parts[index] !== '' : part === parts[index]));
