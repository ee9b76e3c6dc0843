import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Browsers open connections in advance. Node takes one on which nothing was sent yet for busy, and
 * `server.close` would wait a minute for its first request.
 *
 * @returns closes these connections; call it after `server.close`.
 */
export const trackSilent = (server: Server): (() => void) => {
  const sockets = new Set<Socket>();
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  // Behind TLS a connection is silent as well where nothing but the greeting was sent.
  server.on('connection', track);
  server.on('secureConnection', track);
  return () => {
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
};
