import type { FaultRule } from '../../engine/answers/create-faults.ts';
import { baseUrlOf, queryOf } from '../../http/message.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalSummary } from '../journal/journal-entry.ts';
import { type Endpoint, empty, json, refuse } from './control-answers.ts';

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
 * `verdict`, `clause` and `text` leave others out.
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
      const query = new URLSearchParams(queryOf(request.target));
      const [epoch, id = ''] = (query.get('after') ?? '').split('.');
      // A cursor of before a restart or a clearing means nothing now.
      const isCurrent = epoch === journal.epoch() && /^\d{1,15}$/.test(id) && Number(id) <= journal.count();
      const after = isCurrent ? Number(id) : 0;
      const fits = readFilter(query);
      if (typeof fits === 'string') return refuse(400, `Failed to list requests: ${fits}`);
      const { requests, missed } = journal.after(after, MOST_SHOWN, fits);
      return json(200, {
        cursor: `${journal.epoch()}.${journal.count()}`,
        /** Whether the list begins anew. */
        fresh: !isCurrent,
        requests,
        /** Requests that came, fit and are not in the list. */
        missed,
        count: journal.count(),
        faults: faults(),
        health: health(),
      });
    },
  },
});

/** What a status says, in a word. */
const VERDICTS: Readonly<Record<string, (status: number | null) => boolean>> = {
  done: (status) => status !== null && status < 400,
  refused: (status) => status !== null && status >= 400 && status < 500,
  failed: (status) => status === null || status >= 500,
};

/**
 * Which requests are wanted; undefined where all are.
 *
 * @returns or what is wrong with the wish, as a text.
 */
const readFilter = (query: URLSearchParams): ((summary: JournalSummary) => boolean) | undefined | string => {
  const [verdict = '', clause = '', text = ''] = ['verdict', 'clause', 'text'].map((name) =>
    (query.get(name) ?? '').trim().toLowerCase(),
  );
  if (verdict === '' && clause === '' && text === '') return undefined;
  const hasVerdict = Object.hasOwn(VERDICTS, verdict) ? VERDICTS[verdict] : undefined;
  if (verdict !== '' && !hasVerdict)
    return `verdict "${verdict.slice(0, 100)}" is none of ${Object.keys(VERDICTS).join(', ')}.`;
  return ({ status, issues, subject, operation, method, target }) =>
    (!hasVerdict || hasVerdict(status)) &&
    (clause === '' || issues.some((issue) => [issue.clause, issue.code].some((id) => id?.toLowerCase() === clause))) &&
    (text === '' || `${subject} ${operation ?? ''} ${method} ${target} ${status}`.toLowerCase().includes(text));
};
