import { describe, expect, it } from '@jest/globals';
import { parseGraphml, UnusableFile } from './graphml.js';
import { graphmlText, london, paris } from './testing/graphml-text.js';

const reasonOf = (text: string): string => {
  try {
    parseGraphml(text);
  } catch (error) {
    if (error instanceof UnusableFile) return error.message;
    throw error;
  }
  return 'was read';
};

describe('parseGraphml', () => {
  it('finds attributes by name, however the file numbers its keys', () => {
    const network = {
      graph: { Network: 'Alfa', label: 'drawn' },
      nodes: { 0: london, 1: paris },
      edges: [['0', '1', { LinkSpeed: '10' }] as const],
    };
    const document = parseGraphml(graphmlText(network));
    expect(parseGraphml(graphmlText({ ...network, firstKey: 40 }))).toEqual(document);
    expect(document.attributes).toEqual(new Map([['Network', 'Alfa'], ['label', 'drawn']]));
    expect(document.nodes[0]).toEqual({ id: '0', attributes: new Map(Object.entries(london)) });
    expect(document.edges).toEqual([{ source: '0', target: '1', attributes: new Map([['LinkSpeed', '10']]) }]);
  });

  it('decodes escaped labels once, character references and CDATA', () => {
    const label = (text: string) => parseGraphml(graphmlText({ nodes: { 0: { label: text } } })).nodes[0]?.attributes.get('label');
    expect(label('A &amp; B &lt;C&gt; &quot;D&quot;')).toBe('A & B <C> "D"');
    expect(label('&amp;lt;')).toBe('&lt;');
    expect(label('Li&#232;ge, Z&#xFC;rich')).toBe('Liège, Zürich');
    expect(label('<![CDATA[R&D <1>]]>')).toBe('R&D <1>');
  });

  it('keeps numbers as they are written', () => {
    const text = graphmlText({ nodes: { '007': { Latitude: '51.50', label: '1e3' } } });
    expect(parseGraphml(text).nodes[0]).toEqual({ id: '007', attributes: new Map([['Latitude', '51.50'], ['label', '1e3']]) });
  });

  it('takes an empty value as absent', () => {
    expect(parseGraphml(graphmlText({ nodes: { 0: { Latitude: ' ', label: 'x' } } })).nodes[0]?.attributes.has('Latitude')).toBe(false);
  });

  it('refuses a bomb of entities without expanding it', () => {
    const levels = Array.from({ length: 9 }, (_, level) => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`).join('');
    const bomb = `<?xml version="1.0"?><!DOCTYPE graphml [<!ENTITY e0 "lol">${levels}]><graphml><graph><node id="&e9;"/></graph></graphml>`;
    expect(reasonOf(bomb)).toBe('has a DOCTYPE or an ENTITY, which are not read');
  });

  it('refuses a document type that names another file', () => {
    const text = '<!DOCTYPE graphml SYSTEM "file:///etc/passwd"><graphml><graph/></graphml>';
    expect(reasonOf(text)).toBe('has a DOCTYPE or an ENTITY, which are not read');
  });

  it.each([
    ['an empty file', '', /^is not well-formed XML at line 1: /],
    ['a file cut short', graphmlText({ nodes: { 0: london } }).slice(0, -40), /^is not well-formed XML at line \d+: /],
    ['tags that cross', '<graphml><graph></graphml></graph>', /^is not well-formed XML at line 1: /],
    ['another document', '<html></html>', /^has no <graphml> element$/],
    ['no graph', '<graphml></graphml>', /^has 0 <graph> elements, not 1$/],
    ['two graphs', '<graphml><graph/><graph/></graphml>', /^has 2 <graph> elements, not 1$/],
    ['a node without id', '<graphml><graph><node id="0"/><node/></graph></graphml>', /^has node 2 without "id"$/],
    ['two nodes of one id', '<graphml><graph><node id="0"/><node id="0"/></graph></graphml>', /^has two nodes "0"$/],
    ['an edge into nowhere', '<graphml><graph><node id="0"/><edge source="0" target="9"/></graph></graphml>', /^has an edge 0-9, but no node "9"/],
    ['data of no key', '<graphml><graph><data key="d0">x</data></graph></graphml>', /^has <data key="d0"> without a <key id="d0">$/],
  ])('refuses %s and says why', (_what, text, reason) => {
    expect(reasonOf(text)).toMatch(reason);
  });

  it('does not let a file reach the prototype of objects', () => {
    const text = '<graphml><graph><__proto__><polluted>1</polluted></__proto__><node id="__proto__"/></graph></graphml>';
    const reason = reasonOf(text);
    expect(['was read', 'cannot be parsed as XML: ']).toContain(reason.replace(/(?<=as XML: ).*/, ''));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
