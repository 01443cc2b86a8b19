import { run } from '@carriermesh/platform-chassis';
import { provisioning } from '@carriermesh/provisioning-service';

await run(provisioning);
