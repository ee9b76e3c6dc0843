import type { Call, Change, Shown } from './behaviour.ts';
import type { FaultRow, ManagementFault } from './fault.ts';
import { afterSuccess, onAct, onBody, onText, onValue, onView, plant, rowOf, together } from './fault.ts';
import type { RepositoryRow, World } from './world.ts';
import { keyOf } from './world.ts';

// What a change does beside what it should.
const afterUpdate = (act: (row: RepositoryRow, call: Call, world: World) => void): Change =>
  afterSuccess('updateRepository', (call, world) => {
    const row = rowOf(call, world);
    if (row) act(row, call, world);
  });

const ignoring = (field: string, when: (call: Call) => boolean = () => true): Change =>
  onBody('updateRepository', (body, call) => {
    if (!when(call)) return body;
    return Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));
  });

const keepsUpdated = onAct('updateRepository', (call, world, behaviour, plain) => {
  const row = rowOf(call, world);
  const before = row?.updated;
  const answer = plain(call, world, behaviour);
  if (row && before !== undefined && answer.status === 201) row.updated = before;
  return answer;
});

const createsOnUpdate = onAct('updateRepository', (call, world, behaviour, plain) => {
  const answer = plain(call, world, behaviour);
  if (answer.status !== 404) return answer;
  const { namespace = '', repository = '' } = call.path;
  const form = { repository, is_public: 'false' };
  const act = behaviour.acts.createRepository;
  act({ ...call, path: { namespace }, body: form, operation: 'createRepository' }, world, behaviour);
  return answer;
});

const appliesRefused: Change = (plain) => ({
  keeps: (place, value, call, world) => {
    const kept = plain.keeps(place, value, call, world);
    const row = rowOf(call, world);
    if (!kept && row && place === 'body.is_public' && typeof call.body['description'] === 'string')
      row.description = call.body['description'];
    return kept;
  },
});

const formOnly = (plain: boolean, format: Call['format']): boolean => plain || format === 'form';

const listed = (change: (shown: Shown, row: RepositoryRow) => Shown): Change =>
  onView('item', (shown, row) => change(shown, row as RepositoryRow));

