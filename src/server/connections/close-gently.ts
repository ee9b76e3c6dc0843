import type { Socket } from 'node:net';

/** Milliseconds in which a client that still sends gets to read the last answer. */
const LINGER = 1000;

/**
 * Ends a connection behind all that was written. To close it at once would reset it where the client still sends,
 * and take away what it has not read yet.
 */
export const closeGently = (socket: Socket, last = ''): void => {
  socket.end(last, () => {
    const timer = setTimeout(() => socket.destroy(), LINGER);
    socket.once('close', () => clearTimeout(timer));
  });
};
