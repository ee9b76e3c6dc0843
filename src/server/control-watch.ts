import type { FaultRule } from '../engine/create-faults.ts';
import { baseUrlOf, queryOf } from '../http/message.ts';
import { type Endpoint, empty, json, refuse } from './control-answers.ts';
import type { Journal } from './journal/journal.ts';

/** What the running server says about itself. */
export type Facts = Readonly<Record<string, unknown>>;

/** What is watched. */
export interface Watched {
  readonly journal: Journal;
  readonly health: () => Facts;
  readonly faults: () => readonly FaultRule[];
}

/** Requests that one poll shows at most; beyond, a busy server's page would not keep up. */
const MOST_SHOWN = 50;

/**
 * What happened: `GET requests` with everything, `GET requests/{id}` for one, and `GET events` for a
 * page that stays open. It polls with the cursor of the last answer and gets what came since, at most
 * 50 requests, so that it costs a busy server nothing and keeps no connection that a stop would wait for.
 */
export const createWatchEndpoints = ({
  journal,
  health,
  faults,
}: Watched): Readonly<Record<string, Readonly<Record<string, Endpoint>>>> => ({
  requests: {
    GET: (request, [id, ...more]) => {
      const baseUrl = baseUrlOf(request);
      if (id !== undefined) {
        const entry = more.length === 0 && /^[1-9]\d{0,14}$/.test(id) ? journal.find(Number(id), baseUrl) : undefined;
        return entry
          ? json(200, entry)
          : refuse(404, `The journal has no request ${[id, ...more].join('/')} any more.`);
      }
      const limit = new URLSearchParams(queryOf(request.target)).get('limit') ?? '200';
      if (!/^[1-9]\d{0,5}$/.test(limit))
        return refuse(400, `Failed to list requests: limit "${limit}" is not a number from 1.`);
      return json(200, journal.list(baseUrl, Number(limit)));
    },
    DELETE: (_request, rest) => {
      if (rest.length > 0) return refuse(405, 'Single requests are not deleted.');
      journal.clear();
      return empty();
    },
  },
  events: {
    GET: (request) => {
      const [epoch, id = ''] = (new URLSearchParams(queryOf(request.target)).get('after') ?? '').split('.');
      // A cursor of before a restart or a clearing means nothing now.
      const isCurrent = epoch === journal.epoch() && /^\d{1,15}$/.test(id) && Number(id) <= journal.count();
      const after = isCurrent ? Number(id) : 0;
      const requests = journal.after(after, MOST_SHOWN);
      return json(200, {
        cursor: `${journal.epoch()}.${journal.count()}`,
        /** Whether the list begins anew. */
        fresh: !isCurrent,
        requests,
        /** Requests that came and are not in the list. */
        missed: journal.count() - after - requests.length,
        count: journal.count(),
        faults: faults(),
        health: health(),
      });
    },
  },
});
