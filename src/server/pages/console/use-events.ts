import { useEffect, useState } from 'preact/hooks';

import type { FaultRule } from '../../../engine/answers/create-faults.ts';
import type { JournalSummary } from '../../journal/journal-entry.ts';
import { call } from '../parts/api.ts';

interface Events {
  readonly cursor: string;
  readonly fresh: boolean;
  readonly requests: readonly JournalSummary[];
  readonly missed: number;
  readonly count: number;
  readonly faults: readonly FaultRule[];
  readonly health: { readonly records?: Readonly<Record<string, number>> };
}

/** Which requests are listed: those that have each of these, where it is no empty text. */
export interface Filter {
  readonly verdict: string;
  readonly clause: string;
  readonly text: string;
}

/** No filter. */
export const EVERYTHING: Filter = { verdict: '', clause: '', text: '' };

/** The running server as this page knows it. */
export interface Live {
  readonly state: 'connecting' | 'live' | 'disconnected';
  /** The newest first, at most 200. */
  readonly requests: readonly JournalSummary[];
  /** The journal they are from: after a restart or a clearing their ids begin anew. */
  readonly epoch: string;
  /** What they are filtered by. */
  readonly filter: Filter;
  /** How many came that fit the filter, since it was set. */
  readonly fitting: number;
  /** Ids before which some were left out, and how many. */
  readonly gaps: ReadonlyMap<number, number>;
  readonly count: number;
  readonly faults: readonly FaultRule[];
  readonly health: Events['health'];
  /** How often the server was lost and found again. */
  readonly connection: number;
}

const SHOWN = 200;
const INTERVAL = 700;
const LONGEST_WAIT = 5000;

const START: Live = {
  state: 'connecting',
  requests: [],
  epoch: '',
  filter: EVERYTHING,
  fitting: 0,
  gaps: new Map(),
  count: 0,
  faults: [],
  health: {},
  connection: 0,
};

const take = (before: Live, events: Events, filter: Filter): Live => {
  const requests = events.fresh ? events.requests : [...events.requests, ...before.requests].slice(0, SHOWN);
  const gaps = new Map(events.fresh ? [] : before.gaps);
  const oldest = events.requests.at(-1);
  if (oldest && events.missed > 0) gaps.set(oldest.id, events.missed);
  const known = new Set(requests.map(({ id }) => id));
  for (const id of gaps.keys()) if (!known.has(id)) gaps.delete(id);
  const { count, faults, health } = events;
  const fitting = (events.fresh ? 0 : before.fitting) + events.requests.length + events.missed;
  const connection = before.connection + (before.state === 'disconnected' ? 1 : 0);
  const epoch = events.cursor.split('.')[0] ?? '';
  return { state: 'live', requests, epoch, filter, fitting, gaps, count, faults, health, connection };
};

/**
 * Follows the server: polls with a cursor, slower while it does not answer, not at all while nobody
 * looks at the page.
 */
export const useEvents = (filter: Filter): { readonly live: Live; readonly poll: () => void } => {
  const [live, setLive] = useState(START);
  const [poll, setPoll] = useState<() => void>(() => () => undefined);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let cursor = '';
    const wanted = String(new URLSearchParams({ ...filter }));
    let wait = INTERVAL;
    let busy = false;
    const aborter = new AbortController();
    const look = async (): Promise<void> => {
      clearTimeout(timer);
      if (busy || document.hidden) return;
      busy = true;
      const answered = await call<Events>('GET', `events?after=${cursor}&${wanted}`, undefined, aborter.signal);
      busy = false;
      if (aborter.signal.aborted) return;
      if (answered.ok) {
        wait = INTERVAL;
        cursor = answered.value.cursor;
        setLive((before) => take(before, answered.value, filter));
      } else {
        wait = Math.min(wait * 2, LONGEST_WAIT);
        setLive((before) => ({ ...before, state: 'disconnected' }));
      }
      timer = setTimeout(look, wait);
    };
    const again = (): void => void look();
    document.addEventListener('visibilitychange', again);
    setPoll(() => again);
    again();
    return () => {
      aborter.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', again);
    };
  }, [filter]);
  return { live, poll };
};
