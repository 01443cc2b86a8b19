import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ExchangeError } from './exchange-error.js';
import { type DrawnNetwork, graphmlText, london, newYork, paris } from './testing/graphml-text.js';
import { MAX_FILE_BYTES, readTopologyZoo } from './topology-zoo.js';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'exchange-'));
});

afterEach(() => rm(dir, { recursive: true }));

const write = (file: string, content: string | Uint8Array): Promise<void> => writeFile(join(dir, file), content);
const draw = (file: string, network: DrawnNetwork): Promise<void> => write(file, graphmlText(network));
const read = (model: 'm1' | 'm2' = 'm1', pathFactor = 1) => readTopologyZoo(dir, { model, pathFactor });

describe('readTopologyZoo', () => {
  it('keeps placed nodes of the network itself and the links between them', async () => {
    const { Latitude: _dropped, ...withoutLatitude } = paris;
    await draw('Alfa.graphml', {
      nodes: { 0: london, 1: { ...paris, Internal: '1' }, 2: { ...newYork, Internal: '0' }, 3: withoutLatitude },
      edges: [['0', '1'], ['0', '2'], ['1', '3']],
    });
    const { providers, counts } = await read();
    expect(counts).toEqual({ providers: 1, pops: 2, links: 1, interconnects: 0 });
    expect(providers[0]?.pops.map(({ id }) => id)).toEqual(['Alfa/0', 'Alfa/1']);
  });

  it('merges parallel links in either direction, drops self-loops and orders the ends by number', async () => {
    await draw('Alfa.graphml', { nodes: { 2: london, 10: paris }, edges: [['10', '2'], ['2', '10'], ['2', '2'], ['10', '2']] });
    const [link, ...others] = (await read()).providers[0]?.links ?? [];
    expect(others).toEqual([]);
    expect(link).toMatchObject({ id: 'Alfa/2-10', fromPopId: 'Alfa/2', toPopId: 'Alfa/10', lengthM: 343_771, latencyNs: 1_718_854n });
  });

  it('places PoPs in microdegrees, names them by label and reads the city without the router number', async () => {
    const nodes = { 0: { ...london, label: 'London2' }, 1: { ...london, label: 'R&amp;D?' } };
    await draw('Alfa.graphml', { graph: { Network: ' Alfa   Net ' }, nodes });
    const [provider] = (await read()).providers;
    expect(provider).toMatchObject({ id: 'Alfa', name: 'Alfa Net', country: 'United Kingdom' });
    const place = { country: 'United Kingdom', latitudeMicrodegrees: 51_508_530, longitudeMicrodegrees: -125_740 };
    expect(provider?.pops).toEqual([
      { id: 'Alfa/0', name: 'London2', city: 'London', ...place },
      { id: 'Alfa/1', name: 'R&D?', city: 'R&D', ...place },
    ]);
  });

  it('has no country for a provider in two countries', async () => {
    await draw('Alfa.graphml', { nodes: { 0: london, 1: paris } });
    expect((await read()).providers[0]).not.toHaveProperty('country');
  });

  it('gives each of two providers its own half of an interconnect, with one latency', async () => {
    await draw('Alfa.graphml', { nodes: { 0: london } });
    await draw('Beta.graphml', { nodes: { 7: { ...london, Longitude: '-0.125740' } } });
    const { providers, counts } = await read();
    expect(counts.interconnects).toBe(1);
    const halves = providers.map(({ interconnects }) => interconnects);
    expect(halves[0]).toMatchObject([{ id: 'Alfa/0~Beta/7', popId: 'Alfa/0', peerPopId: 'Beta/7', peerProviderId: 'Beta', latencyNs: 0n }]);
    expect(halves[1]).toMatchObject([{ id: 'Beta/7~Alfa/0', popId: 'Beta/7', peerPopId: 'Alfa/0', peerProviderId: 'Alfa', latencyNs: 0n }]);
  });

  it('gives an m2 interconnect its own length times the path factor', async () => {
    await draw('Alfa.graphml', { nodes: { 0: { ...london, Latitude: '0', Longitude: '0' } } });
    await draw('Beta.graphml', { nodes: { 0: { ...london, Latitude: '0.1', Longitude: '0' } } });
    expect((await read('m1')).counts.interconnects).toBe(0);
    // A tenth of a degree is 11.119493 km.
    const latencies = (await read('m2', 2)).providers.flatMap(({ interconnects }) => interconnects.map(({ latencyNs }) => latencyNs));
    expect(latencies).toEqual([111_195n, 111_195n]);
  });

  it('shares a conduit between links of two providers that join the same places', async () => {
    await draw('Alfa.graphml', { nodes: { 0: london, 1: paris }, edges: [['0', '1']] });
    await draw('Beta.graphml', { nodes: { 5: paris, 6: london }, edges: [['5', '6']] });
    const [alfa, beta] = (await read()).providers.map(({ links }) => links[0]?.srlgs);
    expect(alfa).toEqual(['link:Alfa/0-1', 'conduit:48853410,2348800-51508530,-125740']);
    expect(beta).toEqual(['link:Beta/5-6', 'conduit:48853410,2348800-51508530,-125740']);
  });
});

