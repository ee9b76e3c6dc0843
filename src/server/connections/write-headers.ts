import type { NeutralAnswer } from '../../http/message.ts';

/**
 * The headers of an answer as they go over the wire, names and values in turn. Their case means nothing
 * (RFC 9110 section 5.1), but there are clients that look for `Content-Range` and do not see `content-range`.
 */
export const writeHeaders = ({ headers, spelling }: NeutralAnswer): string[] => {
  const written: string[] = [];
  for (const name in headers) written.push(spelling?.[name] ?? usualSpelling(name), headers[name] ?? '');
  return written;
};

const USUAL = new Map([['www-authenticate', 'WWW-Authenticate']]);
/** The fake has some thirty names; a document may make up more. */
const MOST_KEPT = 200;

const usualSpelling = (name: string): string => {
  const known = USUAL.get(name);
  if (known !== undefined) return known;
  const usual = name.replace(/(?<![^-])[a-z]/g, (letter) => letter.toUpperCase());
  if (USUAL.size < MOST_KEPT) USUAL.set(name, usual);
  return usual;
};
