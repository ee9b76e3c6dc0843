import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Milliseconds that what is half-sent or half-read has, once the server is to stop. */
const GRACE = 1000;

/**
 * Looks after the connections of a server: none that breaks ends the process, none that does not read
 * stays, and all can be closed.
 *
 * @param isIdle whether a connection waits for its client, and for no answer.
 * @returns stops the server; settles when the last connection is closed, after a second at most.
 */
export const keepConnections = (server: Server, isIdle: (socket: Socket) => boolean): (() => Promise<void>) => {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Node has a listener of its own as long as a connection speaks HTTP: a tunnel that is refused does not.
    socket.on('error', () => undefined);
  };
  server.on('connection', keep);
  // Behind TLS a connection is silent as well where nothing but the greeting was sent.
  server.on('secureConnection', keep);
  // Nothing came or went for a while. One that waits for a late answer stays.
  server.on('timeout', (socket: Socket) => {
    if (socket.writableLength > 0 || isIdle(socket)) socket.destroy();
  });

  return () =>
    new Promise((resolve) => {
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, GRACE);
      server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      // Browsers open connections in advance. Node takes one on which nothing was sent yet for busy.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    });
};
