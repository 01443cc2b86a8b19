import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TrialGateway } from '../testing/trial-gateway.js';

let trial: TrialGateway;
let document: any;
beforeAll(async () => {
  trial = await TrialGateway.start({ answered: false });
  document = (await trial.ask('/openapi.json')).json;
}, 60_000);
afterAll(() => trial.stop(), 30_000);

const operations = () =>
  Object.entries<any>(document.paths).flatMap(([path, item]) => Object.entries<any>(item).map(([method, operation]) => ({ path, method, operation })));

const whoseToken = (path: string): 'buyer' | 'supplier' | undefined => {
  if (path.startsWith('/supplier/')) return 'supplier';
  return path.startsWith('/v1/') || path.startsWith('/tmf-api/') ? 'buyer' : undefined;
};

function* within(value: unknown, at = '#'): Generator<{ readonly at: string; readonly value: any }> {
  if (typeof value !== 'object' || value === null) return;
  yield { at, value };
  for (const [key, inner] of Object.entries(value)) yield* within(inner, `${at}/${key}`);
}

describe('/openapi.json', () => {
  it('is OpenAPI 3 that names itself', () => {
    expect(document.openapi).toMatch(/^3\.\d\.\d$/);
    expect(document.info).toMatchObject({ title: 'CarrierMesh', version: '1' });
  });

  it('describes every route that answers, and none that does not', () => {
    const described = operations().map(({ path, method }) => `${method.toUpperCase()} ${path}`);
    const routes = trial.gateway.routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(described.sort()).toEqual([...routes].sort());
  });

  it('has no reference that leads nowhere', () => {
    const references = [...within(document)].filter(({ value }) => typeof value.$ref === 'string');
    expect(references.length).toBeGreaterThan(20);
    for (const { at, value } of references) {
      const target = value.$ref.slice(2).split('/').reduce((node: any, key: string) => node?.[key], document);
      expect([at, value.$ref, typeof target]).toEqual([at, value.$ref, 'object']);
    }
  });

  it('has a schema of its own for bodies that are alike by name', () => {
    const { schemas } = document.components;
    const shapeOf = ({ $ref, allOf }: any): readonly string[] => Object.keys(schemas[($ref ?? allOf[0].$ref).split('/').at(-1)].properties);
    expect(shapeOf(schemas.ContractTextBody.properties.serviceLevel)).toContain('availabilityPpm');
    expect(shapeOf(schemas.ContractTextBody.properties.acceptance)).toContain('acceptedBy');
    expect(shapeOf(schemas.FirmQuoteDetailBody.properties.acceptance)).toContain('statement');
    expect(Object.keys(schemas.ServiceLevelBody.properties)).toContain('figures');
  });

  it('describes each operation, its parameters and its answers, under a name of its own', () => {
    const names = operations().map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { path, operation } of operations()) {
      expect([path, operation.summary, operation.description]).toEqual([path, expect.any(String), expect.any(String)]);
      const inPath = operation.parameters.filter((parameter: any) => parameter.in === 'path').map((parameter: any) => `{${parameter.name}}`);
      expect([path, inPath]).toEqual([path, path.match(/\{\w+\}/g) ?? []]);
      for (const parameter of operation.parameters) expect(parameter).toMatchObject({ description: expect.any(String), schema: expect.any(Object) });
      for (const answer of Object.values<any>(operation.responses)) expect(answer.description).toMatch(/\w/);
    }
  });

  it('asks for a token on exactly the routes for buyers and for suppliers, and describes their problems as problem details', () => {
    for (const { path, operation } of operations()) {
      const whose = whoseToken(path);
      expect([path, operation.security]).toEqual([path, whose && [{ [whose]: [] }]]);
      const problems = Object.entries<any>(operation.responses).filter(([status]) => Number(status) >= 400 && whose);
      for (const [status, { content }] of problems) {
        expect([path, status, content]).toEqual([path, status, { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemBody' } } }]);
      }
    }
    for (const scheme of ['buyer', 'supplier']) expect(document.components.securitySchemes[scheme]).toMatchObject({ type: 'http', scheme: 'bearer' });
  });

  it('describes each field of each schema, with an example where it has no schema of its own', () => {
    for (const [name, schema] of Object.entries<any>(document.components.schemas)) {
      for (const [field, property] of Object.entries<any>(schema.properties)) {
        const nested = JSON.stringify(property).includes('$ref');
        expect([name, field, typeof property.description]).toEqual([name, field, 'string']);
        if (!nested) expect([name, field, 'example' in property]).toEqual([name, field, true]);
      }
    }
  });
});

describe('a mesh in which nobody answers', () => {
  it('is answered 503 with Retry-After and no word of what is inside', async () => {
    for (const answer of [await trial.order('acme'), await trial.ask('/v1/service-requests', { as: 'acme' }), await trial.ask('/v1/invoices/inv_1', { as: 'acme' })]) {
      expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('content-type')]).toEqual([503, '2', 'application/problem+json']);
      expect(answer.json).toEqual({
        type: 'urn:problem-type:carriermesh:unavailable',
        title: 'Service unavailable',
        status: 503,
        code: 'unavailable',
        detail: 'The mesh can not answer this now. The same request can be sent again: it does nothing twice.',
      });
    }
  });
});
