import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { NatsConnection } from '@nats-io/transport-node';
import type { FastifyReply } from 'fastify';
import { EventHub } from '../events/event-hub.js';
import { Public } from '../identity/buyer.guard.js';
import { BUS_CONNECTION } from '../tokens.js';

export class HealthBody {
  @ApiProperty({ description: 'Who answers.', example: 'gateway' })
  service!: string;

  @ApiProperty({ description: 'ok, or failing.', enum: ['ok', 'failing'], example: 'ok' })
  status!: string;

  @ApiProperty({ description: 'What is wrong, in a few words.', type: [String], example: [] })
  problems!: readonly string[];
}

@ApiTags('system')
@Public()
@Controller()
export class HealthController {
  constructor(
    @Inject(BUS_CONNECTION) private readonly connection: NatsConnection,
    private readonly hub: EventHub,
  ) {}

  @Get('healthz')
  @ApiOperation({ operationId: 'isAlive', summary: 'Is this process worth keeping?', description: 'A failing answer means: restart it.' })
  @ApiResponse({ status: 200, description: 'It lives.', type: HealthBody })
  @ApiResponse({ status: 503, description: 'It has to be restarted.', type: HealthBody })
  alive(@Res({ passthrough: true }) reply: FastifyReply): HealthBody {
    return answer(reply, this.busProblems());
  }

  @Get('readyz')
  @ApiOperation({ operationId: 'isReady', summary: 'Can it serve now?', description: 'A failing answer means: send requests elsewhere.' })
  @ApiResponse({ status: 200, description: 'It serves.', type: HealthBody })
  @ApiResponse({ status: 503, description: 'Not now.', type: HealthBody })
  ready(@Res({ passthrough: true }) reply: FastifyReply): HealthBody {
    return answer(reply, [...this.busProblems(), ...this.hub.problems]);
  }

  private busProblems(): readonly string[] {
    return this.connection.isClosed() ? ['the connection to the bus is closed'] : [];
  }
}

function answer(reply: FastifyReply, problems: readonly string[]): HealthBody {
  void reply.status(problems.length === 0 ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
  return { service: 'gateway', status: problems.length === 0 ? 'ok' : 'failing', problems };
}
