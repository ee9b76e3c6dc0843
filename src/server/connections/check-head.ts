import type { IncomingMessage } from 'node:http';

/** What is wrong with a request by RFC 9112, although it can be read. */
export interface HeadProblem {
  readonly status: number;
  readonly reason: string;
}

// RFC 3986 section 3.2.2; the host may be empty (RFC 9110 section 7.2).
const HOST = /^(?:\[(?:[\da-f:.]+|v[\da-f]+\.[\w.~!$&'()*+,;=:-]+)\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(?::\d*)?$/i;

/** Checks what Node lets pass: the version, the Host field, and how the body was written. */
export const checkHead = ({ httpVersion, headers, rawHeaders }: IncomingMessage): HeadProblem | undefined => {
  if (httpVersion !== '1.1' && httpVersion !== '1.0')
    return { status: 505, reason: `HTTP/${httpVersion} is not supported` };
  const { expect, host, 'transfer-encoding': coding } = headers;
  if (host === undefined) {
    if (httpVersion === '1.1') return { status: 400, reason: 'it has no Host header' };
  } else if (!isHost(host)) return { status: 400, reason: 'its Host header is none' };
  else if (countHosts(rawHeaders) > 1) return { status: 400, reason: 'it has more than one Host header' };
  if (expect !== undefined && expect.toLowerCase() !== '100-continue')
    return { status: 417, reason: `Expect: ${expect} is not supported` };
  if (coding === undefined) return undefined;
  if (httpVersion === '1.0') return { status: 400, reason: 'HTTP/1.0 has no Transfer-Encoding' };
  if (coding.toLowerCase() === 'chunked') return undefined;
  // Where the chunks are not the last coding, nobody knows where the body ends.
  return { status: /\bchunked$/i.test(coding) ? 501 : 400, reason: `Transfer-Encoding: ${coding} is not supported` };
};

// Mostly the same one again.
let known = '';
const isHost = (host: string): boolean => {
  if (host === known) return true;
  if (!HOST.test(host)) return false;
  known = host;
  return true;
};

const countHosts = (rawHeaders: readonly string[]): number => {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
};
