import type { Socket } from 'node:net';

/** Milliseconds in which a client that still sends gets to read the last answer. */
const LINGER = 1000;

/** Milliseconds in which an answer that is being read has to get on. */
const SLOWEST_READER = 30_000;

/**
 * Lets a connection time out unless what is written gets on. Node does so for every request with `server.timeout`,
 * which costs a thirtieth of a create; hardly one answer is not taken at once.
 */
export const hurryReader = (socket: Socket): void => {
  socket.setTimeout(SLOWEST_READER);
};

/**
 * Ends a connection behind all that was written. To close it at once would reset it where the client still sends,
 * and take away what it has not read yet.
 */
export const closeGently = (socket: Socket, last = ''): void => {
  hurryReader(socket);
  socket.end(last, () => {
    const timer = setTimeout(() => socket.destroy(), LINGER);
    socket.once('close', () => clearTimeout(timer));
  });
};
