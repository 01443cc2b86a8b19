import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { toHex } from '@carriermesh/kernel';
import { contracting } from '@carriermesh/wire';
import { ForBuyers } from '../http/api-problems.js';
import { refusalProblem } from '../http/problem.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { idOf, Ownership } from '../identity/ownership.js';
import { Mesh } from '../mesh.js';
import { AGREEMENT_PATH, agreement } from './agreement.js';
import { amendmentBody } from './amendment.body.js';
import { contractTextBody } from './contract.body.js';
import { readContract } from './contracts.controller.js';

@ApiTags('contracts')
@Controller(AGREEMENT_PATH)
export class AgreementsController {
  constructor(
    private readonly mesh: Mesh,
    private readonly ownership: Ownership,
  ) {}

  @Get(':contractId')
  @ApiOperation({
    operationId: 'retrieveAgreement',
    summary: 'Read a contract (TMF651)',
    description: 'The newest version of a contract as TM Forum’s agreement: parties, items, prices, service level and hashes. What was signed is at /v1/contracts.',
  })
  @ApiParam({ name: 'contractId', description: 'The contract’s id.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  @ApiResponse({ status: 200, description: 'The agreement.', schema: { type: 'object', additionalProperties: true, description: 'An Agreement of TMF651 v4.' } })
  @ForBuyers(404)
  async get(@TheBuyer() buyer: Buyer, @Param('contractId') contractId: string): Promise<object> {
    const { outcome } = await this.mesh.ask(buyer, contracting.GetContract, { buyerId: buyer.id, contractId: idOf(contractId) });
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    const record = outcome.contract;
    const contract = contractTextBody(this.ownership.check(buyer, readContract(record)));
    return agreement({ record, contract, contractSha256: toHex(record.contractSha256), amendments: record.amendments.map(amendmentBody) });
  }
}
