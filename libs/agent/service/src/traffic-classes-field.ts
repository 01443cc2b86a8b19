import type { TrafficClass } from '@carriermesh/agent-domain';
import { JsonFields, VISIBLE_TEXT, VISIBLE_TEXT_RULE, wrongField } from './json-fields.js';
import { readYaml } from './yaml-file.js';

export const MAX_TRAFFIC_CLASSES = 16;
const WHOLE_PERCENT = 100;

/**
 * The field `classes`: what simulated networks tell apart of all traffic, as a person wrote it.
 * @param path where the fields stand, for whoever has to mend them
 * @throws OperationalError `misconfigured`, naming the field, its value and what it has to be
 */
export function trafficClassesOf(fields: JsonFields, path: string): readonly TrafficClass[] {
  const rows = fields.list('classes', MAX_TRAFFIC_CLASSES).map((item) => classOf(new JsonFields(item.value, item.path), item.path));
  const names = rows.map(({ subject, category }) => JSON.stringify([subject, category]));
  const again = names.findIndex((name, index) => names.indexOf(name) < index);
  if (again >= 0) throw wrongField(`${path}[${again}]`, rows[again], 'of a subject and category that no class before it has');
  const percent = rows.reduce((sum, { sharePercent }) => sum + sharePercent, 0);
  if (percent > WHOLE_PERCENT) throw wrongField(path, percent, `of ${WHOLE_PERCENT} percent at most together`);
  return rows;
}

/** A file of classes alone: what is the field `driver.classes` of a configuration. @throws OperationalError `misconfigured`, likewise */
export function readTrafficClasses(file: string): readonly TrafficClass[] {
  const fields = new JsonFields(readYaml(file, 'the classes of traffic'), '');
  const classes = trafficClassesOf(fields, 'classes');
  fields.nothingElse();
  return classes;
}

function classOf(fields: JsonFields, path: string): TrafficClass {
  const label = (name: 'subject' | 'category') => (fields.has(name) ? { [name]: fields.matching(name, VISIBLE_TEXT, VISIBLE_TEXT_RULE) } : {});
  const labels = { ...label('subject'), ...label('category') };
  if (Object.keys(labels).length === 0) throw wrongField(path, undefined, 'an object with a subject, a category or both');
  const row = { ...labels, sharePercent: fields.whole('sharePercent', [1, WHOLE_PERCENT]) };
  fields.nothingElse();
  return row;
}
