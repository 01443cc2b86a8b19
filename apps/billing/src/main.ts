import { run } from '@carriermesh/platform-chassis';
import { billing } from '@carriermesh/billing-service';

await run(billing);
