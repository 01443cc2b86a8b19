import { describe, expect, it } from '@jest/globals';
import { createUser } from '@nats-io/nkeys';
import { natsConfig } from './nats-config.js';
import { versionNotice } from './nats-server.js';

const mesh = { publicNkey: createUser().getPublicKey() };
const alfa = { id: 'alfa', publicNkey: createUser().getPublicKey() };
const bravo = { id: 'bravo', publicNkey: createUser().getPublicKey() };
const place = { port: 4222, storeDir: '/var/lib/mesh "quoted"' };

describe('the configuration of the bus', () => {
  it('listens on the loopback alone and quotes its directory', () => {
    const text = natsConfig({ ...place, mesh, providers: [] });
    expect(text).toContain('listen: "127.0.0.1:4222"');
    expect(text).toContain('store_dir: "/var/lib/mesh \\"quoted\\""');
  });

  it('gives JetStream to CORE and to nobody else', () => {
    const text = natsConfig({ ...place, mesh, providers: [alfa, bravo] });
    expect(text.match(/jetstream: enabled/g)).toHaveLength(1);
    expect(text.indexOf('jetstream: enabled')).toBeLessThan(text.indexOf('  "P_alfa" {'));
  });

  it('lets each provider into its own subjects and into no other', () => {
    const text = natsConfig({ ...place, mesh, providers: [alfa, bravo] });
    expect(text).toContain('{ service: "cm.in.alfa.>", accounts: [ "P_alfa" ] }');
    const ofBravo = text.slice(text.indexOf('  "P_bravo" {'));
    expect(ofBravo).toContain(`nkey: ${bravo.publicNkey}`);
    expect(ofBravo).toContain('imports: [ { service: { account: CORE, subject: "cm.in.bravo.>" }, to: "in.>" } ]');
    expect(ofBravo).not.toContain('alfa');
  });

  it.each(['', 'al.fa', 'al fa', '>', '*', '-alfa', 'a'.repeat(65)])('refuses the provider id "%s", which would change the subjects', (id) => {
    expect(() => natsConfig({ ...place, mesh, providers: [{ ...alfa, id }] })).toThrow(/cannot stand in a subject/);
  });

  it('refuses a provider that comes twice, and a key that is no user NKey', () => {
    expect(() => natsConfig({ ...place, mesh, providers: [alfa, alfa] })).toThrow('provider alfa has two accounts on the bus');
    expect(() => natsConfig({ ...place, mesh, providers: [{ id: 'alfa', publicNkey: 'SUAX' }] })).toThrow(/"SUAX", which is not a public user NKey/);
  });

  it('refuses two users with one key', () => {
    expect(() => natsConfig({ ...place, mesh, providers: [{ id: 'alfa', ...mesh }] })).toThrow(/same NKey/);
  });
});

describe('the notice about a version with holes between accounts', () => {
  it.each(['2.9.10', '2.10.26', '2.11.0'])('is there for %s', (version) => {
    expect(versionNotice(version)).toContain(`nats-server ${version} is older`);
    expect(versionNotice(version)).toContain('CVE-2025-30215');
  });

  it.each(['2.10.27', '2.11.1', '2.12.0', '3.0.0'])('is not there for %s', (version) => {
    expect(versionNotice(version)).toBeUndefined();
  });
});
