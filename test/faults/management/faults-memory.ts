import type { Answer } from './behaviour.ts';
import { grant } from './behaviour.ts';
import type { FaultRow, ManagementFault } from './fault.ts';
import { afterSuccess, noteOf, onAnswer, onList, plant, rowOf, together } from './fault.ts';
import type { OperationId } from './operations.ts';
import { tally } from './world.ts';

const remembering = (id: string, forgets: readonly OperationId[], law: string, title: string): FaultRow => [
  `rm-${id}`,
  'RL5',
  law,
  title,
  together(
    afterSuccess(forgets, (_call, world) => world.notes.delete('lists')),
    onAnswer('listRepositories', (answer, { query }, world) => {
      const cache = noteOf(world, 'lists', () => new Map<string, Answer>());
      if (answer.status === 200 && !cache.has(query)) cache.set(query, answer);
      return cache.get(query) ?? answer;
    }),
  ),
];

const memory: readonly FaultRow[] = [
  remembering(
    'create',
    ['deleteRepository', 'updateRepository', 'deleteNamespace'],
    'r-many',
    'lists are kept over a creation',
  ),
  remembering(
    'update',
    ['createRepository', 'deleteRepository', 'deleteNamespace'],
    'r-list-read',
    'lists are kept over a change',
  ),
  remembering(
    'delete',
    ['createRepository', 'updateRepository', 'deleteNamespace'],
    'r-list-read',
    'lists are kept over a deletion',
  ),
  [
    'rm-fifth',
    'RL5',
    'r-many',
    'every fifth repository is in no list',
    together(
      afterSuccess('createRepository', ({ path, body }, world) => {
        if (tally(world, 'created') % 5 === 0)
          noteOf(world, 'unlisted', () => new Set<string>()).add(`${path.namespace}/${body['repository']}`);
      }),
      onList('listRepositories', (items, _call, world) =>
        items.filter(
          (item) => !noteOf(world, 'unlisted', () => new Set<string>()).has(`${item['namespace']}/${item['name']}`),
        ),
      ),
    ),
  ],
  [
    'rm-stale-read',
    'RG1',
    'r-update-json',
    'getRepository remembers what it read',
    onAnswer('getRepository', (answer, { path }, world) => {
      const cache = noteOf(world, 'reads', () => new Map<string, Answer>());
      const key = `${path.namespace}/${path.repository}`;
      if (answer.status !== 200) return answer;
      if (!cache.has(key)) cache.set(key, answer);
      return cache.get(key) ?? answer;
    }),
  ],
  [
    'rm-negative',
    'RG1',
    'r-unknown',
    'getRepository remembers that there was none',
    onAnswer('getRepository', (answer, { path }, world) => {
      const cache = noteOf(world, 'misses', () => new Map<string, Answer>());
      const key = `${path.namespace}/${path.repository}`;
      if (answer.status === 404) cache.set(key, answer);
      return cache.get(key) ?? answer;
    }),
  ],
  [
    'rm-late',
    'RG1',
    'r-many',
    'a change is not seen after ten creations',
    together(
      afterSuccess('createRepository', (_call, world) => void tally(world, 'created')),
      (plain) => ({
        acts: {
          ...plain.acts,
          updateRepository: (call, world, behaviour) =>
            Number(world.notes.get('created') ?? 0) > 10 && rowOf(call, world)
              ? grant(201)
              : plain.acts.updateRepository(call, world, behaviour),
        },
      }),
    ),
  ],
];

/** Faults that show only after other requests. */
export const memoryFaults: readonly ManagementFault[] = plant('memory', memory);
