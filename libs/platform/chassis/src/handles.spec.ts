import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { monitoring, provisioning } from '@carriermesh/wire';
import { Call, callType, Handles, rpcOf } from './handles.js';
import { HandlesInbound, inboundKindOf } from './inbound.js';

const context = { actor: 'operator', correlationId: 'c', causationId: 'c' };

@Handles(provisioning.GetActivation)
class GetActivationHandler {}

@HandlesInbound('measure')
class MeasurementsInbound {}

describe('a handler', () => {
  it('knows its rpc, or the kind of batches that it takes, and never both', () => {
    expect(rpcOf(GetActivationHandler)).toBe(provisioning.GetActivation);
    expect(inboundKindOf(GetActivationHandler)).toBeUndefined();
    expect(inboundKindOf(MeasurementsInbound)).toBe('measure');
    expect(rpcOf(MeasurementsInbound)).toBeUndefined();
  });

  it('is told from others by a class for each rpc, the same whoever asks for it', () => {
    const GetActivation = callType(provisioning.GetActivation);
    expect(callType(provisioning.GetActivation)).toBe(GetActivation);
    expect(callType(monitoring.ListProcesses)).not.toBe(GetActivation);
    expect(GetActivation.name).toBe('GetActivation');
    const call = new GetActivation({ contractId: 'con_1' }, context);
    expect(call).toBeInstanceOf(Call);
    expect(call).toMatchObject({ body: { contractId: 'con_1' }, context });
  });
});
