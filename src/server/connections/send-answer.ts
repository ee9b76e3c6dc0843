import type { ServerResponse } from 'node:http';

import type { NeutralAnswer } from '../../http/message.ts';

/** Bytes of long answers that wait for their readers, together. Each may have this much by itself. */
const MOST_UNSENT = 128 * 1024 * 1024;

/** Of shorter answers no account is kept. */
const LONG = 64 * 1024;

/** Sends answers; those that nobody reads hold a bounded amount of memory: the oldest is cut off. */
export const createSending = (): ((response: ServerResponse, method: string, answer: NeutralAnswer) => void) => {
  const sizes = new Map<ServerResponse, number>();
  let unsent = 0;

  const forget = (response: ServerResponse): void => {
    unsent -= sizes.get(response) ?? 0;
    sizes.delete(response);
  };
  const account = (response: ServerResponse, size: number): void => {
    response.once('close', () => forget(response));
    sizes.set(response, size);
    unsent += size;
    for (const oldest of sizes.keys()) {
      if (unsent <= MOST_UNSENT || oldest === response) return;
      forget(oldest);
      oldest.destroy();
    }
  };

  return (response, method, { status, headers, body }) => {
    if (body === '') {
      response.writeHead(status, headers as Record<string, string>).end();
      return;
    }
    if (body.length > LONG) account(response, body.length);
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(method === 'HEAD' ? undefined : body);
  };
};

// The answers of one turn of the event loop are written together: a write that wakes a waiting
// client costs three times one to a client that is awake, and so only the first one does.
let waiting: (() => void)[] = [];

/** Calls back at the end of this turn of the event loop. */
export const soon = (write: () => void): void => {
  if (waiting.push(write) > 1) return;
  setImmediate(() => {
    const writes = waiting;
    waiting = [];
    for (const each of writes) each();
  });
};
