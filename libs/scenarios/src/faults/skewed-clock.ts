/** The environment of a Node process whose clock differs from the machine's by so much: a fake clock without libraries or root. */
export function skewedBy(ms: number): Readonly<Record<string, string>> {
  const code = `const RealDate = Date; const now = () => RealDate.now() + (${ms});
    globalThis.Date = class extends RealDate { constructor(...given) { if (given.length === 0) super(now()); else super(...given); } static now() { return now(); } };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
}
