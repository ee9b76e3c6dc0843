import type { Fault, Step } from './fault.ts';
import { created, names, refused, taken } from './fault.ts';
import { nameRule } from './name-rule.ts';
import type { Answer, Rules } from './rules.ts';
import { conformingRules, REPOSITORY_MAX, tally } from './rules.ts';

// All of these answer as they should at first, or most of the time.
const planted = (
  id: string,
  clause: string,
  title: string,
  rules: Partial<Rules>,
  witness: readonly Step[],
): Fault => ({
  id: `m-${id}`,
  family: 'memory',
  clause,
  title,
  rules,
  witness,
});

const failed = (answer: Answer): Answer => ({ ...answer, status: 500 });

const creations = (count: number): Step[] => names(count).map((repository) => created({ repository }));

const everyCreation = (nth: number): Partial<Rules> => ({
  answer: (answer, _asked, memory) =>
    answer.status === 201 && tally(memory, 'created') % nth === 0 ? failed(answer) : answer,
});

// Looks at the answer before the current one.
const after = (status: number, change: (answer: Answer) => Answer): Partial<Rules> => ({
  answer: (answer, _asked, memory) =>
    memory.last?.status === status && answer.status === 201 ? change(answer) : answer,
});

/** Faults that show only after other requests. */
export const memoryFaults: readonly Fault[] = [
  planted(
    'first',
    'S1',
    'fails on its first request',
    { answer: (answer, _asked, memory) => (memory.requests === 1 ? failed(answer) : answer) },
    [created()],
  ),
  planted('every-7', 'S1', 'fails on every seventh creation', everyCreation(7), creations(7)),
  planted('every-50', 'S1', 'fails on every fiftieth creation', everyCreation(50), creations(50)),
  planted('after-400', 'S1', 'fails on a creation right after a bad request', after(400, failed), [
    refused({ repository: '-' }),
    created(),
  ]),
  planted('after-409', 'S1', 'fails on a creation right after a duplicate', after(409, failed), [
    created(),
    taken(),
    created({ repository: 'other' }),
  ]),
  planted(
    'after-400-refuses',
    'S1',
    'refuses a creation right after a bad request',
    after(400, (answer) => ({ ...answer, status: 400, body: conformingRules.problem(400, 'fault') })),
    [refused({ repository: '-' }), created()],
  ),
  planted(
    'quota',
    'S1',
    'refuses creations after the hundredth',
    {
      answer: (answer, _asked, memory) =>
        answer.status === 201 && tally(memory, 'created') > 100
          ? { ...answer, status: 400, body: conformingRules.problem(400, 'fault') }
          : answer,
    },
    creations(101),
  ),
  planted(
    'same-namespace',
    'S1',
    'fails on the first creation in every namespace',
    {
      answer: (answer, { namespace }, memory) =>
        answer.status === 201 && tally(memory, namespace) === 1 ? failed(answer) : answer,
    },
    [created()],
  ),
  planted(
    'stale-is-public',
    'P1',
    'takes a missing is_public from the request before',
    {
      missing: ({ form }, memory) => {
        const known = memory.notes.has('is_public');
        if (form.has('is_public')) memory.notes.set('is_public', 1);
        else memory.notes.delete('is_public');
        return ['repository', 'is_public'].filter((name) => !form.has(name) && !(name === 'is_public' && known));
      },
    },
    [created(), refused({ repository: 'other', is_public: undefined })],
  ),
  planted(
    'tired-names',
    'R4',
    'checks underscores only in its first ten names',
    {
      repository: (name, _asked, memory) =>
        nameRule(REPOSITORY_MAX, memory.requests > 10 ? { underscores: () => true } : {})(name),
    },
    [...creations(10), refused({ repository: 'a___b' })],
  ),
  planted(
    'tired-is-public',
    'P2',
    'checks is_public only once in two requests',
    {
      isPublic: (value, memory) => conformingRules.isPublic(value, memory) || memory.requests % 2 === 0,
    },
    [refused({ is_public: 'maybe' }), refused({ is_public: 'maybe' })],
  ),
];
