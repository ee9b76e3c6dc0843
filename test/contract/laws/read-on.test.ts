import { describe, expect, it } from 'vitest';

import type { Report } from '../../../src/contract/report/report.ts';
import type { Hooks } from '../../faults/serve.ts';
import { loadEdition } from '../../load-edition.ts';
import { titlesOf, verifyServed } from '../verify-fake.ts';

// A list whose answer says where the next one begins: the run reads on to the last page.
const document = loadEdition('2025-10');
const LIST = 'listRepositoriesV3';

const check = (...hooks: readonly Hooks[]): Promise<Report> => verifyServed(document, hooks, { operations: [LIST] });

type Query = URLSearchParams;
type Body = { repos: unknown[]; nextMarker?: number };

/** Changes what the list is asked, and what it answers. */
const fault = (ask: (query: Query) => void, change: (body: Body, query: Query) => Body = (body) => body): Hooks => ({
  around: async ({ operation, request }, next) => {
    if (operation?.id !== LIST) return next(request);
    const [path, sent] = request.target.split('?');
    const query = new URLSearchParams(sent);
    ask(query);
    const answer = await next({ ...request, target: `${path}?${query}` });
    return answer.status === 200
      ? { ...answer, body: JSON.stringify(change(JSON.parse(answer.body), new URLSearchParams(sent))) }
      : answer;
  },
});
const none = (): void => undefined;
/** Does not look at what is a number: what is none is refused all the same. */
const forget =
  (name: string) =>
  (query: Query): void => {
    if (/^[1-9]\d{0,3}$/.test(query.get(name) ?? '') && query.get(name) !== '1001') query.delete(name);
  };
/** Gives the place of the record before or behind the last one. */
const misplaced = (by: -1 | 1): Hooks => ({
  around: async ({ operation, request }, next, store) => {
    const answer = await next(request);
    const body = operation?.id === LIST && answer.status === 200 ? JSON.parse(answer.body) : {};
    if (body.nextMarker === undefined) return answer;
    const { namespace } = body.repos[0];
    const ids = store.list('repositories', { where: { namespace } }).records.map(({ id }) => id);
    return { ...answer, body: JSON.stringify({ ...body, nextMarker: ids[ids.indexOf(body.nextMarker) + by] ?? 1 }) };
  },
});

describe('a list that is read by markers', () => {
  it('is read to its end', async () => {
    const report = await check();
    expect(report).toMatchObject({ outcome: 'conforms', findings: [], leftBehind: [] });
    const paged = report.results.filter(({ family }) => family === `law/paged-by-${LIST}`);
    expect(paged.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 5 }, () => 'pass'));
  });

  it.each<[string, Hooks, RegExp]>([
    ['begins anew whatever the marker', fault(forget('marker')), /than marker and limit say: records? 1/],
    ['forgets the limit', fault(forget('limit')), /than marker and limit say: records 1, 2/],
    [
      'has no end',
      fault(none, (body) => ({ nextMarker: 7, ...body })),
      /shows nextMarker 7 \(expected no nextMarker behind/,
    ],
    [
      'ends after the first page',
      fault(none, ({ repos }) => ({ repos })),
      /nextMarker missing \(expected nextMarker, for/,
    ],
    ['leaves out a record between two pages', misplaced(1), /than marker and limit say: /],
    ['shows one twice', misplaced(-1), /than marker and limit say: /],
    [
      'forgets the filter where it is read on',
      fault((query) => (query.has('marker') ? query.delete('namespace') : undefined)),
      /not all of which the whole list has/,
    ],
  ])('%s: one finding', async (_what, hooks, title) => {
    expect(titlesOf(await check(hooks))).toEqual([expect.stringMatching(title)]);
  });
});
