import { runProgram } from '@carriermesh/operator-commands';

process.exit(await runProgram(process.argv));
