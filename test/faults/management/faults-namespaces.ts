import type { Change, Shown } from './behaviour.ts';
import { grant, refuse } from './behaviour.ts';
import type { FaultRow, ManagementFault } from './fault.ts';
import { afterSuccess, noteOf, onAct, onAnswer, onList, onView, overlook, plant, together } from './fault.ts';
import type { World } from './world.ts';
import { addNamespace, removeNamespace, tally } from './world.ts';

const ghostsOf = (world: World): Set<string> => noteOf(world, 'ghosts', () => new Set<string>());

const haunted = (seen: Change): Change =>
  together(
    afterSuccess('deleteNamespace', ({ path }, world) => {
      ghostsOf(world).add(path.namespace ?? '');
    }),
    seen,
  );

const ghost = (name: string) => ({ id: 0, name, creator_name: 'tester', auth: 7 });

const replaces = onAnswer('createNamespace', (answer, { body }, world) => {
  const name = String(body['namespace']);
  if (answer.status !== 409) return answer;
  world.namespaces.delete(name);
  addNamespace(world, name);
  return answer;
});

const conflictsWithPrefix = onAct('createNamespace', (call, world, behaviour, plain) => {
  const name = String(call.body['namespace']);
  const near = [...world.namespaces.keys()].some((each) => each !== name && name.startsWith(each));
  return near ? refuse(behaviour, 409, 'taken') : plain(call, world, behaviour);
});

const notMade = afterSuccess('createNamespace', ({ body }, world) => removeNamespace(world, String(body['namespace'])));

const everyFifth: Change = together(
  afterSuccess('createNamespace', ({ body }, world) => {
    if (tally(world, 'created') % 5 === 0) ghostsOf(world).add(String(body['namespace']));
  }),
  onList('listNamespaces', (items, _call, world) => items.filter(({ name }) => !ghostsOf(world).has(String(name)))),
);

const everySecondDuplicate = onAnswer('createNamespace', (answer, _call, world) =>
  answer.status === 409 && tally(world, 'taken') % 2 === 0 ? grant(201) : answer,
);

const onFilter = (find: (names: readonly string[], wanted: string) => readonly string[]): Change =>
  onAct('listNamespaces', (call, world, behaviour, plain) => {
    const { namespace } = call.filter;
    if (namespace === undefined) return plain(call, world, behaviour);
    const found = new Set(find([...world.namespaces.keys()], namespace));
    const rows = [...world.namespaces.values()].filter(({ name }) => found.has(name));
    return grant(200, { namespaces: rows.map((row) => behaviour.views.namespace(row, world)) });
  });

const getsAny = onAct('getNamespace', (call, world, behaviour, plain) => {
  const answer = plain(call, world, behaviour);
  return answer.status === 404 ? grant(200, ghost(call.path.namespace ?? '')) : answer;
});

const view = (change: (shown: Shown, world: World) => Shown): Change =>
  onView('namespace', (shown, _row, world) => change(shown, world));

const onGet = (change: (shown: Shown) => Shown): Change =>
  onAnswer('getNamespace', (answer) =>
    answer.status === 200 ? { ...answer, value: change(answer.value as Shown) } : answer,
  );

const bareList = onAnswer('listNamespaces', (answer) =>
  answer.status === 200 ? { ...answer, value: (answer.value as { namespaces: unknown }).namespaces } : answer,
);

const deletesNothing = onAct('deleteNamespace', ({ path }, world, behaviour) =>
  world.namespaces.has(path.namespace ?? '') ? grant(204) : refuse(behaviour, 404, 'unknown'),
);

const staysListed = haunted(
  onList('listNamespaces', (items, { filter }, world) => {
    const ghosts = [...ghostsOf(world)].filter((name) => !world.namespaces.has(name));
    return [...items, ...ghosts.filter((name) => (filter.namespace ?? name) === name).map(ghost)];
  }),
);

const staysReadable = haunted(
  onAnswer('getNamespace', (answer, { path }, world) =>
    answer.status === 404 && ghostsOf(world).has(path.namespace ?? '')
      ? grant(200, ghost(path.namespace ?? ''))
      : answer,
  ),
);

const staysTaken = haunted(
  onAct('createNamespace', (call, world, behaviour, plain) =>
    ghostsOf(world).has(String(call.body['namespace']))
      ? refuse(behaviour, 409, 'taken')
      : plain(call, world, behaviour),
  ),
);

const deletesAlike = afterSuccess('deleteNamespace', ({ path }, world) => {
  for (const name of [...world.namespaces.keys()])
    if (name.startsWith(path.namespace ?? ' ')) removeNamespace(world, name);
});

const keepsRepositories = onAct('deleteNamespace', (call, world, behaviour, plain) => {
  const kept = [...world.repositories];
  const answer = plain(call, world, behaviour);
  for (const [key, row] of kept) world.repositories.set(key, row);
  return answer;
});

