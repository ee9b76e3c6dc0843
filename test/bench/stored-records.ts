import { createBackend } from '../../mocks/create-backend.ts';
import { formOf, HEADERS } from './put-load.ts';

// Run with --expose-gc in a process of its own; prints JSON.
const MANY = Number(process.argv[2]);
const FEW = 1000;
const ROUNDS = 40;

type Fake = ReturnType<typeof createBackend>;
const encoder = new TextEncoder();
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
/** Microseconds of this process that a request takes, of those that are made before. */
const measure = async (fake: Fake, requests: readonly { method: string; target: string; body: string }[]) => {
  const sent = requests.map((request) => ({ ...request, headers: HEADERS, body: encoder.encode(request.body) }));
  const before = process.cpuUsage();
  for (const request of sent) {
    const { answer } = await fake.engine().handle(request);
    if (answer.status > 201) throw new Error(answer.body);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / sent.length;
};
const create = (fake: Fake, from: number): Promise<number> =>
  measure(
    fake,
    Array.from({ length: FEW }, (_, index) => ({
      method: 'POST',
      target: `/v2/manage/namespaces/ns${index % 100}/repos`,
      body: formOf(`repository-${from + index}`),
    })),
  );
const list = (fake: Fake, filter: string): Promise<number> =>
  measure(
    fake,
    Array.from({ length: FEW }, () => ({
      method: 'GET',
      target: `/v2/manage/repos?filter=${encodeURIComponent(filter)}`,
      body: '',
    })),
  );
const filled = async (count: number): Promise<Fake> => {
  const fake = createBackend();
  for (let from = 0; from < count; from += FEW) await create(fake, from);
  return fake;
};
const usedMemory = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

await filled(20_000);
// Made before: what a new fake leaves to the collector would be paid for by the big one.
const small: Fake[] = [];
for (let round = 0; round < ROUNDS; round += 1) small.push(await filled(FEW));
const before = usedMemory();
const big = await filled(MANY);
const bytes = (usedMemory() - before) / MANY;

/** How many times as long something takes with many records. */
const growth = async (measured: (fake: Fake, records: number) => Promise<number>): Promise<number> => {
  const ratios: number[] = [];
  for (const [round, fake] of small.entries()) {
    const few = await measured(fake, FEW);
    ratios.push((await measured(big, MANY + round * FEW)) / few);
  }
  return median(ratios);
};
// A page in the middle of what the account has, and of what a namespace has.
const page = (records: number): string => `offset::${Math.floor(records / 2)}|limit::10`;
console.log(
  JSON.stringify({
    bytes,
    create: await growth(create),
    'list of an account': await growth((fake, records) => list(fake, `center::self|${page(records)}`)),
    'list of a namespace': await growth((fake, records) => list(fake, `namespace::ns7|${page(records / 100)}`)),
  }),
);
