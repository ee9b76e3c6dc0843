import type { Answer, Behaviour, Change, Filter } from './behaviour.ts';
import { readPairs, toFilter } from './conforming-behaviour.ts';
import type { FaultRow, ManagementFault } from './fault.ts';
import { onAnswer, onFits, onList, plant } from './fault.ts';
import type { OperationId } from './operations.ts';
import type { RepositoryRow } from './world.ts';
import { tally } from './world.ts';

const LISTS: readonly OperationId[] = ['listRepositories', 'listSharedRepositories'];

type Fits = (row: RepositoryRow, wanted: string) => boolean;
const always: Fits = () => true;

const matching = (rules: Partial<Record<'namespace' | 'name' | 'category', Fits>>): Change => {
  const { namespace, name, category } = {
    namespace: (row: RepositoryRow, wanted: string) => row.namespace === wanted,
    name: (row: RepositoryRow, wanted: string) => row.name === wanted,
    category: (row: RepositoryRow, wanted: string) => row.category === wanted,
    ...rules,
  };
  return onFits(
    (row, filter) =>
      (filter.namespace === undefined || namespace(row, filter.namespace)) &&
      (filter.name === undefined || name(row, filter.name)) &&
      (filter.category === undefined || category(row, filter.category)),
  );
};

const cutting =
  (cut: (rows: readonly RepositoryRow[], offset: number, limit: number) => readonly RepositoryRow[]): Change =>
  (plain) => ({
    cut: (rows, filter) =>
      filter.offset === undefined || filter.limit === undefined
        ? plain.cut(rows, filter)
        : cut(rows, filter.offset, filter.limit),
  });

const ranging =
  (range: (offset: number, shown: number, total: number, filter: Filter) => string | undefined): Change =>
  () => ({
    range: (filter, shown, total) =>
      filter.offset === undefined || filter.limit === undefined
        ? undefined
        : range(filter.offset, shown, total, filter),
  });

// Refused filters that are taken.
const taking =
  (which: (pairs: ReadonlyMap<string, string>) => boolean, operations = LISTS): Change =>
  (plain) => ({
    parseFilter: (operation, query) => {
      const pairs = readPairs(new URLSearchParams(query).get('filter') ?? '');
      const filter = plain.parseFilter(operation, query);
      return filter ?? (pairs && operations.includes(operation) && which(pairs) ? toFilter(pairs) : undefined);
    },
  });

const hasOnly =
  (one: string, other: string) =>
  (pairs: ReadonlyMap<string, string>): boolean =>
    pairs.has(one) && !pairs.has(other);

const anyText: Change = (plain) => ({
  parseFilter: (operation, query) =>
    plain.parseFilter(operation, query) ??
    (LISTS.includes(operation) && /filter=[^&]*[^:]/.test(query) && !query.includes('::') ? {} : undefined),
});

const noFilter: Change = (plain) => ({
  parseFilter: (operation, query) =>
    plain.parseFilter(operation, query) ?? (operation === 'listRepositories' && query === '' ? {} : undefined),
});

// Takes "%7C" and "%3A%3A" for what they are.
const undecoded: Change = (plain) => ({
  parseFilter: (operation, query) => {
    const filter = plain.parseFilter(operation, query);
    return filter && /%(7c|3a)/i.test(query) ? { ...filter, namespace: '%', category: '%' } : filter;
  },
});
const undecodedBar: Change = (plain) => ({
  parseFilter: (operation, query) => plain.parseFilter(operation, query.replaceAll(/%7c.*$/gi, '')),
});
const onlyEncoded: Change = (plain) => ({
  parseFilter: (operation, query) => (query.includes('|') ? undefined : plain.parseFilter(operation, query)),
});

const unordered: Behaviour['order'] = (rows, world) => {
  const turn = tally(world, 'list');
  return rows.length < 2 ? rows : [...rows.slice(turn % rows.length), ...rows.slice(0, turn % rows.length)];
};

const reversed: Change = (plain) => ({
  parseFilter: (operation, query) => plain.parseFilter(operation, query),
  cut: (rows, filter) => plain.cut(filter.offset === undefined ? rows : rows.toReversed(), filter),
});

const lists = (rows: readonly (readonly [string, string, string, Change])[], law: string): FaultRow[] =>
  rows.map(([id, clause, title, change]): FaultRow => [`rl-${id}`, clause, law, title, change]);

