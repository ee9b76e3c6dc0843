import { CONTAINER, TOKEN } from './case.ts';
import type { WireRequest } from './encode-request.ts';
import { encodeRequest } from './encode-request.ts';
import { valueIn } from './grouping/observation.ts';
import type { OperationModel } from './model.ts';
import { type CaseRun, inParallel } from './run-cases.ts';
import type { Exchange, Transport } from './transport.ts';

/** What became of the things a run created. */
export interface CleanUp {
  readonly deleted: number;
  readonly leftBehind: readonly string[];
}

/** Something that was created: how to say it and where a DELETE would go. */
export interface Created {
  readonly label: string;
  readonly path: string;
}

/** Everything that the answers say was created. */
export const listCreated = (models: ReadonlyMap<string, OperationModel>, runs: readonly CaseRun[]): Created[] => {
  const created = new Map<string, Created>();
  for (const { tested, naming, answers } of runs) {
    const model = models.get(tested.operation);
    const name = model?.nameSubject;
    if (!model || !name || model.operation.method !== 'POST') continue;
    for (const [index, exchanges] of answers.entries())
      for (const [position, exchange] of exchanges.entries()) {
        const plan = tested.steps[index]?.requests[position];
        const value = plan && valueIn(plan, name);
        if (!isCreated(exchange) || value === undefined) continue;
        const item = value.replaceAll(TOKEN, naming.token).replaceAll(CONTAINER, naming.container);
        const path = encodeRequest(plan as NonNullable<typeof plan>, naming).path.split('?')[0] ?? '';
        const target = `${path}/${encodeURIComponent(item)}`;
        const places = model.containers.map((each) =>
          (valueIn(plan as NonNullable<typeof plan>, each) ?? '')
            .replaceAll(TOKEN, naming.token)
            .replaceAll(CONTAINER, naming.container),
        );
        created.set(target, { label: [...places, item].join('/'), path: target });
      }
  }
  return [...created.values()];
};

const isCreated = ({ response }: Exchange): boolean =>
  response !== undefined && Math.floor(response.status / 100) === 2;

/**
 * Deletes what a run created where the server offers that: `DELETE` on the collection's path and the
 * name. The first one tells.
 */
export const cleanUp = async (
  created: readonly Created[],
  transport: Transport,
  concurrency: number,
): Promise<CleanUp> => {
  const [first, ...others] = created;
  if (!first) return { deleted: 0, leftBehind: [] };
  transport.resume();
  let deleted = 0;
  const leftBehind: string[] = [];
  const remove = async ({ label, path }: Created): Promise<boolean> => {
    const request: WireRequest = { method: 'DELETE', path, headers: {}, body: new Uint8Array(), credentials: true };
    const { response } = await transport.exchange(request);
    const gone = response !== undefined && Math.floor(response.status / 100) === 2;
    if (gone) deleted += 1;
    else leftBehind.push(label);
    return gone;
  };
  if (!(await remove(first))) return { deleted: 0, leftBehind: created.map(({ label }) => label) };
  await inParallel(others, concurrency, async (each) => {
    await remove(each);
  });
  return { deleted, leftBehind };
};
