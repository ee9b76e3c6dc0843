import type { Call, Change, Shown } from './behaviour.ts';
import { grant } from './behaviour.ts';
import type { FaultRow, ManagementFault } from './fault.ts';
import { afterSuccess, noteOf, onAct, onAnswer, onBody, onList, onView, overlook, plant, together } from './fault.ts';
import type { SharingRow, World } from './world.ts';
import { keyOf, tally } from './world.ts';

const keyIn = ({ path, body }: Call): string =>
  keyOf(path.namespace, path.repository, path.access_domain ?? String(body['access_domain']));
const rowIn = (call: Call, world: World): SharingRow | undefined => world.sharings.get(keyIn(call));

const exists = (answer: (exist: boolean, call: Call, world: World) => unknown): Change =>
  onAnswer('getAccessDomain', (before, call, world) =>
    before.status === 200
      ? { ...before, value: { exist: answer((before.value as { exist: boolean }).exist, call, world) } }
      : before,
  );

const viewed = (change: (shown: Shown, row: SharingRow) => Shown): Change =>
  onView('sharing', (shown, row) => change(shown, row as SharingRow));

const afterUpdate = (act: (row: SharingRow, call: Call, world: World) => void): Change =>
  afterSuccess('updateAccessDomain', (call, world) => {
    const row = rowIn(call, world);
    if (row) act(row, call, world);
  });

const replaces = onAct('createAccessDomain', (call, world, behaviour, plain) => {
  const before = rowIn(call, world);
  const answer = plain(call, world, behaviour);
  if (before && answer.status === 409) before.description = String(call.body['description'] ?? '');
  return answer;
});

const listedTwice = onAct('createAccessDomain', (call, world, behaviour, plain) => {
  const answer = plain(call, world, behaviour);
  if (answer.status !== 409) return answer;
  const row = rowIn(call, world);
  if (row) world.sharings.set(`${keyIn(call)}#${tally(world, 'twice')}`, { ...row });
  return grant(201);
});

const notDeleted = onAct('deleteAccessDomain', (call, world, behaviour, plain) => {
  const before = new Map(world.sharings);
  const answer = plain(call, world, behaviour);
  for (const [key, row] of before) world.sharings.set(key, row);
  return answer;
});

const deletesToo = (which: (row: SharingRow, call: Call) => boolean): Change =>
  afterSuccess('deleteAccessDomain', (call, world) => {
    for (const [key, row] of [...world.sharings]) if (which(row, call)) world.sharings.delete(key);
  });

const keepsUpdated = onAct('updateAccessDomain', (call, world, behaviour, plain) => {
  const row = rowIn(call, world);
  const before = row?.updated;
  const answer = plain(call, world, behaviour);
  if (row && before !== undefined) row.updated = before;
  return answer;
});

const createsOnUpdate = onAct('updateAccessDomain', (call, world, behaviour, plain) => {
  const answer = plain(call, world, behaviour);
  if (answer.status !== 404 || !world.repositories.has(keyOf(call.path.namespace, call.path.repository))) return answer;
  const body = { ...call.body, access_domain: call.path.access_domain };
  behaviour.acts.createAccessDomain({ ...call, body }, world, behaviour);
  return answer;
});

const survives = onAct('deleteRepository', (call, world, behaviour, plain) => {
  const before = new Map(world.sharings);
  const answer = plain(call, world, behaviour);
  for (const [key, row] of before) world.sharings.set(key, row);
  return answer;
});

// Shown as shared though it never was.
const listsAll = onAct('listSharedRepositories', (call, world, behaviour) =>
  behaviour.acts.listRepositories(call, world, {
    ...behaviour,
    views: { ...behaviour.views, item: (row, where) => ({ ...behaviour.views.item(row, where), logo: '' }) },
  }),
);

const perAccount = onAct('listSharedRepositories', (call, world, behaviour, plain) => {
  const answer = plain(call, world, behaviour);
  if (call.filter.offset !== undefined || !Array.isArray(answer.value)) return answer;
  const items = answer.value as readonly Shown[];
  const count = (item: Shown): number =>
    [...world.sharings.keys()].filter((key) => key.startsWith(`${item['namespace']}/${item['name']}/`)).length;
  return { ...answer, value: items.flatMap((item) => Array<Shown>(count(item)).fill(item)) };
});

const sharedKeeps = together(
  onAct('createAccessDomain', (call, world, behaviour, plain) => {
    noteOf(world, 'ever', () => new Map<string, SharingRow>());
    return plain(call, world, behaviour);
  }),
  onAct('listSharedRepositories', (call, world, behaviour, plain) => {
    const ever = noteOf(world, 'ever', () => new Map<string, SharingRow>());
    for (const [key, row] of world.sharings) ever.set(key, row);
    return plain(call, { ...world, sharings: ever }, behaviour);
  }),
);

const lostAfter = onList('listSharedRepositories', (items, { filter }) =>
  filter.offset === undefined ? items.slice(0, 3) : items,
);