const filters = lists(
  [
    ['namespace-off', 'RL5', 'ignores the filter by namespace', matching({ namespace: always })],
    [
      'namespace-prefix',
      'RL5',
      'finds namespaces that start so',
      matching({ namespace: (row, wanted) => row.namespace.startsWith(wanted) }),
    ],
    [
      'namespace-part',
      'RL5',
      'finds namespaces of which the filter starts so',
      matching({ namespace: (row, wanted) => wanted.startsWith(row.namespace) }),
    ],
    [
      'namespace-case',
      'RL5',
      'the filter by namespace is blind for case',
      matching({ namespace: (row, wanted) => row.namespace === wanted.toLowerCase() }),
    ],
    ['namespace-none', 'RL5', 'the filter by namespace finds nothing', matching({ namespace: () => false })],
    ['name-off', 'RL5', 'ignores the filter by name', matching({ name: always })],
    ['name-none', 'RL5', 'the filter by name finds nothing', matching({ name: () => false })],
    ['category-off', 'RL5', 'ignores the filter by category', matching({ category: always })],
    ['category-none', 'RL5', 'the filter by category finds nothing', matching({ category: () => false })],
    [
      'category-unset',
      'RL5',
      'the filter by category finds those without',
      matching({ category: (row, wanted) => row.category === wanted || row.category === '' }),
    ],
    [
      'either',
      'RL5',
      'finds what fits one of the filters',
      onFits((row, { namespace, name, category }) =>
        [
          namespace === undefined && name === undefined && category === undefined,
          row.namespace === namespace,
          row.name === name,
          row.category === category,
        ].includes(true),
      ),
    ],
    [
      'first-only',
      'RL5',
      'a filter by namespace and name heeds the name only',
      onFits(
        (row, { namespace, name, category }) =>
          (name !== undefined || namespace === undefined || row.namespace === namespace) &&
          (name === undefined || row.name === name) &&
          (category === undefined || row.category === category),
      ),
    ],
    ['undecoded', 'RL1', 'does not decode the filter', undecoded],
    ['undecoded-bar', 'RL1', 'reads %7C as the end of the filter', undecodedBar],
    ['only-encoded', 'RL1', 'refuses a filter with a plain |', onlyEncoded],
    ['empty', 'RL5', 'lists nothing', onList('listRepositories', () => [])],
    [
      'object',
      'RL5',
      'answers an object',
      onAnswer('listRepositories', (answer) =>
        answer.status === 200 ? { ...answer, value: { repos: answer.value } } : answer,
      ),
    ],
    [
      'none-404',
      'RL5',
      'answers 404 to a list of nothing',
      onAnswer('listRepositories', (answer) =>
        Array.isArray(answer.value) && answer.value.length === 0 ? { ...answer, status: 404 } : answer,
      ),
    ],
    [
      'none-null',
      'RL5',
      'answers null to a list of nothing',
      onAnswer('listRepositories', (answer) =>
        Array.isArray(answer.value) && answer.value.length === 0 ? { ...answer, value: null } : answer,
      ),
    ],
    [
      'one-object',
      'RL5',
      'a list of one is no list',
      onAnswer('listRepositories', (answer) =>
        Array.isArray(answer.value) && answer.value.length === 1 ? { ...answer, value: answer.value[0] } : answer,
      ),
    ],
  ],
  'l-filters',
);

const lastLost = (answer: Answer): Answer =>
  Array.isArray(answer.value) && answer.value.length > 1 ? { ...answer, value: answer.value.slice(0, -1) } : answer;

