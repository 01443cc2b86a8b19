import { run } from '@carriermesh/platform-chassis';
import { monitoring } from '@carriermesh/monitoring-service';

await run(monitoring);
