import type { Call, Change, Shown } from './behaviour.ts';
import { grant } from './behaviour.ts';
import type { FaultRow, ManagementFault } from './fault.ts';
import { afterSuccess, noteOf, onAct, onBody, onText, onView, overlook, plant, rowOf, together } from './fault.ts';
import type { RepositoryRow, World } from './world.ts';
import { keyOf, removeRepository, tally } from './world.ts';

const both = ['createRepository', 'updateRepository'] as const;

const describing = (change: (text: string) => string, operations: readonly (typeof both)[number][] = both): Change =>
  onBody(operations, (body) =>
    typeof body['description'] === 'string' ? { ...body, description: change(body['description']) } : body,
  );

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const noAscii = (text: string): string => text.replaceAll(/[^\0-\x7f]/g, '?');
const doubleUtf8 = (text: string): string => Buffer.from(text).toString('latin1');

const viewed = (change: (shown: Shown, row: RepositoryRow) => Shown): Change =>
  together(
    onView('repository', (shown, row) => change(shown, row as RepositoryRow)),
    onView('item', (shown, row) => change(shown, row as RepositoryRow)),
  );
const read = (change: (shown: Shown, world: World) => Shown): Change =>
  onView('repository', (shown, _row, world) => change(shown, world));
const listed = (change: (shown: Shown, row: RepositoryRow) => Shown): Change =>
  onView('item', (shown, row) => change(shown, row as RepositoryRow));

const ghostsOf = (world: World): Map<string, RepositoryRow> =>
  noteOf(world, 'ghosts', () => new Map<string, RepositoryRow>());
const haunt = onAct('deleteRepository', (call, world, behaviour, plain) => {
  const row = rowOf(call, world);
  const answer = plain(call, world, behaviour);
  if (row && answer.status === 204) ghostsOf(world).set(keyOf(row.namespace, row.name), row);
  return answer;
});

const staysListed = together(
  haunt,
  onAct('listRepositories', (call, world, behaviour, plain) => {
    const ghosts = [...ghostsOf(world)].filter(([key]) => !world.repositories.has(key));
    return plain(call, { ...world, repositories: new Map([...world.repositories, ...ghosts]) }, behaviour);
  }),
);
const staysReadable = together(
  haunt,
  onAct('getRepository', (call, world, behaviour, plain) =>
    plain(call, { ...world, repositories: new Map([...ghostsOf(world), ...world.repositories]) }, behaviour),
  ),
);
const staysTaken = together(
  haunt,
  onAct('createRepository', (call, world, behaviour, plain) => {
    const taken = new Map([...ghostsOf(world), ...world.repositories]);
    const key = keyOf(call.path.namespace, String(call.body['repository']));
    return plain(call, ghostsOf(world).has(key) ? { ...world, repositories: taken } : world, behaviour);
  }),
);
const revives = together(
  haunt,
  afterSuccess('createRepository', ({ path, body }, world) => {
    const key = keyOf(path.namespace, String(body['repository']));
    const old = ghostsOf(world).get(key);
    if (old) world.repositories.set(key, old);
  }),
);

const deletesToo = (which: (row: RepositoryRow, call: Call) => boolean): Change =>
  afterSuccess('deleteRepository', (call, world) => {
    for (const [key, row] of [...world.repositories]) if (which(row, call)) removeRepository(world, key);
  });

const notDeleted = onAct('deleteRepository', (call, world, behaviour, plain) => {
  const before = new Map(world.repositories);
  const answer = plain(call, world, behaviour);
  for (const [key, row] of before) world.repositories.set(key, row);
  return answer;
});

const getsAny = onAct('getRepository', (call, world, behaviour, plain) => {
  const answer = plain(call, world, behaviour);
  const [row] = world.repositories.values();
  return answer.status === 404 && row ? grant(200, behaviour.views.repository(row, world)) : answer;
});

const notMade = afterSuccess('createRepository', ({ path, body }, world) => {
  world.repositories.delete(keyOf(path.namespace, String(body['repository'])));
});

const flag = (value: unknown): Change => onBody('createRepository', (body) => ({ ...body, is_public: value }));