describe('snapshots of one network', () => {
  const dated = (graph: Readonly<Record<string, string>>, nodes: DrawnNetwork['nodes'] = { 0: london }): DrawnNetwork => ({ graph, nodes });
  const chosen = async (): Promise<readonly string[]> => (await read()).providers.map(({ id }) => id);

  it('are recognised by Network without regard to case and spaces, and are no refusals', async () => {
    await draw('New.graphml', dated({ Network: 'some  NET ', DateYear: '2011' }));
    await draw('Old.graphml', dated({ Network: 'Some Net', DateYear: '2010', DateMonth: '12' }));
    expect(await chosen()).toEqual(['New']);
    expect((await read()).refused).toEqual([]);
  });

  it('give the greatest year by its leading integer, absent being 0', async () => {
    await draw('A.graphml', dated({ Network: 'N' }));
    await draw('B.graphml', dated({ Network: 'N', DateYear: '2009-2012' }));
    await draw('C.graphml', dated({ Network: 'N', DateYear: '2010' }));
    expect(await chosen()).toEqual(['C']);
  });

  it('give the greatest month as a number within the year', async () => {
    await draw('A.graphml', dated({ Network: 'N', DateYear: '2010', DateMonth: '10' }));
    await draw('B.graphml', dated({ Network: 'N', DateYear: '2010', DateMonth: '9' }));
    expect(await chosen()).toEqual(['A']);
  });

  it('give the most kept nodes at one date, and then the last file name', async () => {
    await draw('A.graphml', dated({ Network: 'N' }, { 0: london, 1: paris }));
    await draw('B.graphml', dated({ Network: 'N' }, { 0: london, 1: { ...paris, Internal: '0' } }));
    await draw('X.graphml', dated({ Network: 'M' }));
    await draw('X-1.graphml', dated({ Network: 'M' }));
    expect(await chosen()).toEqual(['A', 'X']);
    await draw('Y.graphml', dated({ Network: 'M' }));
    expect(await chosen()).toEqual(['A', 'Y']);
  });

  it('leave files without Network apart', async () => {
    await draw('A.graphml', dated({}));
    await draw('B.graphml', dated({}));
    expect(await chosen()).toEqual(['A', 'B']);
  });
});

describe('a file that cannot be used', () => {
  it('is reported with its reason, in the order of names, and the others are read', async () => {
    await draw('Good.graphml', { nodes: { 0: london } });
    await write('Broken.graphml', '<graphml><graph>');
    await write('Bomb.graphml', '<!DOCTYPE x [<!ENTITY a "b">]><graphml><graph/></graphml>');
    await write('Latin1.graphml', Buffer.from(graphmlText({ nodes: { 0: { ...london, label: 'Liège' } } }), 'latin1'));
    await write('Huge.graphml', Buffer.alloc(MAX_FILE_BYTES + 1, ' '));
    await draw('Nowhere.graphml', { nodes: { 0: { label: 'London' } } });
    await draw('Too far.graphml', { nodes: { 0: london } });
    await draw('North.graphml', { nodes: { 0: { ...london, Latitude: '90.1' } } });
    await draw('Named.graphml', { nodes: { 'a-b': london } });
    await draw('Wordy.graphml', { nodes: { 0: { ...london, label: 'x'.repeat(201) } } });
    await mkdir(join(dir, 'Folder.graphml'));
    await write('notes.txt', 'not an exchange file');
    const { providers, refused } = await read();
    expect(providers.map(({ id }) => id)).toEqual(['Good']);
    expect(refused.map(({ file, reason }) => [file.replace('.graphml', ''), reason])).toEqual([
      ['Bomb', 'has a DOCTYPE or an ENTITY, which are not read'],
      ['Broken', expect.stringMatching(/^is not well-formed XML at line 1: /)],
      ['Folder', 'is not a regular file'],
      ['Huge', 'has 4194305 bytes, more than 4194304'],
      ['Latin1', expect.stringMatching(/^cannot be read as UTF-8 text: /)],
      ['Named', 'has a node "a-b"; a node is named by 1 to 64 letters, digits and _'],
      ['North', 'has node 0 at Latitude "90.1", which is not a number from -90 to 90'],
      ['Nowhere', 'has no node of its own network with Latitude and Longitude'],
      ['Too far', 'would name its provider "Too far", which is not 1 to 64 letters, digits, _ and -'],
      ['Wordy', 'has a label of 201 characters, more than 200'],
    ]);
  });

  it('is read at exactly the size limit', async () => {
    const text = graphmlText({ nodes: { 0: london } });
    await write('Full.graphml', text + ' '.repeat(MAX_FILE_BYTES - text.length));
    expect((await read()).refused).toEqual([]);
  });
});

describe('a folder that cannot be read', () => {
  it('is named when it is missing', async () => {
    const missing = join(dir, 'absent');
    await expect(readTopologyZoo(missing, { model: 'm1', pathFactor: 1 })).rejects.toThrow(ExchangeError);
    await expect(readTopologyZoo(missing, { model: 'm1', pathFactor: 1 })).rejects.toThrow(`the folder ${missing} cannot be read: ENOENT`);
  });

  it('is named when it has no GraphML file', async () => {
    await write('notes.txt', 'nothing');
    await expect(read()).rejects.toThrow(new ExchangeError(`the folder ${dir} has no .graphml file`));
  });

  it('is not touched when the path factor is out of range', async () => {
    const reading = readTopologyZoo(join(dir, 'absent'), { model: 'm1', pathFactor: 0.5 });
    await expect(reading).rejects.toThrow('the path factor is 0.5, outside 1 to 10');
  });
});
