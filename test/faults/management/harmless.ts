import type { Answer, Behaviour, Change, Filter } from './behaviour.ts';
import { refuse } from './behaviour.ts';
import { readPairs, toFilter } from './conforming-behaviour.ts';
import type { ManagementVariation } from './fault.ts';
import { noteOf, onAct, onView, together } from './fault.ts';
import type { OperationId } from './operations.ts';
import { operations } from './operations.ts';
import type { World } from './world.ts';
import { addNamespace, keyOf, tally } from './world.ts';

const onEvery =
  (change: (answer: Answer, world: World) => Answer | Promise<Answer>): Change =>
  () => ({ answer: (answer, _call, world) => change(answer, world) });

const withProblem = (text: string, type = 'application/json'): Change =>
  onEvery((answer) => (answer.status < 400 ? answer : { ...answer, text, headers: { 'content-type': type } }));

const addKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(addKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, each]) => [name, addKeys(each)] as const);
  return { total_range: 7, ...Object.fromEntries(entries), 'x-extra': null };
};

const turnKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turnKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, each]) => [name, turnKeys(each)]),
  );
};

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const clock =
  (write: (iso: string) => string): Change =>
  () => ({ clock: () => write(new Date().toISOString()) });

const offering =
  (ids: readonly OperationId[], unoffered = 404): Change =>
  () => ({
    offers: (operation) => ids.includes(operation),
    unoffered,
  });

const without = (ids: readonly OperationId[], unoffered = 404): Change =>
  offering(
    operations.map(({ id }) => id).filter((id) => !ids.includes(id)),
    unoffered,
  );

const TAGS: readonly OperationId[] = ['listTags', 'deleteTag'];
const SHARING = operations.map(({ id }) => id).filter((id) => id.includes('AccessDomain') || id.includes('Shared'));
const NAMESPACES = operations.map(({ id }) => id).filter((id) => /Namespaces?$/.test(id));
const UNGUARDED: readonly OperationId[] = ['createRepository', 'updateRepository', 'deleteRepository', ...TAGS];

const crowded: Change = () => ({
  seed: (world) => {
    for (let count = 0; count < 150; count += 1) crowd(world, count);
  },
});

const crowd = (world: World, count: number): void => {
  const namespace = `others-${Math.floor(count / 20)}`;
  addNamespace(world, namespace);
  world.ids += 1;
  const name = `image-${count}`;
  const time = '2018-12-19T00:00:00.123456789Z';
  const row = {
    id: world.ids,
    namespace,
    name,
    category: 'other',
    description: 'of others',
    is_public: count % 2 === 0,
  };
  world.repositories.set(keyOf(namespace, name), { ...row, created: time, updated: time });
  if (count % 3 === 0)
    world.tags.set(keyOf(namespace, name, 'latest'), {
      id: count,
      namespace,
      repository: name,
      tag: 'latest',
      created: time,
    });
  if (count % 4 !== 0) return;
  const sharing = {
    namespace,
    repository: name,
    access_domain: 'someone',
    permit: 'read',
    deadline: time,
    description: '',
  };
  world.sharings.set(keyOf(namespace, name, 'someone'), { ...sharing, created: time, updated: time });
};

const growing: Change = () => ({
  before: (call, world) => {
    if (world.requests % 9 === 0 && call.operation !== 'listSharedRepositories')
      crowd(world, 20 * tally(world, 'crowd') + 1);
    return undefined;
  },
});

const byName: Change = () => ({
  order: (rows) =>
    rows.toSorted((first, second) =>
      keyOf(first.name, first.namespace) < keyOf(second.name, second.namespace) ? -1 : 1,
    ),
});

const ids: Change = together(
  onView('namespace', (shown) => ({ ...shown, id: Number(shown['id']) * 7919 + 1_000_000 })),
  onView('repository', (shown) => ({
    ...shown,
    id: Number(shown['id']) * 7919,
    ns_id: Number(shown['ns_id']) * 7919 + 1_000_000,
  })),
);

const unset = (value: (text: unknown) => unknown): Change =>
  together(
    onView('repository', (shown) => ({ ...shown, description: value(shown['description']) })),
    onView('item', (shown) => ({ ...shown, description: value(shown['description']) })),
    onView('sharing', (shown) => ({ ...shown, description: value(shown['description']) })),
  );

