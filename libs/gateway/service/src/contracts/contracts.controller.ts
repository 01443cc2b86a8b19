import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { bytesEqual, parseInstant, toHex } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { contracting, WireError } from '@carriermesh/wire';
import { ForBuyers } from '../http/api-problems.js';
import { refusalProblem } from '../http/problem.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { idOf, Ownership } from '../identity/ownership.js';
import { Mesh } from '../mesh.js';
import { AmendmentBody, amendmentBody } from './amendment.body.js';
import { ServiceChangeBody, serviceChangeBody } from './service-change.body.js';
import { BandwidthDto, ServiceChangeDto } from './service-change.dto.js';
import { TerminationDto } from './termination.dto.js';
import { ContractTextBody, contractTextBody, SignatureBody, signatureBody } from './contract.body.js';

const CONTRACT_STATES = contracting.ContractState.names.filter((name) => name !== 'unspecified');

export class ContractBody {
  @ApiProperty({ description: 'The contract’s id.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  contractId!: string;

  @ApiProperty({ description: 'Whether it bears on anybody now.', enum: CONTRACT_STATES, example: 'active' })
  state!: string;

  @ApiProperty({ description: 'What was agreed.', type: ContractTextBody })
  contract!: ContractTextBody;

  @ApiProperty({
    description: 'SHA-256 of the contract as it was signed.',
    example: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  })
  contractSha256!: string;

  @ApiProperty({ description: 'The seller’s signature, and what it is over.', type: SignatureBody })
  signature!: SignatureBody;

  @ApiProperty({ description: 'The later versions, the oldest first.', type: [AmendmentBody] })
  amendments!: readonly AmendmentBody[];

  @ApiProperty({ description: 'What was ordered of its service, the oldest first.', type: [ServiceChangeBody] })
  changes!: readonly ServiceChangeBody[];
}

@ApiTags('contracts')
@Controller('v1/contracts')
export class ContractsController {
  constructor(
    private readonly mesh: Mesh,
    private readonly ownership: Ownership,
  ) {}

  @Get(':contractId')
  @ApiOperation({
    operationId: 'getContract',
    summary: 'Read a contract',
    description: 'The customer’s contract: readable, and as the bytes that the seller signed. What was agreed with suppliers is bound by hashes.',
  })
  @ApiParam({ name: 'contractId', description: 'The contract’s id.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  @ApiResponse({ status: 200, description: 'The contract.', type: ContractBody })
  @ForBuyers(404)
  async get(@TheBuyer() buyer: Buyer, @Param('contractId') contractId: string): Promise<ContractBody> {
    const { outcome } = await this.mesh.ask(buyer, contracting.GetContract, { buyerId: buyer.id, contractId: idOf(contractId) });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    return this.bodyOf(buyer, outcome.contract);
  }

  @Post(':contractId/termination')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'terminateContract',
    summary: 'End a contract',
    description:
      'Before or after its term, by its own terms: after its notice, with the first whole hour of the service. The answer is the contract with the version that ends it; ' +
      'its state is `terminating` until no provider carries anything any more. Idempotent by requestId.',
  })
  @ApiParam({ name: 'contractId', description: 'The contract’s id.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  @ApiBody({ type: TerminationDto })
  @ApiResponse({ status: 202, description: 'The end is agreed.', type: ContractBody })
  @ForBuyers(404, 409, 413, 415, 422)
  async terminate(@TheBuyer() buyer: Buyer, @Param('contractId') contractId: string, @Body() { requestId, endsAt, reason = '' }: TerminationDto): Promise<ContractBody> {
    const asked = endsAt === undefined ? undefined : parseInstant(endsAt);
    const request = { buyerId: buyer.id, contractId: idOf(contractId), requestId, reason, ...(asked === undefined ? {} : { endsAt: asked }) };
    const { outcome } = await this.mesh.ask(buyer, contracting.TerminateContract, request);
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    return this.bodyOf(buyer, outcome.terminating);
  }

  @Post(':contractId/suspension')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'suspendService',
    summary: 'Suspend a service',
    description:
      'At every provider, or at none: it carries nothing until it is resumed, and contract, capacity and alternatives stay. Its recurring charges go on. ' +
      'The answer is the contract with the change in progress; read the contract again for what became of it. Idempotent by requestId.',
  })
  @ApiParam({ name: 'contractId', description: 'The contract’s id.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  @ApiBody({ type: ServiceChangeDto })
  @ApiResponse({ status: 202, description: 'The suspension is ordered.', type: ContractBody })
  @ForBuyers(404, 409, 413, 415, 422)
  suspend(@TheBuyer() buyer: Buyer, @Param('contractId') contractId: string, @Body() body: ServiceChangeDto): Promise<ContractBody> {
    return this.change(buyer, contractId, 'suspend', body);
  }

  @Post(':contractId/resumption')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'resumeService',
    summary: 'Resume a suspended service',
    description: 'At every provider, or at none. The answer is the contract with the change in progress. Idempotent by requestId.',
  })
  @ApiParam({ name: 'contractId', description: 'The contract’s id.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  @ApiBody({ type: ServiceChangeDto })
  @ApiResponse({ status: 202, description: 'The resumption is ordered.', type: ContractBody })
  @ForBuyers(404, 409, 413, 415, 422)
  resume(@TheBuyer() buyer: Buyer, @Param('contractId') contractId: string, @Body() body: ServiceChangeDto): Promise<ContractBody> {
    return this.change(buyer, contractId, 'resume', body);
  }

  @Post(':contractId/bandwidth')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'modifyBandwidth',
    summary: 'Change the bandwidth of a service',
    description:
      'At every provider, or at none, at the price that was contracted for each Mbit/s; more, where every resource of its route has it; less, down to what the contract commits to. The answer is the contract with the ' +
      'change in progress; once it is done, a version of the contract says so, and it is charged from that instant. Idempotent by requestId.',
  })
  @ApiParam({ name: 'contractId', description: 'The contract’s id.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  @ApiBody({ type: BandwidthDto })
  @ApiResponse({ status: 202, description: 'The other bandwidth is ordered.', type: ContractBody })
  @ForBuyers(404, 409, 413, 415, 422)
  modify(@TheBuyer() buyer: Buyer, @Param('contractId') contractId: string, @Body() body: BandwidthDto): Promise<ContractBody> {
    return this.change(buyer, contractId, 'modify', body);
  }

  private async change(buyer: Buyer, contractId: string, kind: contracting.ServiceChangeKind, { requestId, reason = '', mbps }: ServiceChangeDto & { readonly mbps?: number }): Promise<ContractBody> {
    const change = { kind, reason, ...(mbps === undefined ? {} : { mbps }) };
    const { outcome } = await this.mesh.ask(buyer, contracting.ChangeService, { buyerId: buyer.id, contractId: idOf(contractId), requestId, change });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    return this.bodyOf(buyer, outcome.changing);
  }

  private bodyOf(buyer: Buyer, record: contracting.ContractRecord): ContractBody {
    const { contractId, state, contractSha256, envelope, amendments, changes } = record;
    const contract = this.ownership.check(buyer, readContract(record));
    return {
      contractId,
      state,
      contract: contractTextBody(contract),
      contractSha256: toHex(contractSha256),
      signature: signatureBody(envelope, SIGNED_AS.contract),
      amendments: amendments.map(amendmentBody),
      changes: changes.map(serviceChangeBody),
    };
  }
}

/** Nothing is shown as agreed that is not what the hash says. */
export function readContract({ contractId, envelope, contractSha256 }: contracting.ContractRecord): contracting.Contract {
  if (!bytesEqual(sha256(envelope.body), contractSha256)) {
    throw new OperationalError('malformed', `the contract ${contractId} was answered with bytes of another hash`);
  }
  try {
    return contracting.Contract.decode(envelope.body);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new OperationalError('malformed', `the contract ${contractId} can't be read: ${error.message}`, { cause: error });
  }
}
