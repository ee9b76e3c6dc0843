import { createBackend } from '../../mocks/create-backend.ts';
import { EXAMPLE_HEADERS, exampleForm } from './put-load.ts';

// Run with --expose-gc in a process of its own; prints JSON.
const encoder = new TextEncoder();

type Backend = ReturnType<typeof createBackend>;
const create = async (backend: Backend, from: number, count: number): Promise<number> => {
  const requests = Array.from({ length: count }, (_, index) => ({
    method: 'POST',
    target: `/v2/manage/namespaces/ns${(from + index) % 100}/repos`,
    headers: EXAMPLE_HEADERS,
    body: encoder.encode(exampleForm(`repository-${from + index}`)),
  }));
  const start = performance.now();
  for (const request of requests) {
    const { answer } = await backend.engine().handle(request);
    if (answer.status !== 201) throw new Error(answer.body);
  }
  return (performance.now() - start) / count;
};
const fill = async (backend: Backend, count: number): Promise<void> => {
  for (let done = 0; done < count; done += 10_000) await create(backend, done, Math.min(10_000, count - done));
};
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const usedMemory = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const FEW = 1000;
const MANY = 1_000_000;
const BATCH = 1000;
const ROUNDS = 41;

/** A fake with records. */
const filled = async (count: number): Promise<Backend> => {
  const backend = createBackend();
  await fill(backend, count);
  return backend;
};

await filled(20_000);
// Made before: what a new fake leaves to the collector would be paid for by the big one.
const small: Backend[] = [];
for (let round = 0; round < ROUNDS; round += 1) small.push(await filled(FEW));
const before = usedMemory();
const many = createBackend();
await fill(many, MANY);
const bytesPerRecord = (usedMemory() - before) / MANY;

const few: number[] = [];
const more: number[] = [];
let stored = MANY;
for (const backend of small) {
  few.push(await create(backend, FEW, BATCH));
  more.push(await create(many, stored, BATCH));
  stored += BATCH;
}

/** Microseconds of a page of ten, in a namespace and in all that the account has, near the start and far in. */
const list = async (backend: Backend, filter: string): Promise<number> => {
  const request = {
    method: 'GET',
    target: `/v2/manage/repos?filter=${encodeURIComponent(filter)}`,
    headers: EXAMPLE_HEADERS,
    body: new Uint8Array(),
  };
  const times: number[] = [];
  for (let round = 0; round < 2000; round += 1) {
    const start = performance.now();
    const { answer } = await backend.engine().handle(request);
    times.push(performance.now() - start);
    if (answer.status !== 200 || (JSON.parse(answer.body) as unknown[]).length !== 10) throw new Error(answer.body);
  }
  return median(times) * 1000;
};
const [short, long] = [await filled(1000), await filled(100_000)];
const lists = {
  account: [
    await list(short, 'center::self|offset::900|limit::10'),
    await list(long, 'center::self|offset::90000|limit::10'),
  ],
  namespace: [
    await list(short, 'namespace::ns7|offset::0|limit::10'),
    await list(long, 'namespace::ns7|offset::900|limit::10'),
  ],
};

console.log(
  JSON.stringify({
    lists,
    bytesPerRecord,
    microsecondsAtFew: median(few) * 1000,
    microsecondsAtMany: median(more) * 1000,
  }),
);