const updates: readonly FaultRow[] = [
  ['nothing', 'RU5', 'r-update-json', 'updateRepository changes nothing', onBody('updateRepository', () => ({}))],
  [
    'json',
    'RU5',
    'r-update-json',
    'JSON changes nothing',
    onBody('updateRepository', (body, { format }) => (format === 'json' ? {} : body)),
  ],
  [
    'form',
    'RU5',
    'r-update-form',
    'a form changes nothing',
    onBody('updateRepository', (body, { format }) => (format === 'form' ? {} : body)),
  ],
  [
    'form-flag',
    'RU4',
    'r-update-form',
    'is_public of a form makes all public',
    onBody('updateRepository', (body, { format }) =>
      format === 'form' && 'is_public' in body ? { ...body, is_public: true } : body,
    ),
  ],
  ['category', 'RU2', 'r-update-json', 'forgets category', ignoring('category')],
  ['description', 'RU3', 'r-update-json', 'forgets description', ignoring('description')],
  ['is-public', 'RU4', 'r-update-json', 'forgets is_public', ignoring('is_public')],
  [
    'is-public-false',
    'RU4',
    'r-update-json',
    'forgets an is_public of false',
    ignoring('is_public', ({ body }) => body['is_public'] === false),
  ],
  [
    'empty',
    'RU3',
    'r-update-json',
    'forgets an empty description',
    ignoring('description', ({ body }) => body['description'] === ''),
  ],
  [
    'with-others',
    'RU5',
    'r-update-several',
    'takes only the first of several fields',
    onBody('updateRepository', (body) => Object.fromEntries(Object.entries(body).slice(0, 1))),
  ],
  [
    'resets',
    'RU5',
    'r-update-json',
    'a change of another field clears the description',
    onBody('updateRepository', (body) => ({ description: '', ...body })),
  ],
  [
    'resets-category',
    'RU5',
    'r-update-json',
    'a change of another field resets the category',
    onBody('updateRepository', (body) => ({ category: 'other', ...body })),
  ],
  [
    'resets-flag',
    'RU5',
    'r-update-json',
    'a change of another field makes private',
    onBody('updateRepository', (body) => ({ is_public: false, ...body })),
  ],
  [
    'created',
    'RU5',
    'r-updated',
    'a change moves created',
    afterUpdate((row) => {
      row.created = row.updated;
    }),
  ],
  ['updated', 'RU5', 'r-updated', 'a change does not move updated', keepsUpdated],
  [
    'list-updated',
    'RL5',
    'r-updated',
    'updated_at in lists does not move',
    listed((shown, row) => ({ ...shown, updated_at: row.created })),
  ],
  [
    'neighbours',
    'RU5',
    'r-update-json',
    'a change goes to all of the namespace',
    afterUpdate((row, _call, world) => {
      for (const each of world.repositories.values())
        if (each.namespace === row.namespace) each.description = row.description;
    }),
  ],
  [
    'id',
    'RU5',
    'r-update-json',
    'a change gives another id',
    afterUpdate((row, _call, world) => {
      world.ids += 1;
      world.repositories.set(keyOf(row.namespace, row.name), { ...row, id: world.ids });
    }),
  ],
  [
    'list-old',
    'RL5',
    'r-update-json',
    'lists show the description as created',
    together(
      afterSuccess('createRepository', ({ path, body }, world) => {
        world.notes.set(`first ${keyOf(path.namespace, String(body['repository']))}`, body['description'] ?? '');
      }),
      onView('item', (shown, _row, world) => ({
        ...shown,
        description: world.notes.get(`first ${shown['namespace']}/${shown['name']}`) ?? '',
      })),
    ),
  ],
  ['creates', 'RU7', 'r-unknown', 'a change of an unknown one answers 404, yet creates it', createsOnUpdate],
  ['refused', 'RU6', 'r-update-refused', 'a refused change is made in part', appliesRefused],
  [
    'any-category',
    'C2',
    'r-update-refused',
    'takes any category',
    onText('updateRepository', 'body.category', () => true),
  ],
  [
    'flag-text',
    'RU4',
    'r-update-refused',
    'takes is_public as a text in JSON',
    onValue(
      'updateRepository',
      'body.is_public',
      (value, plain, { format }) => formOnly(plain, format) || value === 'true',
    ),
  ],
  [
    'flag-number',
    'RU4',
    'r-update-refused',
    'takes is_public as a number',
    onValue('updateRepository', 'body.is_public', (value, plain) => plain || value === 1),
  ],
  [
    'flag-maybe',
    'RU4',
    'r-update-refused',
    'takes any is_public of a form',
    onValue('updateRepository', 'body.is_public', (_value, plain, { format }) => formOnly(plain, format)),
  ],
  [
    'number',
    'RU3',
    'r-update-refused',
    'takes a description that is a number',
    onValue('updateRepository', 'body.description', (value, plain) => plain || typeof value === 'number'),
  ],
  [
    'media',
    'A8',
    'r-update-refused',
    'reads JSON of any media type',
    (plain) => ({
      format: (operation, type) =>
        plain.format(operation, type) ?? (operation === 'updateRepository' ? 'json' : undefined),
    }),
  ],
  [
    'no-form',
    'RU5',
    'r-update-form',
    'takes no form',
    (plain) => ({
      format: (operation, type) => {
        const format = plain.format(operation, type);
        return operation === 'updateRepository' && format === 'form' ? undefined : format;
      },
    }),
  ],
  [
    'strict',
    'RU2',
    'r-update-json',
    'does not know the category arms',
    onText('updateRepository', 'body.category', (text, plain) => plain && text !== 'arms'),
  ],
];

/** Faults of updateRepository. */
export const updateFaults: readonly ManagementFault[] = plant(
  'changes of repositories',
  updates.map(([id, ...rest]): FaultRow => [`ru-${id}`, ...rest]),
);
