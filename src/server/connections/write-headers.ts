import { type NeutralAnswer, usualSpelling } from '../../http/message.ts';

/**
 * The headers of an answer as they go over the wire, names and values in turn. Their case means nothing
 * (RFC 9110 section 5.1), but there are clients that look for `Content-Range` and do not see `content-range`.
 */
export const writeHeaders = ({ headers, spelling }: NeutralAnswer): string[] => {
  const written: string[] = [];
  for (const name in headers) written.push(spelling?.[name] ?? usualSpelling(name), headers[name] ?? '');
  return written;
};
