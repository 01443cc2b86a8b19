import { run } from '@carriermesh/platform-chassis';
import { advertising } from '@carriermesh/advertising-service';

await run(advertising);