const nameOff: Change = (plain) => ({
  acts: {
    ...plain.acts,
    listSharedRepositories: (call, world, behaviour) => {
      const { name, ...filter } = call.filter;
      return plain.acts.listSharedRepositories({ ...call, filter }, world, behaviour);
    },
  },
});

const sharedPages = (change: (offset: number, limit: number) => readonly [number, number]): Change =>
  onAct('listSharedRepositories', (call, world, behaviour, plain) => {
    const { offset, limit } = call.filter;
    if (offset === undefined || limit === undefined) return plain(call, world, behaviour);
    const [from, most] = change(offset, limit);
    return plain(call, world, { ...behaviour, cut: (rows) => rows.slice(from, from + most) });
  });

const noRange = onAnswer('listSharedRepositories', (answer) => ({ ...answer, headers: {} }));

const noCenter: Change = (plain) => ({
  parseFilter: (operation, query) =>
    plain.parseFilter(operation, query) ??
    (operation === 'listSharedRepositories' && !query.includes('center')
      ? plain.parseFilter('listRepositories', query)
      : undefined),
});

const create = 'createAccessDomain';
const update = 'updateAccessDomain';
const later = (text: string): string =>
  text === 'forever' ? text : new Date(Date.parse(text) + 3_600_000).toISOString();

const effects: readonly FaultRow[] = [
  [
    'not-made',
    'AC5',
    's-create',
    'creates nothing',
    afterSuccess(create, (call, world) => void world.sharings.delete(keyIn(call))),
  ],
  ['duplicate', 'AC8', 's-duplicate', 'answers 201 to a duplicate', overlook(create, 'shared already', 201)],
  ['listed-twice', 'AC8', 's-duplicate', 'a duplicate is listed twice', listedTwice],
  ['replaces', 'AC8', 's-duplicate', 'a refused duplicate changes the description', replaces],
  [
    'deadline-later',
    'AC4',
    's-create',
    'deadlines are an hour later',
    onBody(create, (body) => ({ ...body, deadline: later(String(body['deadline'])) })),
  ],
  [
    'forever',
    'AC4',
    's-create',
    'every deadline is forever',
    onBody(create, (body) => ({ ...body, deadline: 'forever' })),
  ],
  ['no-description', 'AC10', 's-create', 'no description is kept', onBody(create, ({ description, ...body }) => body)],
  [
    'description-ascii',
    'AC10',
    's-create',
    'letters outside ASCII are lost',
    onBody(create, (body) => ({
      ...body,
      description: String(body['description'] ?? '').replaceAll(/[^\0-\x7f]/g, ''),
    })),
  ],
  ['exist-true', 'AG1', 's-create', 'everything is shared', exists(() => true)],
  ['exist-false', 'AG1', 's-create', 'nothing is shared', exists(() => false)],
  ['exist-text', 'AG1', 's-create', 'exist is a text', exists(String)],
  [
    'exist-prefix',
    'AG1',
    's-create',
    'an account exists if one that it starts with does',
    exists(
      (exist, { path }, world) =>
        exist ||
        [...world.sharings.keys()].some((key) =>
          keyOf(path.namespace, path.repository, path.access_domain).startsWith(key),
        ),
    ),
  ],
  [
    'exist-anywhere',
    'AG1',
    's-create',
    'exists if any repository is shared with the account',
    exists(
      (exist, { path }, world) =>
        exist ||
        [...world.sharings.values()].some(
          (row) => row.namespace === path.namespace && row.access_domain === path.access_domain,
        ),
    ),
  ],
  [
    'exist-404',
    'AG1',
    's-create',
    'what does not exist is 404',
    onAnswer('getAccessDomain', (answer) =>
      JSON.stringify(answer.value) === '{"exist":false}' ? { ...answer, status: 404 } : answer,
    ),
  ],
  ['not-listed', 'AL1', 's-create', 'listAccessDomains lists nothing', onList('listAccessDomains', () => [])],
  [
    'list-others',
    'AL1',
    's-create',
    'listAccessDomains lists those of the whole namespace',
    onAct('listAccessDomains', (call, world, { views }) =>
      grant(
        200,
        [...world.sharings.values()]
          .filter(({ namespace }) => namespace === call.path.namespace)
          .map((row) => views.sharing(row, world)),
      ),
    ),
  ],
  [
    'list-first',
    'AL1',
    's-create',
    'listAccessDomains lists one at most',
    onList('listAccessDomains', (items) => items.slice(0, 1)),
  ],
  [
    'list-10',
    'AL1',
    's-many',
    'listAccessDomains lists ten at most',
    onList('listAccessDomains', (items) => items.slice(0, 10)),
  ],
  [
    'list-names',
    'AL1',
    's-create',
    'listAccessDomains lists only names',
    onList('listAccessDomains', (items) => items.map((item) => item['access_domain'])),
  ],
  [
    'swapped',
    'AL1',
    's-create',
    'repository and account are swapped',
    viewed((shown) => ({ ...shown, repository: shown['access_domain'], access_domain: shown['repository'] })),
  ],
  ['status-text', 'AL1', 's-create', 'status is a text', viewed((shown) => ({ ...shown, status: 'valid' }))],
  ['status', 'AL1', 's-create', 'what is valid is shown as not', viewed((shown) => ({ ...shown, status: false }))],
  ['no-created', 'AL1', 's-create', 'created is missing', viewed(({ created, ...shown }) => shown)],
  [
    'u-nothing',
    'AU4',
    's-update',
    'a change changes nothing',
    onAct(update, (call, world) => (rowIn(call, world) ? grant(201) : grant(404))),
  ],
  [
    'u-deadline',
    'AU4',
    's-update',
    'a change forgets the deadline',
    onAct(update, (call, world, behaviour, plain) => {
      const row = rowIn(call, world);
      const before = row?.deadline;
      const answer = plain(call, world, behaviour);
      if (row && before !== undefined) row.deadline = before;
      return answer;
    }),
  ],
  [
    'u-description',
    'AU4',
    's-update',
    'a change forgets the description',
    onBody(update, ({ description, ...body }) => body),
  ],
  [
    'u-resets',
    'AU4',
    's-update',
    'a change without a description clears it',
    onBody(update, (body) => ({ description: '', ...body })),
  ],
  [
    'u-neighbours',
    'AU4',
    's-update',
    'a change goes to all accounts',
    afterUpdate((row, _call, world) => {
      for (const each of world.sharings.values()) if (each.repository === row.repository) each.deadline = row.deadline;
    }),
  ],
  ['u-updated', 'AU4', 's-updated', 'a change does not move updated', keepsUpdated],
  [
    'u-created',
    'AU4',
    's-updated',
    'a change moves created',
    afterUpdate((row) => {
      row.created = row.updated;
    }),
  ],
  [
    'u-ends',
    'AU4',
    's-update',
    'a change ends the sharing',
    afterUpdate((_row, call, world) => void world.sharings.delete(keyIn(call))),
  ],
  ['u-creates', 'AG1', 's-unknown', 'a change of none is refused, yet creates it', createsOnUpdate],
  ['d-nothing', 'AD1', 's-delete', 'deleteAccessDomain deletes nothing', notDeleted],
  [
    'd-all',
    'AD1',
    's-delete',
    'deletes all accounts of the repository',
    deletesToo((row, { path }) => row.namespace === path.namespace && row.repository === path.repository),
  ],
  [
    'd-prefix',
    'AD1',
    's-delete',
    'deletes accounts that start alike',
    deletesToo(
      (row, { path }) => row.repository === path.repository && row.access_domain.startsWith(path.access_domain ?? ' '),
    ),
  ],
  [
    'd-account',
    'AD1',
    's-delete',
    'deletes the account of all repositories',
    deletesToo((row, { path }) => row.namespace === path.namespace && row.access_domain === path.access_domain),
  ],
  [
    'd-repository',
    'AD1',
    's-delete',
    'deletes the repository too',
    afterSuccess(
      'deleteAccessDomain',
      ({ path }, world) => void world.repositories.delete(keyOf(path.namespace, path.repository)),
    ),
  ],
  ['d-survives', 'RD1', 's-goes', 'a sharing survives its repository', survives],
];

