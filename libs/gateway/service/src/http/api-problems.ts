import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ProblemBody } from './bodies.js';
import { PROBLEM_MEDIA_TYPE } from './problem.js';

const MEANINGS = {
  400: 'The request is not as described; `errors` names each field with its value and its limit.',
  401: 'No token, or none that opens this address.',
  404: 'There is nothing under this address that the bearer of this token may see: what is unknown and what is another’s are answered alike.',
  406: 'The Accept header takes none of the forms that there are.',
  409: 'The request id was used before with other contents.',
  413: 'The body is larger than 256 KiB.',
  415: 'The body is no application/json.',
  422: 'Refused by the business; `code`, `detail` and `facts` say why, and what could be had.',
  429: 'More was asked for than can be done now. Retry-After says when to ask again.',
  502: 'An answer from inside the mesh could not be read.',
  503: 'The mesh can not answer now. Retry-After says when to ask again; the same request does nothing twice.',
} as const;

const problemResponse = (status: keyof typeof MEANINGS): MethodDecorator =>
  ApiResponse({
    status,
    description: MEANINGS[status],
    content: { [PROBLEM_MEDIA_TYPE]: { schema: { $ref: getSchemaPath(ProblemBody) } } },
  });

type Statuses = readonly (keyof typeof MEANINGS)[];

const forBearers = (whose: 'buyer' | 'supplier', statuses: Statuses): MethodDecorator =>
  applyDecorators(ApiBearerAuth(whose), ApiExtraModels(ProblemBody), ...[...statuses, ...([400, 401, 429, 502, 503] as const)].map(problemResponse));

/** A route that needs a buyer's token, with the problems that it may answer with beside those of every such route. */
export const ForBuyers = (...statuses: Statuses): MethodDecorator => forBearers('buyer', statuses);

/** One that needs a supplier's. */
export const ForSuppliers = (...statuses: Statuses): MethodDecorator => forBearers('supplier', statuses);
