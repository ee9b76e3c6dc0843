import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

import type { NeutralAnswer } from '../../http/message.ts';
import { closeGently } from './close-gently.ts';

/** Answers on a connection whose bytes are no request, and closes it. */
export const refuseSocket = (socket: Socket, { status, headers, body }: NeutralAnswer): void => {
  const lines = Object.entries({
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  closeGently(socket, `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  // What still comes is thrown away.
  socket.resume();
};
