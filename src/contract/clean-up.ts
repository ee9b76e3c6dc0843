import { CONTAINER, TOKEN } from './case.ts';
import { encodeRequest, type WireRequest } from './encode-request.ts';
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
    const fill = (text: string): string => text.replaceAll(TOKEN, naming.token).replaceAll(CONTAINER, naming.container);
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
        created.set(path, { operation: plan.operation, label: [...places, item].join('/'), path });
        for (const place of places) {
          const holder = containerPath(place);
          if (holder !== undefined && !created.has(holder))
            created.set(holder, { operation: 'containers', label: place, path: holder, implied: true });
        }
      }
  }
  const depth = ({ path }: Created): number => path.split('/').length;
  return [...created.values()].toSorted((left, right) => depth(right) - depth(left));
};

const isCreated = ({ response }: Exchange): boolean =>
  response !== undefined && Math.floor(response.status / 100) === 2;

/**
 * Deletes what a run created where the server offers that: `DELETE` on the collection's path and the
 * name. Of the things that one operation created the first one tells.
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
    const { response } = await transport.exchange(request);
    const status = response?.status ?? 0;
    if (Math.floor(status / 100) === 2) deleted += 1;
    return status;
  };
  for (const items of Map.groupBy(created, ({ operation }) => operation).values()) {
    const left = (item: Created): void => {
      if (item.implied !== true) leftBehind.push(item.label);
    };
    // One that is gone already says nothing about the others.
    let isOffered = false;
    let tries = 0;
    while (!isOffered && tries < items.length && tries < 3) {
      isOffered = Math.floor((await remove(items[tries] as Created)) / 100) === 2;
      tries += 1;
    }
    if (!isOffered) {
      items.forEach(left);
      continue;
    }
    await inParallel(items.slice(tries), concurrency, async (item) => {
      const status = await remove(item);
      // 404: deleted by the run itself, or with what held it.
      if (Math.floor(status / 100) !== 2 && status !== 404) left(item);
    });
  }
  return { deleted, leftBehind };
};
