import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** Where the next request begins on connections whose requests all wished for another protocol, in bytes. */
const starts = new WeakMap<Socket, number>();

/**
 * Whether bytes may have been lost behind a request that wishes for another protocol: Node reads past it what came
 * together with it. Java's HttpClient wishes for HTTP/2 with every request, and sends nothing behind one. To be asked
 * when the request is answered.
 */
export const mayHaveLost = (incoming: IncomingMessage): boolean => {
  const { socket } = incoming;
  const end = (starts.get(socket) ?? 0) + shortestLength(incoming);
  if (incoming.complete && socket.bytesRead === end) {
    starts.set(socket, end);
    return false;
  }
  return true;
};

/** Bytes of a request that is written without anything that may be left out: one that is not is longer. */
const shortestLength = ({ method = '', url = '', rawHeaders, headers }: IncomingMessage): number => {
  const head = method.length + url.length + ' '.length + ' HTTP/1.1\r\n\r\n'.length;
  // A name and a value have ": " and a line end around them.
  return rawHeaders.reduce((length, text) => length + text.length + 2, head + Number(headers['content-length'] ?? 0));
};