const refusesFull = onAct('deleteNamespace', (call, world, behaviour, plain) =>
  [...world.repositories.values()].some(({ namespace }) => namespace === call.path.namespace)
    ? refuse(behaviour, 406, 'namespace holds repositories')
    : plain(call, world, behaviour),
);

const partOfName: Change = (plain) => ({
  fits: (row, { name, ...filter }, world) =>
    plain.fits(row, filter, world) && (name === undefined || row.name.includes(name)),
});

const atMost: Change = (plain) => ({ cut: (rows, filter) => plain.cut(rows, { offset: 0, limit: 100, ...filter }) });

const emptyPages: Change = (plain) => ({
  parseFilter: (operation, query) => {
    const pairs = readPairs(new URLSearchParams(query).get('filter') ?? '');
    return plain.parseFilter(operation, query) ?? (pairs?.get('limit') === '0' ? toFilter(pairs) : undefined);
  },
});

const noOthers: Change = (plain) => ({
  parseFilter: (operation, query): Filter | undefined => {
    const filter = plain.parseFilter(operation, query);
    return filter?.center === 'thirdparty' ? undefined : filter;
  },
});

const misprint: Change = () => ({
  rewrite: (path, method) => {
    if (method !== 'GET') return path;
    return path.endsWith('/access-domainss') ? path.slice(0, -1) : path.replace(/\/access-domains$/, '/unknown');
  },
});

const known =
  (namespace: string): Change =>
  () => ({
    namespaces: 'strict',
    seed: (world) => addNamespace(world, namespace),
  });

const restating = (reason: string, status: number): Change =>
  onEvery((answer) => (answer.reason === reason ? { ...answer, status } : answer));

const unguarded: Change = (plain) => ({
  authorized: (call, world) => UNGUARDED.includes(call.operation) || plain.authorized(call, world),
});

const createdWith = (text: string): Change =>
  onEvery((answer) => (answer.status === 201 ? { ...answer, text } : answer));

const later: Behaviour['answer'] = async (answer) => {
  await pause(3);
  return answer;
};

const ITEM = '{"errorCode":"SVCSTG.SWR.4000014","errorMessage":"Invalid parameter","detail":""}';

