import { encodeRequest, fillIn, type WireRequest } from './encode-request.ts';
import { valueIn } from './grouping/observation.ts';
import type { ModelOf } from './judge.ts';
import { type CaseRun, inParallel } from './run-cases.ts';
import type { Exchange, Transport } from './transport.ts';

/** What became of the things a run created. */
export interface CleanUp {
  readonly deleted: number;
  readonly leftBehind: readonly string[];
}

/** Something that was created: by which operation, how to say it, and where a DELETE would go. */
export interface Created {
  readonly operation: string;
  readonly label: string;
  readonly path: string;
  /** Where the container that it lies in would be deleted. */
  readonly holder?: string | undefined;
  /** It came into being with something else, if at all. */
  readonly implied?: boolean;
}

/**
 * Everything that the answers say was created, what lies in something else first.
 *
 * @param containerPath where a container that came into being on the way would be deleted.
 */
export const listCreated = (
  modelOf: ModelOf,
  runs: readonly CaseRun[],
  containerPath: (container: string) => string | undefined = () => undefined,
): Created[] => {
  const created = new Map<string, Created>();
  for (const { tested, naming, answers } of runs) {
    const fill = (text: string): string => fillIn(text, naming);
    for (const [index, exchanges] of answers.entries())
      for (const [position, exchange] of exchanges.entries()) {
        const plan = tested.steps[index]?.requests[position];
        const model = plan && modelOf(plan.operation);
        const name = model?.nameSubject;
        if (!model || !name || model.operation.method !== 'POST' || !isCreated(exchange)) continue;
        const value = valueIn(plan, name);
        if (value === undefined) continue;
        const item = fill(value);
        const path = `${encodeRequest(plan, naming).path.split('?')[0]}/${encodeURIComponent(item)}`;
        const places = model.containers.map((each) => fill(valueIn(plan, each) ?? ''));
        const [place] = places;
        const holder = place === undefined ? undefined : containerPath(place);
        created.set(path, { operation: plan.operation, label: [...places, item].join('/'), path, holder });
        if (place !== undefined && holder !== undefined && !created.has(holder))
          created.set(holder, { operation: 'containers', label: place, path: holder, implied: true });
      }
  }
  const depth = ({ path }: Created): number => path.split('/').length;
  return [...created.values()].toSorted((left, right) => depth(right) - depth(left));
};

const isCreated = ({ response }: Exchange): boolean =>
  response !== undefined && Math.floor(response.status / 100) === 2;

/**
 * Deletes what a run created where the server offers that: `DELETE` on the collection's path and the
 * name. A container of the run goes first, if the server takes with it what lies in it; of other
 * things that one operation created the first ones tell whether they can be deleted.
 */
export const cleanUp = async (
  created: readonly Created[],
  transport: Transport,
  concurrency: number,
): Promise<CleanUp> => {
  if (created.length > 0) transport.resume();
  let deleted = 0;
  const leftBehind: string[] = [];
  const remove = async ({ path }: Created): Promise<number> => {
    const request: WireRequest = { method: 'DELETE', path, headers: {}, body: new Uint8Array(), credentials: true };
    return (await transport.exchange(request)).response?.status ?? 0;
  };
  const leave = (item: Created): void => {
    if (item.implied !== true) leftBehind.push(item.label);
  };

  const byHolder = Map.groupBy(created, ({ holder }) => holder ?? '');
  const holders = created.filter(({ path }) => byHolder.has(path));
  const gone = await removeHolders(holders, byHolder, remove, concurrency);
  deleted += gone.size;

  const rest = created.filter(({ path }) => !gone.has(path));
  for (const items of Map.groupBy(rest, ({ operation }) => operation).values()) {
    // One that is gone already says nothing about the others.
    let isOffered = false;
    let tries = 0;
    for (; !isOffered && tries < items.length && tries < 3; tries += 1)
      isOffered = isSuccess(await remove(items[tries] as Created));
    if (!isOffered) {
      items.forEach(leave);
      continue;
    }
    deleted += 1;
    await inParallel(items.slice(tries), concurrency, async (item) => {
      const status = await remove(item);
      if (isSuccess(status)) deleted += 1;
      // 404: deleted by the run itself, or with what held it.
      else if (status !== 404) leave(item);
    });
  }
  return { deleted, leftBehind };
};

const isSuccess = (status: number): boolean => Math.floor(status / 100) === 2;

/** Deletes containers with what lies in them, and gives the paths that are gone; none where that is refused. */
const removeHolders = async (
  holders: readonly Created[],
  byHolder: ReadonlyMap<string, readonly Created[]>,
  remove: (item: Created) => Promise<number>,
  concurrency: number,
): Promise<ReadonlySet<string>> => {
  const gone = new Set<string>();
  const [first, ...others] = holders;
  const [inside] = first ? (byHolder.get(first.path) ?? []) : [];
  // The first one tells whether what lies in a container goes with it.
  if (!first || !isSuccess(await remove(first)) || (inside && (await remove(inside)) !== 404)) return gone;
  const note = (holder: Created): void => {
    for (const { path } of [holder, ...(byHolder.get(holder.path) ?? [])]) gone.add(path);
  };
  note(first);
  await inParallel(others, concurrency, async (holder) => {
    const status = await remove(holder);
    if (isSuccess(status) || status === 404) note(holder);
  });
  return gone;
};
