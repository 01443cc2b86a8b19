// A suite of the fault table takes up to an hour: each test is told of as it ends.

// eslint-disable-next-line no-restricted-syntax -- Jest imports a reporter by no name.
export default class ToldTestByTest {
  #began = 0;
  #ended = 0;

  onRunStart() {
    this.#began = performance.now();
  }

  onTestCaseResult(_test, { status, title, duration, failureMessages }) {
    if (status === 'pending') return;
    this.#ended += 1;
    const minutes = ((performance.now() - this.#began) / 60_000).toFixed(1);
    const lines = [`   ${minutes} min: ${this.#ended}. ${status} in ${((duration ?? 0) / 1_000).toFixed(1)} s: ${title}`, ...(failureMessages ?? [])];
    process.stderr.write(`${lines.join('\n')}\n`);
  }
}
