export interface CsvRecord {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

export interface Csv {
  readonly records: readonly CsvRecord[];
  /** The line of the record in which a quote is opened and never closed. */
  readonly unclosedLine: number | undefined;
}

/** RFC 4180: fields in quotes may hold commas, doubled quotes and line ends. Empty lines are no records. */
export function parseCsv(text: string): Csv {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let field = '';
  let [line, startLine] = [1, 1];
  let isQuoted = false;
  const endRecord = (): void => {
    if (fields.length > 0 || field !== '') records.push({ line: startLine, fields: [...fields, field] });
    [fields, field] = [[], ''];
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\n') line += 1;
    if (isQuoted) {
      if (char !== '"') field += char;
      else if (text[at + 1] === '"') [field, at] = [`${field}"`, at + 1];
      else isQuoted = false;
    } else if (char === '"' && field === '') isQuoted = true;
    else if (char === ',') [fields, field] = [[...fields, field], ''];
    else if (char === '\n') {
      endRecord();
      startLine = line;
    } else if (char !== '\r' || text[at + 1] !== '\n') field += char;
  }
  endRecord();
  return { records, unclosedLine: isQuoted ? records.at(-1)?.line : undefined };
}
