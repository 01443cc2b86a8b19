// Jest's last hook. When the process that ran the suites still lives a while after it, it says what keeps it alive.
const SAID_AFTER_MS = 10_000;

// eslint-disable-next-line no-restricted-syntax -- Jest imports a hook by no name.
export default function sayWhatIsLeftOpen() {
  setTimeout(() => {
    const open = process._getActiveHandles().filter((handle) => ![0, 1, 2].includes(handle.fd)).map(described);
    process.stderr.write(`after the last test is still open: ${open.join('; ') || process.getActiveResourcesInfo().join(', ')}\n`);
  }, SAID_AFTER_MS).unref();
}

/** What a handle says of itself: a child its command, a connection its two ends, a server its address. */
function described(handle) {
  const ends = [handle.localPort ?? handle.address?.()?.port, handle.remotePort].filter((end) => end !== undefined).join(' to ');
  return [handle.constructor?.name ?? 'something', handle.spawnargs?.join(' '), handle.pid, ends].filter(Boolean).join(' ');
}