/** Servers that keep the contract in their own way: a checker that finds a deviation here is wrong. */
export const managementHarmless: readonly ManagementVariation[] = [
  { id: 'm-plain', title: 'the conforming server as it is', change: () => ({}) },
  { id: 'm-errors-array', title: 'errors in a bare array (A3)', change: withProblem(`[${ITEM}]`) },
  {
    id: 'm-errors-pair',
    title: 'errors as a flat pair (A3)',
    change: withProblem('{"error_code":"X.1","error_msg":"no"}'),
  },
  { id: 'm-errors-text', title: 'errors as plain text (A3)', change: withProblem('refused\n', 'text/plain') },
  { id: 'm-created-object', title: '{} as the body of a 201 (A4)', change: createdWith('{}') },
  {
    id: 'm-extra-keys',
    title: 'more properties in every answer',
    change: onEvery((answer) => ({ ...answer, value: addKeys(answer.value) })),
  },
  {
    id: 'm-key-order',
    title: 'keys in another order',
    change: onEvery((answer) => ({ ...answer, value: turnKeys(answer.value) })),
  },
  {
    id: 'm-pretty',
    title: 'JSON over several lines, with a charset',
    change: onEvery((answer) =>
      answer.value === undefined
        ? answer
        : {
            ...answer,
            text: `${JSON.stringify(answer.value, null, 2)}\n`,
            headers: { ...answer.headers, 'content-type': 'application/json;charset=utf-8' },
          },
    ),
  },
  {
    id: 'm-headers',
    title: 'headers of its own',
    change: onEvery((answer) => ({
      ...answer,
      headers: { ...answer.headers, 'x-request-id': 'a', 'set-cookie': 'a=b' },
    })),
  },
  { id: 'm-slow', title: 'takes a few milliseconds', change: () => ({ answer: later }) },
  {
    id: 'm-uneven',
    title: 'answers simultaneous requests out of order',
    change: onEvery(async (answer, world) => {
      await pause((world.requests * 7) % 5);
      return answer;
    }),
  },
  { id: 'm-ids', title: 'ids are other numbers', change: ids },
  {
    id: 'm-seconds',
    title: 'times without fractions',
    change: clock((iso) => iso.replace(/\.\d+Z/, 'Z')),
    unbound: ['times'],
  },
  { id: 'm-milliseconds', title: 'times to the millisecond', change: clock((iso) => iso), unbound: ['times'] },
  { id: 'm-order', title: 'lists in the order of names', change: byName },
  {
    id: 'm-newest-first',
    title: 'lists with the newest first',
    change: () => ({ order: (rows) => rows.toReversed() }),
    unbound: ['r-many'],
  },
  { id: 'm-crowded', title: 'holds 150 repositories of others', change: crowded },
  { id: 'm-growing', title: 'others create repositories meanwhile', change: growing, unbound: ['l-shared-pages'] },
  {
    id: 'm-description-null',
    title: 'a description that was not given is null',
    change: unset((text) => (text === '' ? null : text)),
  },
  {
    id: 'm-description-missing',
    title: 'a description that was not given is not shown',
    change: unset((text) => (text === '' ? undefined : text)),
  },
  {
    id: 'm-full-406',
    title: 'does not delete a namespace with repositories (A12)',
    change: refusesFull,
    unbound: ['A12'],
  },
  { id: 'm-strict', title: 'namespaces must be created first (A2)', change: () => ({ namespaces: 'strict' }) },
  { id: 'm-known', title: 'the same, and one is given', change: known('team'), namespace: 'team' },
  {
    id: 'm-not-implied',
    title: 'repositories may be in namespaces that do not exist (A2)',
    change: () => ({ namespaces: 'not implied' }),
  },
  { id: 'm-name-part', title: 'finds names by a part (A18)', change: partOfName, unbound: ['l-filters'] },
  {
    id: 'm-100',
    title: 'at most 100 records without a limit (A19)',
    change: together(crowded, atMost),
    unbound: ['A19', 'l-shared-pages'],
  },
  { id: 'm-limit-0', title: 'a limit of 0 is an empty page (A20)', change: emptyPages },
  { id: 'm-thirdparty', title: 'thirdparty is no center (A16)', change: noOthers, unbound: ['A16'] },
  {
    id: 'm-sharing-400',
    title: '400 for sharing of what does not exist (A13)',
    change: restating('sharing unknown', 400),
  },
  {
    id: 'm-media-415',
    title: '415 to other media types',
    change: restating('media type', 415),
    unbound: ['n-body', 'r-update-refused', 's-fields'],
  },
  { id: 'm-unguarded', title: 'no credentials where the page lists no 401 (A1)', change: unguarded },
  { id: 'm-misprint', title: 'lists accounts at the misprinted path (A17)', change: misprint, unbound: ['all'] },
  {
    id: 'm-two-only',
    title: 'offers createRepository and its DELETE only',
    change: offering(['createRepository', 'deleteRepository']),
    unbound: ['all'],
  },
  {
    id: 'm-create-only',
    title: 'offers createRepository only',
    change: offering(['createRepository']),
    unbound: ['all'],
  },
  { id: 'm-no-tags', title: 'offers no tags', change: without(TAGS), unbound: ['t-tags'] },
  { id: 'm-no-sharing', title: 'answers 501 to all of sharing', change: without(SHARING, 501), unbound: ['all'] },
  {
    id: 'm-no-namespaces',
    title: 'answers 405 to all of namespaces',
    change: without(NAMESPACES, 405),
    unbound: ['all'],
  },
  {
    id: 'm-no-delete',
    title: 'answers 405 to deletions of namespaces',
    change: without(['deleteNamespace'], 405),
    unbound: ['all'],
  },
  {
    id: 'm-no-lists',
    title: 'offers no list of repositories',
    change: without(['listRepositories']),
    unbound: ['all'],
  },
  {
    id: 'm-no-update',
    title: 'answers 501 to changes',
    change: without(['updateRepository', 'updateAccessDomain'], 501),
    unbound: ['all'],
  },
  {
    id: 'm-busy-once',
    title: 'is busy once: 429 with Retry-After: 0',
    change: (plain) => ({
      before: (_call, world) =>
        world.requests === 40
          ? {
              ...refuse(
                noteOf(world, 'plain', () => plain),
                429,
                'busy',
              ),
              headers: { 'retry-after': '0' },
            }
          : undefined,
    }),
    unbound: ['all'],
  },
];
