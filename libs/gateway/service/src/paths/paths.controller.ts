import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { paths } from '@carriermesh/wire';
import { ForBuyers } from '../http/api-problems.js';
import { refusalProblem } from '../http/problem.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { Mesh } from '../mesh.js';
import { PathQueryDto, PathsBody, pathsBody, toPathQuestion } from './path-query.dto.js';

@ApiTags('paths')
@Controller('v1/paths')
export class PathsController {
  constructor(private readonly mesh: Mesh) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'findPaths',
    summary: 'Ask which ways there are, now or as of an earlier time',
    description: 'Over offers that the buyer may see and that have the capacity. Nothing is recorded, held or promised, and nothing is said of prices: ask for a quote.',
  })
  @ApiBody({ type: PathQueryDto })
  @ApiResponse({ status: 200, description: 'The ways there are.', type: PathsBody })
  @ForBuyers(413, 415, 422)
  async find(@TheBuyer() buyer: Buyer, @Body() dto: PathQueryDto): Promise<PathsBody> {
    const { revision, outcome } = await this.mesh.ask(buyer, paths.FindPaths, toPathQuestion(buyer.id, dto));
    if (outcome.kind === 'refused') throw refusalProblem(outcome.refused);
    return pathsBody(revision, outcome.found);
  }
}
