import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

import type { NeutralAnswer } from '../../http/message.ts';
import { closeGently } from './close-gently.ts';
import { writeHeaders } from './write-headers.ts';

/** Answers on a connection whose bytes are no request, and closes it. */
export const refuseSocket = (socket: Socket, answer: NeutralAnswer): void => {
  const { status, body } = answer;
  const headers = { ...answer.headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const written = writeHeaders({ ...answer, headers });
  const lines = written.map((text, index) => text + (index % 2 === 0 ? ': ' : '\r\n'));
  closeGently(socket, `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  // What still comes is thrown away.
  socket.resume();
};
