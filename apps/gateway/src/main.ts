import { readGatewayEnvironment, startGateway } from '@carriermesh/gateway-service';
import { runProcess } from '@carriermesh/platform-chassis';

await runProcess('gateway', () => startGateway(readGatewayEnvironment(process.env)));
