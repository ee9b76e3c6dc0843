import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { Depth } from '../../src/contract/cases/case.ts';
import { wrapText } from '../../src/text/text-layout.ts';
import { loadEdition } from '../load-edition.ts';
import { behaviours } from './behaviours.ts';
import { drawsOf } from './draws.ts';
import type { Mutant } from './mutant.ts';
import { markEquivalent, mutantsOf } from './operators.ts';
import { type Score, score } from './score.ts';

const USAGE = `npm run faults -- [--depth smoke|standard|thorough] [--operator ID] [--only ID] [--jobs N]
               [--edition NAME] [--sample N]
               [--draws N] [--size K or K-L] [--seed S]

Runs the contract suite against servers with planted faults: mutants of the document (test/faults/
operators) and classes of bugs that no document says (behaviours.ts). --operator and --only take the
beginning of an id; --sample runs at most N of each operator. --draws plants K faults at once.`;

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'), // which pnpm hands on
  options: {
    depth: { type: 'string', default: 'standard' },
    operator: { type: 'string' },
    only: { type: 'string', multiple: true, default: [] },
    jobs: { type: 'string', default: String(availableParallelism()) },
    draws: { type: 'string' },
    size: { type: 'string', default: '2-6' },
    seed: { type: 'string', default: '1' },
    edition: { type: 'string' },
    sample: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const document = loadEdition(isMainThread ? options.edition : workerData.edition);

const work = async (): Promise<void> => {
  const known = new Map([...mutantsOf(document), ...behaviours(document)].map((mutant) => [mutant.id, mutant]));
  parentPort?.on('message', async (ids: string[]) => {
    const mutants = ids.flatMap((id) => known.get(id) ?? []);
    parentPort?.postMessage(await score(document, mutants, workerData.depth as Depth));
  });
};

/** Runs sets of faults, a worker a core. */
const runAll = (sets: readonly (readonly string[])[]): Promise<Score[]> =>
  new Promise((resolve, reject) => {
    const scores: Score[] = [];
    let [next, done] = [0, 0];
    for (let job = 0; job < Math.min(Number(options.jobs), sets.length); job += 1) {
      const asked = { depth: options.depth, edition: options.edition };
      const worker = new Worker(new URL(import.meta.url), { workerData: asked });
      let index = 0;
      const go = (): void => {
        index = next;
        next += 1;
        if (index < sets.length) worker.postMessage(sets[index]);
        else void worker.terminate();
      };
      worker.on('error', reject);
      worker.on('message', (score: Score) => {
        scores[index] = score;
        done += 1;
        if (done % 50 === 0) process.stderr.write(`${done} of ${sets.length}\n`);
        if (done === sets.length) resolve(scores);
        go();
      });
      go();
    }
    if (sets.length === 0) resolve(scores);
  });

/** What behaves alike is not run, nor what this depth does not look for. */
const isRun = ({ equivalent, depth }: Mutant): boolean =>
  equivalent === undefined && (depth === undefined || options.depth === 'thorough' || options.depth === 'exhaustive');

/** At most so many of each operator that are run, spread over all of them. */
const sampleOf = (mutants: readonly Mutant[], most: number): Mutant[] =>
  [...Map.groupBy(mutants.filter(isRun), ({ operator }) => operator).values()].flatMap((own) =>
    own.filter((_, index) => index % Math.ceil(own.length / most) === 0),
  );

const sum = (scores: readonly Score[], of: (each: Score) => number): number =>
  scores.reduce((total, each) => total + of(each), 0);

const COLUMNS: readonly (readonly [string, width: number, (own: readonly Score[]) => number | string])[] = [
  ['killed', 12, (own) => `${own.filter(({ killed }) => killed).length}/${own.length}`],
  ['named', 8, (own) => own.filter(({ named }) => named.length > 0).length],
  ['noise', 8, (own) => sum(own, ({ noise }) => noise.length)],
  ['bad', 6, (own) => sum(own, ({ bad }) => bad.length)],
  ['requests', 10, (own) => Math.round(sum(own, ({ requests }) => requests) / Math.max(1, own.length))],
  ['s', 7, (own) => (sum(own, ({ milliseconds }) => milliseconds) / 1000 / Math.max(1, own.length)).toFixed(2)],
];

const printTable = (mutants: readonly Mutant[], scores: readonly Score[]): void => {
  const byId = new Map(mutants.map((mutant) => [mutant.id, mutant]));
  const mutantOf = ({ ids }: Score): Mutant | undefined => byId.get(ids[0] ?? '');
  const promised = scores.filter((each) => mutantOf(each)?.beyond === undefined);
  const groups = [...Map.groupBy(promised, (each) => mutantOf(each)?.operator ?? ''), ['all', promised] as const];
  console.log(`${'operator'.padEnd(24)}${COLUMNS.map(([title, width]) => title.padStart(width)).join('')}`);
  for (const [name, own] of groups)
    console.log(name.padEnd(24) + COLUMNS.map(([, width, of]) => String(of(own)).padStart(width)).join(''));
  const others = scores.filter((each) => !promised.includes(each));
  console.log(
    `\n${mutants.length - scores.length} of ${mutants.length} are equivalent, or are looked for at more depth.`,
  );
  console.log(
    `${others.filter(({ killed }) => killed).length} of ${others.length} were found that nobody promises to find.`,
  );
  const sayMissed = (each: Score): string[] => {
    const { title, expects = [] } = mutantOf(each) ?? {};
    const right = expects.slice(0, 6).map(({ operation = '', clause }) => `${operation} ${clause}`);
    return [`${title}; expected ${right.join(', ')}`, ...each.findings];
  };
  print('Escaped', promised, (each) => (each.killed ? [] : sayMissed(each)));
  print('Killed, but not named', promised, (each) => (each.killed && each.named.length === 0 ? sayMissed(each) : []));
  printFlaws(scores);
};

const printFlaws = (scores: readonly Score[]): void => {
  print('Findings nobody planted', scores, ({ noise }) => noise);
  print('Evidence that proves nothing', scores, ({ bad }) => bad);
};

const print = (title: string, scores: readonly Score[], lines: (each: Score) => readonly string[]): void => {
  const shown = scores.filter((each) => lines(each).length > 0);
  if (shown.length > 0) console.log(`\n${title}:`);
  const say = (text: string, indent: string): void => {
    for (const [index, line] of wrapText(text, 74).entries()) console.log(`${indent}${index > 0 ? '  ' : ''}${line}`);
  };
  for (const each of shown) {
    say(each.ids.join(' + '), '  ');
    for (const line of lines(each)) say(line, '    ');
  }
};

const main = async (): Promise<void> => {
  if (options.help) return console.log(USAGE);
  const wanted = [...mutantsOf(document), ...behaviours(document)].filter(
    ({ id, operator }) =>
      (options.operator === undefined || operator === options.operator) &&
      (options.only.length === 0 || options.only.some((only) => id.startsWith(only))),
  );
  const chosen = markEquivalent(document, wanted);
  if (options.draws === undefined) {
    const sampled = options.sample === undefined ? chosen : sampleOf(chosen, Number(options.sample));
    printTable(sampled, await runAll(sampled.filter(isRun).map(({ id }) => [id])));
    return;
  }
  const [least = 2, most = least] = options.size.split('-').map(Number);
  for (let size = least; size <= most; size += 1) {
    const draws = drawsOf(chosen, { count: Number(options.draws), size, seed: Number(options.seed) });
    const scores = await runAll(draws.map((draw) => draw.map(({ id }) => id)));
    const [planted, named] = [sum(scores, ({ ids }) => ids.length), sum(scores, (each) => each.named.length)];
    const [noise, bad] = [sum(scores, (each) => each.noise.length), sum(scores, (each) => each.bad.length)];
    const recall = `${((100 * named) / planted).toFixed(1)} %`;
    console.log(`\n${draws.length} draws of ${size}: ${recall} of ${planted} named, noise ${noise}, bad ${bad}`);
    print('Lost', scores, ({ ids, named: found, findings }) => {
      const lost = ids.filter((id) => !found.includes(id));
      return lost.length === 0 ? [] : [`lost ${lost.join(', ')}`, ...findings];
    });
    printFlaws(scores);
  }
};

await (isMainThread ? main() : work());
