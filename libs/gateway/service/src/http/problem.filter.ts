import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter, Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { internalProblem, notFound, operationalProblem, Problem, PROBLEM_MEDIA_TYPE, unreadable } from './problem.js';

/** Every way to fail ends here and leaves as problem details; what happened inside is logged and not told. */
@Injectable()
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.problemOf(error, host.switchToHttp().getRequest<FastifyRequest>());
    if (!reply.sent) sendProblem(reply, problem);
  }

  private problemOf(error: unknown, request: FastifyRequest): Problem {
    if (error instanceof Problem) return error;
    const route = request.routeOptions?.url;
    if (error instanceof OperationalError) {
      this.log.warn({ error, kind: error.kind, route }, 'the mesh could not answer a request');
      return operationalProblem(error.kind);
    }
    const status = error instanceof HttpException ? error.getStatus() : statusOfServerError(error);
    if (status === 404) return notFound();
    if (status !== undefined && status >= 400 && status < 500) return unreadable(status);
    this.log.error({ error, route }, 'a request failed');
    return internalProblem();
  }
}

/** As bytes: to text the server would add a charset, which this media type does not have. */
export function sendProblem(reply: FastifyReply, { details, headers }: Problem): void {
  void reply.status(details.status).headers(headers).type(PROBLEM_MEDIA_TYPE).send(Buffer.from(JSON.stringify(details)));
}

/** The HTTP server's own errors carry the status that it thinks of them. */
function statusOfServerError(error: unknown): number | undefined {
  const status = (error as { statusCode?: unknown } | undefined)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}