const shared: readonly FaultRow[] = [
  ['none', 'SL5', 's-create', 'listSharedRepositories lists nothing', onList('listSharedRepositories', () => [])],
  ['all', 'SL5', 's-create', 'lists what is not shared', listsAll],
  ['per-account', 'SL5', 's-create', 'lists a repository once for each account', perAccount],
  ['keeps', 'SL5', 's-delete', 'lists what was shared', sharedKeeps],
  ['three', 'SL5', 'l-shared-pages', 'lists three at most', lostAfter],
  [
    'no-logo',
    'SL5',
    's-create',
    'logo is missing',
    onList('listSharedRepositories', (items) => items.map(({ logo, ...item }) => item)),
  ],
  ['name-off', 'SL5', 's-create', 'ignores the filter by name', nameOff],
  ['offset', 'SL3', 'l-shared-pages', 'ignores offset', sharedPages((_offset, limit) => [0, limit])],
  ['limit', 'SL3', 'l-shared-pages', 'one record more than limit', sharedPages((offset, limit) => [offset, limit + 1])],
  ['range', 'SL5', 'l-shared-pages', 'no Content-Range', noRange],
  ['no-center', 'SL2', 'l-shared-rules', 'needs no center', noCenter],
];

const rows = (prefix: string, list: readonly FaultRow[]): FaultRow[] =>
  list.map(([id, ...rest]): FaultRow => [`${prefix}-${id}`, ...rest]);

/** Faults of what happens to sharing. */
export const sharingFaults: readonly ManagementFault[] = [
  ...plant('effects of sharing', rows('se', effects)),
  ...plant('shared repositories', rows('sl', shared)),
];
