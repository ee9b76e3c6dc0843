/** A header value of the form `main; name=value; name="quoted value"`. */
export interface HeaderValue {
  /** What stands before the first parameter, in lower case. */
  readonly main: string;
  /** Parameter names in lower case; the first of a repeated name counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

const MAIN = /^[ \t]*([^;, \t]+)[ \t]*/;
// RFC 9110 5.6.6: a token or a quoted string; empty parameters (";;") are skipped. What `fetch` sends escapes no
// backslash, so that one may stand at the end.
const PARAMETER = /;[ \t]*(?:([^\s=;"]+)=(?:"([^"\\]*(?:\\[\s\S][^"\\]*)*)"|"([^"]*)"|([^\s;"]*)))?[ \t]*/y;

/**
 * Reads a header value with parameters, such as Content-Type or Content-Disposition
 * (RFC 9110 section 5.6.6). Parameters may be quoted or not.
 *
 * @returns undefined if the text is not of that form.
 */
export const parseHeaderValue = (text: string): HeaderValue | undefined => {
  const main = MAIN.exec(text);
  if (!main) return undefined;
  const parameters = new Map<string, string>();
  let position = main[0].length;
  while (position < text.length) {
    PARAMETER.lastIndex = position;
    const match = PARAMETER.exec(text);
    if (!match) return undefined;
    position += match[0].length;
    const name = match[1]?.toLowerCase();
    if (name === undefined || parameters.has(name)) continue;
    parameters.set(name, match[2] === undefined ? (match[3] ?? match[4] ?? '') : unescapeQuoted(match[2]));
  }
  return { main: (main[1] ?? '').toLowerCase(), parameters };
};

// Only \" and \\ are escapes here: old browsers send Windows paths with single backslashes.
const unescapeQuoted = (text: string): string => (text.includes('\\') ? text.replace(/\\(["\\])/g, '$1') : text);