const pages = lists(
  [
    [
      'offset-1',
      'RL3',
      'offsets count from 1',
      cutting((rows, offset, limit) => rows.slice(Math.max(0, offset - 1), Math.max(0, offset - 1) + limit)),
    ],
    ['offset-off', 'RL3', 'ignores offset', cutting((rows, _offset, limit) => rows.slice(0, limit))],
    [
      'offset-pages',
      'RL3',
      'offsets count pages',
      cutting((rows, offset, limit) => rows.slice(offset * limit, offset * limit + limit)),
    ],
    ['limit-off', 'RL3', 'ignores limit', cutting((rows, offset) => rows.slice(offset))],
    [
      'limit-more',
      'RL3',
      'one record more than limit',
      cutting((rows, offset, limit) => rows.slice(offset, offset + limit + 1)),
    ],
    [
      'limit-less',
      'RL3',
      'one record less than limit',
      cutting((rows, offset, limit) => rows.slice(offset, offset + Math.max(1, limit - 1))),
    ],
    ['limit-end', 'RL3', 'limit is the end of the page', cutting((rows, offset, limit) => rows.slice(offset, limit))],
    [
      'limit-5',
      'RL3',
      'pages hold five at most',
      cutting((rows, offset, limit) => rows.slice(offset, offset + Math.min(5, limit))),
    ],
    [
      'last-lost',
      'RL5',
      'the last record is on no page',
      cutting((rows, offset, limit) => rows.slice(0, -1).slice(offset, offset + limit)),
    ],
    ['full-lost', 'RL5', 'a list loses its last record', onAnswer('listRepositories', lastLost)],
    [
      'borders',
      'RL5',
      'pages but the first begin with the last record before',
      cutting((rows, offset, limit) => rows.slice(Math.max(0, offset - (limit > 1 ? 1 : 0))).slice(0, limit)),
    ],
    [
      'twice',
      'RL5',
      'every record twice',
      onList('listRepositories', (items) => items.flatMap((item) => [item, item])),
    ],
    ['unordered', 'RL5', 'another order every time', () => ({ order: unordered })],
    ['reversed', 'RL5', 'pages in another order than the whole list', reversed],
    [
      'beyond',
      'RL5',
      'a page beyond the end is the last page',
      cutting((rows, offset, limit) => rows.slice(offset >= rows.length ? -1 : offset).slice(0, limit)),
    ],
    [
      'beyond-404',
      'RL5',
      '404 beyond the end',
      onAnswer('listRepositories', (answer, { filter }) =>
        answer.status === 200 && (filter.offset ?? 0) > 0 && (answer.value as unknown[]).length === 0
          ? { ...answer, status: 404 }
          : answer,
      ),
    ],
    ['no-range', 'RL5', 'no Content-Range', ranging(() => undefined)],
    [
      'range-last',
      'RL5',
      'Content-Range has the number of the last record',
      ranging((offset, shown, total) => `${offset}-${offset + shown}/${total}`),
    ],
    [
      'range-limit',
      'RL5',
      'Content-Range has the limit',
      ranging((offset, _shown, total, { limit }) => `${offset}-${limit}/${total}`),
    ],
    [
      'range-total',
      'RL5',
      'the total is what is on the page',
      ranging((offset, shown) => `${offset}-${shown}/${shown}`),
    ],
    [
      'range-total-1',
      'RL5',
      'the total is one too many',
      ranging((offset, shown, total) => `${offset}-${shown}/${total + 1}`),
    ],
    ['range-star', 'RL5', 'the total is unknown', ranging((offset, shown) => `${offset}-${shown}/*`)],
    [
      'range-unit',
      'RL5',
      'Content-Range has a unit',
      ranging((offset, shown, total) => `items ${offset}-${shown}/${total}`),
    ],
    ['range-zero', 'RL5', 'Content-Range starts at 0', ranging((_offset, shown, total) => `0-${shown}/${total}`)],
    [
      'page-unfiltered',
      'RL5',
      'pages heed no category',
      (plain) => ({
        fits: (row, filter, world) =>
          plain.fits(
            row,
            filter.offset === undefined
              ? filter
              : {
                  ...(filter.namespace === undefined ? {} : { namespace: filter.namespace }),
                  ...(filter.name === undefined ? {} : { name: filter.name }),
                },
            world,
          ),
      }),
    ],
  ],
  'l-pages',
);

const rules = lists(
  [
    ['no-filter', 'RL1', 'needs no filter', noFilter],
    ['no-pairs', 'RL1', 'takes filters without pairs', anyText],
    ['offset-alone', 'RL4', 'takes offset without limit', taking(hasOnly('offset', 'limit'))],
    ['limit-alone', 'RL4', 'takes limit without offset', taking(hasOnly('limit', 'offset'))],
    ['center-any', 'RL2', 'takes any center', taking((pairs) => /^[a-z]+$/.test(pairs.get('center') ?? ''))],
    [
      'center-case',
      'RL2',
      'takes center in upper case',
      taking((pairs) => /^(self|thirdparty)$/i.test(pairs.get('center') ?? '')),
    ],
    ['center-empty', 'RL2', 'takes an empty center', taking((pairs) => pairs.get('center') === '')],
    [
      'offset-text',
      'RL3',
      'takes an offset that is no number',
      taking((pairs) => /^[^\d-]/.test(pairs.get('offset') ?? '')),
    ],
    [
      'limit-text',
      'RL3',
      'takes a limit that is no number',
      taking((pairs) => /^[^\d-]/.test(pairs.get('limit') ?? '')),
    ],
  ],
  'l-rules',
);

/** Faults of listRepositories. */
export const listFaults: readonly ManagementFault[] = [
  ...plant('filters of repositories', filters),
  ...plant('pages of repositories', pages),
  ...plant('rules of filters', rules),
];
