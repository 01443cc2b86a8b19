/** What a command prints, and how it ends. */
export async function printed(command: () => Promise<number>): Promise<{ readonly code: number; readonly out: string }> {
  const write = process.stdout.write;
  let out = '';
  process.stdout.write = ((text: string) => ((out += text), true)) as typeof write;
  try {
    return { code: await command(), out };
  } finally {
    process.stdout.write = write;
  }
}
