import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The order of the requests on each connection. */
export interface Turns {
  /** Calls back once the requests before it on its connection are answered; never if that is cut off. */
  readonly take: (incoming: IncomingMessage, response: ServerResponse, begin: () => void) => void;
  /**
   * What comes now on a connection is no request. Calls back once the requests before it are answered;
   * never where it belongs to a request whose answer is out.
   */
  readonly spoil: (socket: Socket, refuse: () => void) => void;
  /** Whether the last request on a connection is not whole yet. */
  readonly isHalf: (socket: Socket) => boolean;
  /** Whether a connection waits for its client. */
  readonly isIdle: (socket: Socket) => boolean;
}

/** Bytes that a client may send ahead of its answers: some hundred requests. */
const MOST_AHEAD = 128 * 1024;

interface Line {
  /** What is being answered. */
  current: ServerResponse;
  last: ServerResponse;
  /** Of each request that waits: how many bytes had come by it. */
  readonly waiting: number[];
  isCut: boolean;
  refuse: (() => void) | undefined;
}

/**
 * Has each connection's requests answered one after the other, so that it holds one answer at most,
 * whoever does not read. Of a client that sends on and on without reading, the answer that is under way is
 * the last (RFC 9112 section 9.3.2 has clients repeat the others).
 */
export const createTurns = (): Turns => {
  const lines = new WeakMap<Socket, Line>();

  return {
    take: (incoming, response, begin) => {
      const { socket } = incoming;
      const line = lines.get(socket);
      if (!socket.writable || line?.isCut) {
        leave(socket);
        return;
      }
      if (!line) {
        lines.set(socket, { current: response, last: response, waiting: [], isCut: false, refuse: undefined });
        begin();
        return;
      }
      const before = line.last;
      line.last = response;
      if (before.writableFinished) {
        line.current = response;
        begin();
        return;
      }
      const arrived = socket.bytesRead;
      const first = line.waiting[0] ?? arrived;
      if (arrived - first > MOST_AHEAD) {
        line.isCut = true;
        line.current.once('close', () => socket.destroySoon());
        leave(socket);
        return;
      }
      line.waiting.push(arrived);
      before.once('close', () => {
        if (!socket.writable || line.isCut) return;
        line.current = response;
        line.waiting.shift();
        if (line.refuse && !incoming.complete) line.refuse();
        else begin();
      });
    },
    spoil: (socket, refuse) => {
      const line = lines.get(socket);
      if (!line) return refuse();
      const { last } = line;
      if (last.req.complete) {
        if (last.writableFinished) return refuse();
        // First, since Node closes the connection then if the client has ended its side.
        last.prependOnceListener('finish', () => {
          if (last.getHeader('connection') !== 'close') refuse();
        });
      } else if (last !== line.current) line.refuse = refuse;
      else if (last.headersSent) socket.destroySoon();
      else refuse();
    },
    isHalf: (socket) => lines.get(socket)?.last.req.complete === false,
    isIdle: (socket) => lines.get(socket)?.last.writableFinished !== false,
  };
};

/** Reads no more of a connection. Node goes on reading at the end of each request, so that comes behind it. */
const leave = (socket: Socket): void => queueMicrotask(() => socket.pause());
