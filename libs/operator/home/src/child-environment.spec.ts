import { describe, expect, it } from '@jest/globals';
import { childEnvironment } from './child-environment.js';

const machine = {
  PATH: '/usr/bin',
  LC_ALL: 'C.UTF-8',
  NODE_COMPILE_CACHE: '/srv/compiled',
  DATABASE_URL: 'postgres://operator@db/mesh',
  PGPASSWORD: 'secret',
  CARRIERMESH_DATA: '/srv/data',
  CARRIERMESH_HOME: '/srv/home',
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret',
  AWS_SECRET_ACCESS_KEY: 'secret',
};

describe('the environment of a child', () => {
  it('gives a service the database and nothing that nobody thought of', () => {
    const { AWS_SECRET_ACCESS_KEY: _, ...known } = machine;
    expect(childEnvironment('service', {}, machine)).toEqual(known);
  });

  it('gives an agent the machine and the data, and nothing of the operator', () => {
    expect(childEnvironment('agent', { BUS_SEED: 'SUA' }, machine)).toEqual({ PATH: '/usr/bin', LC_ALL: 'C.UTF-8', NODE_COMPILE_CACHE: '/srv/compiled', CARRIERMESH_DATA: '/srv/data', BUS_SEED: 'SUA' });
  });

  it.each(['DATABASE_URL', 'CARRIERMESH_LEDGER_URL', 'PGHOST', 'CARRIERMESH_HOME', 'CARRIERMESH_OPERATOR_KEY', 'CARRIERMESH_MESH_SEED', 'CARRIERMESH_MASTER_KEY_FILE'])('refuses to add %s to an agent', (name) => {
    expect(() => childEnvironment('agent', { [name]: 'x' }, {})).toThrow(`an agent's environment may not hold ${name}`);
  });
});