const values: readonly FaultRow[] = [
  ['trimmed', 'D1', 'r-texts', 'descriptions are trimmed', describing((text) => text.trim())],
  ['cut', 'D1', 'r-texts', 'descriptions are cut to 255 characters', describing((text) => text.slice(0, 255))],
  ['html', 'D1', 'r-texts', 'descriptions are escaped for HTML', describing(escapeHtml)],
  ['ascii', 'D1', 'r-texts', 'letters outside ASCII become ?', describing(noAscii)],
  ['mojibake', 'D1', 'r-texts', 'texts are read as Latin-1', describing(doubleUtf8)],
  ['bmp', 'D1', 'r-texts', 'an emoji is lost', describing((text) => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, ''))],
  ['lines', 'D1', 'r-texts', 'line breaks become blanks', describing((text) => text.replaceAll(/\s/g, ' '))],
  ['null', 'D1', 'r-texts', 'the description "null" is lost', describing((text) => (text === 'null' ? '' : text))],
  ['decoded', 'D1', 'r-texts', '%41 is decoded', describing((text) => text.replaceAll('%41', 'A'))],
  [
    'no-description',
    'D1',
    'r-create',
    'createRepository keeps no description',
    describing(() => '', ['createRepository']),
  ],
  ['no-category', 'C1', 'r-create', 'keeps no category', onBody('createRepository', ({ category, ...body }) => body)],
  [
    'other',
    'C2',
    'r-create',
    'windows is kept as other',
    onBody('createRepository', (body) => ({
      ...body,
      category: body['category'] === 'windows' ? 'other' : body['category'],
    })),
  ],
  [
    'swapped',
    'RG1',
    'r-create',
    'category and description are swapped',
    read((shown) => ({ ...shown, category: shown['description'], description: shown['category'] })),
  ],
  ['private', 'P1', 'r-create', 'every repository is private', flag('false')],
  ['public', 'P1', 'r-create', 'every repository is public', flag('true')],
  [
    'flag-text',
    'RG1',
    'r-create',
    'is_public is a text',
    read((shown) => ({ ...shown, is_public: String(shown['is_public']) })),
  ],
  [
    'flag-number',
    'RL5',
    'r-create',
    'is_public is 0 or 1 in lists',
    listed((shown) => ({ ...shown, is_public: Number(shown['is_public']) })),
  ],
  [
    'flag-turned',
    'RL5',
    'r-create',
    'is_public is turned round in lists',
    listed((shown) => ({ ...shown, is_public: !shown['is_public'] })),
  ],
  [
    'name',
    'RG1',
    'r-create',
    'the name holds its namespace',
    read((shown) => ({ ...shown, name: `a/${shown['name']}` })),
  ],
  ['id-text', 'RG1', 'r-create', 'the id is a text', read((shown) => ({ ...shown, id: String(shown['id']) }))],
  [
    'id-moves',
    'RG1',
    'r-create',
    'the id changes with every read',
    read((shown, world) => ({ ...shown, id: tally(world, 'id') })),
  ],
  ['size-null', 'RL5', 'r-create', 'size is null in lists', listed((shown) => ({ ...shown, size: null }))],
  ['tags-null', 'RL5', 'r-create', 'tags is null without any', listed((shown) => ({ ...shown, tags: null }))],
  [
    'created-number',
    'RG1',
    'r-create',
    'created is a number',
    read((shown) => ({ ...shown, created: Date.parse(String(shown['created'])) })),
  ],
  [
    'created-local',
    'RG1',
    'r-create',
    'created is no date-time',
    read((shown) => ({ ...shown, created: String(shown['created']).replace('T', ' ') })),
  ],
  ['no-updated', 'RL5', 'r-create', 'no updated_at in lists', listed(({ updated_at, ...shown }) => shown)],
  ['no-namespace', 'RL5', 'r-create', 'an empty namespace in lists', listed((shown) => ({ ...shown, namespace: '' }))],
  [
    'list-description',
    'RL5',
    'r-create',
    'no description in lists',
    listed((shown) => ({ ...shown, description: '' })),
  ],
  [
    'created-moves',
    'RG1',
    'r-create',
    'created is the time of the read',
    read((shown, world) => ({ ...shown, created: `2018-12-19T00:00:00.${tally(world, 'time') + 100}Z` })),
  ],
  ['num-images', 'RG1', 'r-create', 'num_images is -1', viewed((shown) => ({ ...shown, num_images: -1 }))],
];

const existence: readonly FaultRow[] = [
  ['not-made', 'S1', 'r-create', 'createRepository creates nothing', notMade],
  ['get-any', 'RG4', 'r-unknown', 'getRepository answers with another one', getsAny],
  ['delete-nothing', 'RD1', 'r-delete', 'deleteRepository deletes nothing', notDeleted],
  ['delete-listed', 'RL5', 'r-delete', 'a deleted repository stays in lists', staysListed],
  ['delete-read', 'RG4', 'r-delete', 'a deleted repository can be read', staysReadable],
  ['delete-taken', 'S3', 'r-delete', 'a deleted repository can not be created again', staysTaken],
  ['delete-revives', 'S1', 'r-delete', 'a repository created again has its old values', revives],
  [
    'delete-prefix',
    'RD1',
    'r-delete',
    'deletes all of the namespace that start alike',
    deletesToo((row, { path }) => row.namespace === path.namespace && row.name.startsWith(path.repository ?? ' ')),
  ],
  [
    'delete-name',
    'RD1',
    'r-delete',
    'deletes those of the same name elsewhere',
    deletesToo((row, { path }) => row.name === path.repository),
  ],
  [
    'delete-all',
    'RD1',
    'r-delete',
    'deletes all of the namespace',
    deletesToo((row, { path }) => row.namespace === path.namespace),
  ],
  [
    'delete-unknown',
    'RD3',
    'r-unknown',
    'deletes an unknown one with 204',
    overlook('deleteRepository', 'repository unknown', 204),
  ],
  ['names', 'R3', 'r-names', 'getRepository takes any name', onText('getRepository', 'path.repository', () => true)],
  [
    'names-delete',
    'R6',
    'r-names',
    'deleteRepository takes names that end with -',
    onText('deleteRepository', 'path.repository', (text, plain) => plain || /^[a-z]-$/.test(text)),
  ],
  [
    'names-strict',
    'R3',
    'r-names',
    'getRepository takes no --',
    onText('getRepository', 'path.repository', (text, plain) => plain && !text.includes('--')),
  ],
];

const rows = (prefix: string, list: readonly FaultRow[]): FaultRow[] =>
  list.map(([id, ...rest]): FaultRow => [`${prefix}-${id}`, ...rest]);

export const repositoryFaults: readonly ManagementFault[] = [
  ...plant('values of repositories', rows('rv', values)),
  ...plant('repositories that come and go', rows('rd', existence)),
];
