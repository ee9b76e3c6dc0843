import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

import type { NeutralAnswer } from '../../http/message.ts';

/** Milliseconds in which a sender that goes on gets to read why it should not. */
const LINGER = 1000;

/** Answers on a connection whose bytes are no request, and closes it. */
export const refuseSocket = (socket: Socket, { status, headers, body }: NeutralAnswer): void => {
  const lines = Object.entries({
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  // What still comes is thrown away: to close at once would reset the connection before the answer is read.
  socket.resume();
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`, () => {
    const timer = setTimeout(() => socket.destroy(), LINGER);
    socket.once('close', () => clearTimeout(timer));
  });
};