const remembersNone = onAct('getNamespace', (call, world, behaviour, plain) => {
  const missed = noteOf(world, 'missed', () => new Set<unknown>());
  const answer = missed.has(call.path.namespace) ? refuse(behaviour, 404, 'unknown') : plain(call, world, behaviour);
  if (answer.status === 404) missed.add(call.path.namespace);
  return answer;
});

const forgetsDeletion = onAct('getNamespace', (call, world, behaviour, plain) => {
  const cache = noteOf(world, 'cache', () => new Map<unknown, unknown>());
  const answer = plain(call, world, behaviour);
  if (answer.status === 200) cache.set(call.path.namespace, answer.value);
  return cache.has(call.path.namespace) ? grant(200, cache.get(call.path.namespace)) : answer;
});

const effects: readonly FaultRow[] = [
  ['duplicate', 'NC5', 'n-duplicate', '201 to a duplicate', overlook('createNamespace', 'namespace taken', 201)],
  ['second', 'NC5', 'n-duplicate', 'accepts every second duplicate', everySecondDuplicate],
  ['replaces', 'NC5', 'n-duplicate', 'a refused duplicate gives the namespace another id', replaces],
  ['folded', 'NC2', 'n-filter', 'conflicts with a namespace that starts like it', conflictsWithPrefix],
  ['not-made', 'NC2', 'n-create', 'createNamespace creates nothing', notMade],
  ['not-listed', 'NL2', 'n-create', 'listNamespaces lists nothing', onList('listNamespaces', () => [])],
  ['last-lost', 'NL2', 'n-create', 'loses the last one', onList('listNamespaces', (items) => items.slice(0, -1))],
  ['twice', 'NL2', 'n-create', 'lists all twice', onList('listNamespaces', (items) => [...items, ...items])],
  ['fifth', 'NL2', 'n-many', 'every fifth namespace is never listed', everyFifth],
  ['first-10', 'NL2', 'n-many', 'lists ten at most', onList('listNamespaces', (items) => items.slice(0, 10))],
  ['filter-off', 'NL1', 'n-filter', 'listNamespaces ignores its filter', onFilter((names) => names)],
  [
    'filter-prefix',
    'NL1',
    'n-filter',
    'listNamespaces finds what starts like the filter',
    onFilter((names, wanted) => names.filter((name) => name.startsWith(wanted))),
  ],
  [
    'filter-case',
    'NL1',
    'n-filter',
    'the filter of listNamespaces is blind for case',
    onFilter((names, wanted) => names.filter((name) => name === wanted.toLowerCase())),
  ],
  ['filter-none', 'NL1', 'n-create', 'listNamespaces finds nothing with a filter', onFilter(() => [])],
  ['get-any', 'NG4', 'n-unknown', 'getNamespace answers 200 for an unknown one', getsAny],
  [
    'name',
    'NG1',
    'n-create',
    'getNamespace shows the name in upper case',
    onGet((shown) => ({ ...shown, name: String(shown['name']).toUpperCase() })),
  ],
  ['id-text', 'NG1', 'n-create', 'the id is a text', view((shown) => ({ ...shown, id: String(shown['id']) }))],
  [
    'id-moves',
    'NG1',
    'n-create',
    'the id changes with every read',
    view((shown, world) => ({ ...shown, id: Number(shown['id']) * 1000 + tally(world, 'read') })),
  ],
  ['id-one', 'NG1', 'n-create', 'all namespaces have one id', view((shown) => ({ ...shown, id: 1 }))],
  ['id-differs', 'NL2', 'n-create', 'getNamespace shows another id', onGet((shown) => ({ ...shown, id: 0 }))],
  ['auth', 'NG1', 'n-create', 'auth is 0', view((shown) => ({ ...shown, auth: 0 }))],
  ['no-creator', 'NG1', 'n-create', 'no creator_name', view(({ id, name, auth }) => ({ id, name, auth }))],
  ['bare-list', 'NL2', 'n-create', 'listNamespaces answers a bare array', bareList],
  ['delete-nothing', 'ND1', 'n-delete', 'deleteNamespace deletes nothing', deletesNothing],
  ['delete-listed', 'NL2', 'n-delete', 'a deleted namespace stays in the list', staysListed],
  ['delete-read', 'NG4', 'n-delete', 'a deleted namespace can be read', staysReadable],
  ['delete-taken', 'NC2', 'n-delete', 'a deleted namespace can not be created again', staysTaken],
  ['delete-alike', 'ND1', 'n-delete', 'deleteNamespace deletes all that start alike', deletesAlike],
  ['delete-keeps', 'ND1', 'n-cascade', 'what a deleted namespace held can be read still', keepsRepositories],
  ['negative-cache', 'NG1', 'n-unknown', 'getNamespace remembers that there was none', remembersNone],
  ['stale-cache', 'NG4', 'n-delete-read', 'getNamespace remembers what was deleted', forgetsDeletion],
];

/** Faults of what happens to namespaces. */
export const namespaceFaults: readonly ManagementFault[] = plant(
  'effects on namespaces',
  effects.map(([id, ...rest]): FaultRow => [`me-${id}`, ...rest]),
);
