import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';

import type { NeutralAnswer } from '../../http/message.ts';
import { hurryReader } from './close-gently.ts';
import { writeHeaders } from './write-headers.ts';

/** Characters of long answers that wait for their time or their readers, together. Each may have this much by itself. */
const MOST_UNSENT = 128 * 1024 * 1024;

/** Characters of long answers that are made in one turn of the event loop. */
const MOST_MADE = 8 * 1024 * 1024;

/** Of shorter answers no account is kept. */
const LONG = 64 * 1024;

/** Writes an answer; throws where a header can't be sent. */
export type Write = (response: ServerResponse, method: string, answer: NeutralAnswer) => void;

/** Sends answers so that those that nobody reads hold a bounded amount of memory: the oldest is cut off. */
export interface Sending {
  readonly write: Write;
  /** Calls back to make an answer: at once, unless long ones were made that have to be sent, or cut off, before. */
  readonly admit: (make: () => void) => void;
  /** Takes account of an answer that was made, until its response is closed. */
  readonly made: (response: ServerResponse, answer: NeutralAnswer) => void;
}

export const createSending = (): Sending => {
  const sizes = new Map<ServerResponse, number>();
  const waiting: (() => void)[] = [];
  let unsent = 0;
  let madeNow = 0;
  let hasTurn = false;

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
  /** What was cut off gives its memory back between two turns. */
  const nextTurn = (): void => {
    if (hasTurn) return;
    hasTurn = true;
    setImmediate(() => {
      hasTurn = false;
      // One at a time, since its length is known when it is made.
      waiting.shift()?.();
      // Once it is made: who comes then does not wait behind all that wait already.
      queueMicrotask(() => process.nextTick(() => (madeNow = 0)));
      if (waiting.length > 0) nextTurn();
    });
  };

  return {
    write: (response, method, answer) => {
      const { socket } = response;
      writeAnswer(response, method, answer);
      if (socket && (answer.more || socket.writableLength > 0)) hurryReader(socket);
    },
    admit: (make) => {
      if (madeNow <= MOST_MADE) make();
      else waiting.push(make);
    },
    made: (response, { body, more }) => {
      const size = body.length + (more?.weight ?? 0);
      if (size <= LONG) return;
      account(response, size);
      madeNow += size;
      nextTurn();
    },
  };
};

const writeAnswer: Write = (response, method, answer) => {
  const { status, body, more } = answer;
  if (more) {
    response.writeHead(status, writeHeaders(answer));
    if (method === 'HEAD') response.end();
    else writeOn(response, more.pieces).catch(() => response.destroy());
    return;
  }
  if (body === '') {
    response.writeHead(status, writeHeaders(answer)).end();
    return;
  }
  // A long text would be written into a buffer of three times its length.
  const bytes = body.length > LONG ? Buffer.from(body) : undefined;
  const length = String(bytes?.byteLength ?? Buffer.byteLength(body));
  const headers = { ...answer.headers, 'content-length': length };
  response.writeHead(status, writeHeaders({ ...answer, headers }));
  response.end(method === 'HEAD' ? undefined : (bytes ?? body));
};

/** Writes a piece a turn of the event loop, and no faster than it is read. */
const writeOn = async (response: ServerResponse, pieces: Iterable<string>): Promise<void> => {
  const gone = new Promise((resolve) => response.once('close', resolve));
  for (const piece of pieces) {
    if (!response.write(piece)) await Promise.race([new Promise((resolve) => response.once('drain', resolve)), gone]);
    // A fast reader has read by now, and others have not had their turn.
    await turn();
    if (response.destroyed) return;
  }
  response.end();
};

// The answers of one turn of the event loop are written together: a write that wakes a waiting
// client costs three times one to a client that is awake, and so only the first one does.
let unwritten: (() => void)[] = [];

/** Calls back at the end of this turn of the event loop. */
export const soon = (write: () => void): void => {
  if (unwritten.push(write) > 1) return;
  setImmediate(() => {
    const writes = unwritten;
    unwritten = [];
    for (const each of writes) each();
  });
};
