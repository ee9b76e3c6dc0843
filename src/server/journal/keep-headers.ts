/** Bytes that are kept of a body, of a target and of a list of headers. */
export const KEPT_BYTES = 16 * 1024;

type Headers = Readonly<Record<string, string>>;

/** A line for each header. Quicker than JSON, and safe: no parser lets a line break into a header. */
export const linesOf = (fields: readonly string[]): string => {
  let lines = '';
  for (let index = 0; index < fields.length; index += 2) lines += `${fields[index]}:${fields[index + 1]}\n`;
  return lines;
};

/** The same of an answer's headers. */
export const linesOfAnswer = (headers: Headers): string => {
  let lines = '';
  for (const name in headers) lines += `${name}:${headers[name]}\n`;
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

/** Says of one header after the other whether there is room for it, too. */
const createRoom = (): ((name: string, value: string) => boolean) => {
  let left = KEPT_BYTES;
  return (name, value) => {
    const length = name.length + value.length;
    if (length > left) return false;
    left -= length;
    return true;
  };
};

/** The same fields, or those of them that there is room for. */
export const beginningOf = (fields: readonly string[]): readonly string[] => {
  if (lengthOf(fields) <= KEPT_BYTES) return fields;
  const hasRoom = createRoom();
  const kept: string[] = [];
  for (let index = 0; index < fields.length; index += 2) {
    const [name = '', value = ''] = fields.slice(index, index + 2);
    if (hasRoom(name, value)) kept.push(name, value);
  }
  return kept;
};

/** The same of an answer's headers. */
export const lengthOfAnswer = (headers: Headers): number => {
  let length = 0;
  for (const name in headers) length += name.length + (headers[name] ?? '').length;
  return length;
};

/** The same headers of an answer, or those of them that there is room for. */
export const beginningOfAnswer = (headers: Headers): Headers => {
  if (lengthOfAnswer(headers) <= KEPT_BYTES) return headers;
  const hasRoom = createRoom();
  return Object.fromEntries(Object.entries(headers).filter(([name, value]) => hasRoom(name, value)));
};
