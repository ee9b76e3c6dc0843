/** Bytes that are kept of a body, of a target and of a list of headers. */
export const KEPT_BYTES = 16 * 1024;

/** Names and values of headers, in turn. */
export const fieldsOf = (headers: Readonly<Record<string, string>>): string[] => {
  const fields: string[] = [];
  for (const name in headers) fields.push(name, headers[name] ?? '');
  return fields;
};

/** A line for each header. Quicker than JSON, and safe: no parser lets a line break into a header. */
export const linesOf = (fields: readonly string[]): string => {
  let lines = '';
  for (let index = 0; index < fields.length; index += 2) lines += `${fields[index]}:${fields[index + 1]}\n`;
  return lines;
};

/** Names, in small letters as Node has them, and values of such lines. */
export const headersIn = (lines: readonly string[]): [name: string, value: string][] =>
  lines.map((line) => {
    const end = line.indexOf(':');
    return [line.slice(0, end).toLowerCase(), line.slice(end + 1)];
  });

/** Headers by name; what came more than once is one list. */
export const joinHeaders = (headers: readonly (readonly [name: string, value: string])[]): Record<string, string> => {
  const joined = new Map<string, string>();
  for (const [name, value] of headers) {
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`);
  }
  return Object.fromEntries(joined);
};

/** Characters of such fields. */
export const lengthOf = (fields: readonly string[]): number => {
  let length = 0;
  for (const text of fields) length += text.length;
  return length;
};

/** The same fields, or those of them that there is room for. */
export const beginningOf = (fields: readonly string[]): readonly string[] => {
  if (lengthOf(fields) <= KEPT_BYTES) return fields;
  const kept: string[] = [];
  let left = KEPT_BYTES;
  for (let index = 0; index < fields.length; index += 2) {
    const header = fields.slice(index, index + 2);
    const length = lengthOf(header);
    if (length > left) continue;
    left -= length;
    kept.push(...header);
  }
  return kept;
};
