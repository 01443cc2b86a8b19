import { runAgentCommand } from '@carriermesh/agent-service';
import { runProcess } from '@carriermesh/platform-chassis';

const code = await runAgentCommand({
  argv: process.argv.slice(2),
  env: process.env,
  say: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
  run: (start) => runProcess('provider-agent', start),
  // Whoever started the demonstration waits until all that there is to sell is on record.
  onAdvertised: (advertised) => process.send?.({ type: 'advertised', ...advertised }),
});
if (code !== 0) process.exitCode = code;
