import { run } from '@carriermesh/platform-chassis';
import { paths } from '@carriermesh/paths-service';

await run(paths);
