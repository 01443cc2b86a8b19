import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ForBuyers } from '../http/api-problems.js';
import { invalidRequest } from '../http/problem.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { EventHub, HEARTBEAT_MS } from './event-hub.js';
import { TOLD_TYPES } from './tellings.js';

/** How long a reader waits before it comes back, as it is told at the beginning of a stream. */
const RECONNECT_MS = 2_000;

const EXAMPLE = [
  'id: 4711',
  'event: contracting.v1.ServiceRequestCompleted',
  'data: {"type":"contracting.v1.ServiceRequestCompleted","position":"4711","occurredAt":"2026-03-01T12:00:09.25Z","data":{"orderId":"ord_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f","contractId":"con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f","completedAt":"2026-03-01T12:00:09.25Z"}}',
  '',
  '',
].join('\n');

@ApiTags('events')
@Controller('v1/events')
export class EventsController {
  constructor(private readonly hub: EventHub) {}

  @Get()
  @ApiOperation({
    operationId: 'streamEvents',
    summary: 'Follow what happens to the buyer’s own orders',
    description:
      'Server-sent events (text/event-stream). The id of an event is its place in the ledger; sent back as Last-Event-ID it resumes the ' +
      `stream after it, as far back as events are kept. A comment comes every ${HEARTBEAT_MS / 1000} s. A reader that does not read is ` +
      `disconnected and can resume. The events: ${TOLD_TYPES.join(', ')}.`,
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Resume after this event; 0 begins with the oldest that is kept.',
    schema: { type: 'string', pattern: '^[0-9]{1,18}$' },
    example: '4711',
  })
  @ApiResponse({
    status: 200,
    description: 'The stream. It does not end by itself.',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: EXAMPLE } },
  })
  @ForBuyers()
  stream(@TheBuyer() buyer: Buyer, @Headers('last-event-id') lastEventId: string | undefined, @Res() reply: FastifyReply): void {
    const after = positionOf(lastEventId);
    this.hub.checkRoomFor(buyer);
    const headers = reply.getHeaders();
    reply.hijack();
    // A proxy that gathers an answer before it passes it on would hold every event back.
    reply.raw.writeHead(200, { ...(headers as Record<string, string>), 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
    reply.raw.write(`retry: ${RECONNECT_MS}\n\n`);
    this.hub.subscribe(buyer, reply.raw, after);
  }
}

function positionOf(lastEventId: string | undefined): bigint | undefined {
  if (lastEventId === undefined || lastEventId === '') return undefined;
  if (!/^\d{1,18}$/.test(lastEventId)) {
    throw invalidRequest([{ field: 'Last-Event-ID', value: JSON.stringify(lastEventId.slice(0, 60)), limit: 'a whole number of at most 18 digits' }]);
  }
  return BigInt(lastEventId);
}
