import type { Fault, Step } from './fault.ts';
import { race } from './fault.ts';
import type { Rules } from './rules.ts';
import { tally } from './rules.ts';

const pause = (milliseconds = 5): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const racing = (id: string, title: string, witness: readonly Step[], reserve: Rules['reserve']): Fault => ({
  id: `x-${id}`,
  family: 'races',
  clause: 'S3',
  title,
  rules: { reserve },
  witness,
});

/** Simultaneous requests for one name that do not give exactly one creation. */
export const raceFaults: readonly Fault[] = [
  racing('narrow', 'tests, waits a little, then inserts', [race(16)], async (key, asked, memory) => {
    if (memory.taken.has(key)) return false;
    await pause(2);
    memory.taken.set(key, asked);
    return true;
  }),
  racing('wait', 'tests, waits for a database, then inserts', [race(2)], async (key, asked, memory) => {
    if (memory.taken.has(key)) return false;
    await pause();
    memory.taken.set(key, asked);
    return true;
  }),
  racing(
    'private',
    'tests and inserts apart for private repositories only',
    [race(2, { is_public: 'false' })],
    async (key, asked, memory) => {
      if (memory.taken.has(key)) return false;
      if (asked.form.get('is_public') === 'false') await pause();
      memory.taken.set(key, asked);
      return true;
    },
  ),
  racing('third', 'lets the third of three simultaneous requests in', [race(3)], async (key, asked, memory) => {
    const open = (memory.notes.get(key) ?? 0) + 1;
    memory.notes.set(key, open);
    const free = !memory.taken.has(key) || open === 3;
    memory.taken.set(key, asked);
    await pause();
    memory.notes.set(key, (memory.notes.get(key) ?? 1) - 1);
    return free;
  }),
  racing('none', 'refuses all of two simultaneous requests', [race(2)], async (key, asked, memory) => {
    if (memory.taken.has(key)) return false;
    const open = tally(memory, key);
    await pause();
    const alone = memory.notes.get(key) === 1 && open === 1;
    memory.notes.delete(key);
    if (alone) memory.taken.set(key, asked);
    return alone;
  }),
  {
    id: 'x-fails',
    family: 'races',
    clause: 'S3',
    title: 'answers 500 to all but one of simultaneous requests',
    rules: {
      answer: async (answer, { namespace, repository }, memory) => {
        const key = `${namespace}/${repository}`;
        const open = tally(memory, key);
        await pause();
        memory.notes.set(key, (memory.notes.get(key) ?? 1) - 1);
        return answer.status === 409 && open > 1 ? { ...answer, status: 500 } : answer;
      },
    },
    witness: [race(2)],
  },
];
