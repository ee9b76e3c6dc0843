import type { IncomingMessage, ServerResponse } from 'node:http';

import type { DirectRequest } from './direct-request.ts';

/** What becomes of a body. */
export interface BodyReader {
  /** Bytes that are kept. Of a longer body `done` gets one more, to show that it is. */
  readonly limit: number;
  readonly done: (body: Uint8Array) => void;
  /** Called instead where the bodies under way hold too much memory. */
  readonly full: () => void;
}

/** A body beyond its limit is read on and thrown away, up to this many bytes, so that its sender gets to
 * read the answer instead of a reset connection. */
const MOST_DISCARDED = 64 * 1024 * 1024;

/** Bytes of all bodies together, until they are answered. Each may have this much by itself. */
const MOST_HELD = 128 * 1024 * 1024;

/** Of smaller bodies no account is kept. */
const SMALL = 16 * 1024;

/** Reads bodies; together they hold a bounded amount of memory. */
export const createBodyReading = (): ((
  incoming: DirectRequest,
  response: ServerResponse,
  reader: BodyReader,
) => void) => {
  let held = 0;

  return (incoming, response, { limit, done, full }) => {
    let body: Uint8Array = EMPTY;
    let length = 0;
    let received = 0;
    let own = 0;
    let finished = false;
    let isCutOff = false;

    /** Takes memory for this body; false where the others have it. */
    const hold = (size: number): boolean => {
      if (held > own && held - own + size > MOST_HELD) return false;
      if (own === 0)
        response.once('close', () => {
          held -= own;
        });
      held += size - own;
      own = size;
      return true;
    };
    const keep = (chunk: Uint8Array): boolean => {
      const total = length + chunk.byteLength;
      // One buffer that grows: in a list of pieces each costs a hundred bytes, be it of one byte.
      const size = total > body.byteLength ? Math.max(total, Math.min(limit + 1, 2 * length)) : body.byteLength;
      if (size > SMALL && size !== own && !hold(size)) return false;
      if (length === 0) body = chunk;
      else {
        if (size > body.byteLength) {
          const grown = Buffer.allocUnsafeSlow(size);
          grown.set(body.subarray(0, length));
          body = grown;
        }
        body.set(chunk, length);
      }
      length = total;
      return true;
    };
    const finish = (): void => {
      if (finished) return;
      finished = true;
      done(body.byteLength === length ? body : body.subarray(0, length));
    };

    const take = (chunk: Buffer): void => {
      if (isCutOff) return;
      received += chunk.byteLength;
      const room = limit + 1 - length;
      if (!finished && room > 0 && !keep(chunk.byteLength > room ? chunk.subarray(0, room) : chunk)) {
        finished = true;
        body = EMPTY;
        full();
      }
      if (received <= limit + MOST_DISCARDED) return;
      isCutOff = true;
      if (response.headersSent) incoming.destroy();
      else response.setHeader('connection', 'close').once('finish', () => incoming.destroy());
      finish();
    };
    incoming.readDirectly({ take, end: finish });
    // The sender is gone: nobody is left to answer.
    incoming.on('error', () => incoming.destroy());
  };
};

const EMPTY = new Uint8Array();

/** Throws away the body of a request that is answered without it, up to a bound. */
export const discardBody = (incoming: IncomingMessage): void => {
  let received = 0;
  incoming.on('data', (chunk: Buffer) => {
    received += chunk.byteLength;
    if (received > MOST_DISCARDED) incoming.destroy();
  });
  incoming.on('error', () => incoming.destroy());
};
