import { run } from '@carriermesh/platform-chassis';
import { contracting } from '@carriermesh/contracting-service';

await run(contracting);
