import { startAgentFrom } from '@carriermesh/agent-service';
import { runProcess } from '@carriermesh/platform-chassis';

// Whoever started the demonstration waits until all that there is to sell is on record.
await runProcess('provider-agent', () => startAgentFrom(process.env, (advertised) => process.send?.({ type: 'advertised', ...advertised })));
