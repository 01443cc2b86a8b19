// The cuts of `failover`, in a process of their own: how many of them is its argument, and it sends the rows to whoever started it.
import { cutRows } from './cut.mjs';

const rows = await cutRows({ cuts: Number(process.argv[2]) });
process.send(rows, () => process.disconnect());
