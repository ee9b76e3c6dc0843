import {
  type JournalEntry,
  type JournalSummary,
  presentEntry,
  presentSingle,
  type SingleEntry,
  summarise,
} from './journal-entry.ts';
import { type Exchange, type Kept, keepExchange } from './keep-exchange.ts';

/**
 * The last requests: at most 16 KiB of each body and answer, and so many bytes in all. Credentials are taken out
 * when something is shown; until then they are in memory only, as they are in a server's own buffers.
 */
export interface Journal {
  readonly add: (exchange: Exchange) => void;
  /** The newest first. */
  readonly list: (baseUrl: string, limit?: number) => readonly JournalEntry[];
  /** Undefined if it is gone. */
  readonly find: (id: number, baseUrl: string) => SingleEntry | undefined;
  /** Requests after this id, the newest first: those that fit, at most so many, and how many more came. */
  readonly after: (
    id: number,
    limit: number,
    fits?: (summary: JournalSummary) => boolean,
  ) => { readonly requests: readonly JournalSummary[]; readonly missed: number };
  /** How many requests were added since the last `clear`. */
  readonly count: () => number;
  /** Changes with every `clear`: the ids begin anew then. */
  readonly epoch: () => string;
  readonly clear: () => void;
}

/**
 * @param size how many requests are kept, if they are not too long; the oldest go first.
 * @param mostBytes of all that is kept.
 */
export const createJournal = (size = 1000, mostBytes = 8 * 1024 * 1024): Journal => {
  /** By the rest of the id. */
  let kept: (Kept | undefined)[] = [];
  let count = 0;
  /** The last id that is gone. */
  let gone = 0;
  let bytes = 0;
  let epoch = newEpoch();

  const letGoOfOldest = (): Buffer | undefined => {
    gone += 1;
    const oldest = kept[gone % size];
    kept[gone % size] = undefined;
    bytes -= oldest?.size ?? 0;
    return oldest?.memory;
  };
  const newest = (limit: number, above = 0): Kept[] => {
    const found: Kept[] = [];
    for (let id = count; id > Math.max(above, gone) && found.length < limit; id -= 1) {
      const each = kept[id % size];
      if (each) found.push(each);
    }
    return found;
  };
  return {
    add: (exchange) => {
      const used = count - gone < size ? undefined : letGoOfOldest();
      count += 1;
      const added = keepExchange(count, exchange, used);
      kept[count % size] = added;
      bytes += added.size;
      while (bytes > mostBytes) letGoOfOldest();
    },
    list: (baseUrl, limit = size) => newest(limit).map((each) => presentEntry(each, baseUrl)),
    find: (id, baseUrl) => {
      const found = kept[id % size];
      return found?.id === id ? presentSingle(found, baseUrl) : undefined;
    },
    after: (id, limit, fits) => {
      const all = fits ? newest(size, id).map(summarise).filter(fits) : newest(limit, id).map(summarise);
      const requests = all.slice(0, limit);
      // Of what is gone already nobody knows whether it fits.
      return { requests, missed: (fits ? all.length : count - id) - requests.length };
    },
    count: () => count,
    epoch: () => epoch,
    clear: () => {
      kept = [];
      count = 0;
      gone = 0;
      bytes = 0;
      epoch = newEpoch();
    },
  };
};

const newEpoch = (): string => Math.random().toString(36).slice(2);
