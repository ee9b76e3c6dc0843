import { isFresh, SHAPE } from '../model/placeholders.ts';
import type { ContractModel } from '../model/read-model.ts';
import { type Fill, type RequestPlan, unraw, valueIn } from '../model/request.ts';
import { encodeRequest, type WireRequest } from './encode-request.ts';
import type { Exchange } from './transport.ts';

/** Something that a request of the run made, or may have made. */
export interface Entry {
  readonly collection: string;
  /** How many things it lies in. */
  readonly depth: number;
  /** The values of its key. */
  readonly key: readonly string[];
  /** What deletes it; undefined where that could delete something else. */
  readonly removal: WireRequest | undefined;
  /** What shows it, where the document has that. */
  readonly look: WireRequest | undefined;
  /** Whether an answer said that it was made; `refused` where one said that it was not. */
  readonly made: 'yes' | 'maybe' | 'refused';
  /** Whether nobody else can have something of this name. */
  readonly isOwn: boolean;
  /** Whether the run deleted it already, as the server says. */
  readonly wasDeleted: boolean;
}

/** Everything that the requests of a run may have made, whoever sent them. */
export interface Ledger {
  readonly note: (contract: ContractModel, plan: RequestPlan, exchange: Exchange, fill: Fill) => void;
  readonly noteDeletion: (entry: Pick<Entry, 'collection' | 'key'>) => void;
  /** What lies in something else first, and what was deleted already last. */
  readonly entries: () => readonly Entry[];
}

/** @param given a container that the user named; it is never an entry. */
export const createLedger = (given: string | undefined): Ledger => {
  const entries = new Map<string, Entry>();
  const add = (entry: Entry): void => {
    const id = idOf(entry);
    const before = entries.get(id);
    if (!before || RANK[entry.made] > RANK[before.made]) entries.set(id, entry);
    else if (before.wasDeleted && entry.made === 'yes') entries.set(id, { ...before, wasDeleted: false });
  };
  const noteDeletion: Ledger['noteDeletion'] = (deleted) => {
    const entry = entries.get(idOf(deleted));
    if (entry) entries.set(idOf(entry), { ...entry, wasDeleted: true });
  };
  return {
    noteDeletion,
    note: (contract, plan, { request, response, retried }, fill) => {
      const model = contract.byKey.get(plan.model);
      const effect = model?.operation.effect;
      const wasSent = response !== undefined || retried;
      if (!model || !wasSent || (effect?.kind !== 'create' && effect?.kind !== 'delete')) return;
      const refs = Object.values((effect.kind === 'delete' ? effect.key : model.operation.uniqueKey?.key) ?? {});
      const planned = refs.map((ref) => valueIn(model, plan.changes, ref) ?? '');
      const key = planned.map((value, index) => {
        const maker = model.subjects.find(({ ref }) => ref === refs[index])?.maker;
        return unraw(fill(value, maker));
      });
      if (key.some((value) => value === '')) return;
      const { collection } = effect;
      const status = response?.status ?? 0;
      const isDone = status >= 200 && status < 300;
      if (effect.kind === 'delete') {
        if (isDone) noteDeletion({ collection, key });
        return;
      }
      // What was refused in the end may have been made by an earlier try.
      const made = isDone ? 'yes' : status >= 300 && status < 500 && !retried ? 'refused' : 'maybe';
      const [container = ''] = key;
      const isOwnContainer = container !== given && !isCommon(planned[0]);
      const entryOf = (of: string, ownKey: readonly string[], besides?: WireRequest): Entry => {
        const removal = requestFor(contract, 'delete', of, ownKey) ?? besides;
        return {
          collection: of,
          depth: depthOf(contract, of),
          key: ownKey,
          made: of === collection ? made : 'maybe',
          isOwn: (isOwnContainer && (of !== collection || key.length > 1)) || !isCommon(planned[ownKey.length - 1]),
          removal: removal && isSafe(removal) ? removal : undefined,
          look: requestFor(contract, 'read', of, ownKey),
          wasDeleted: false,
        };
      };
      add(entryOf(collection, key, besides(request, key)));
      // A container may come into being with the first that is created in it.
      const parent = parentOf(contract, collection);
      if (made !== 'refused' && parent !== undefined && depthOf(contract, parent) === 0 && container !== given)
        add(entryOf(parent, [container]));
    },
    entries: () =>
      [...entries.values()].toSorted(
        (left, right) => right.depth - left.depth || Number(left.wasDeleted) - Number(right.wasDeleted),
      ),
  };
};

const RANK = { refused: 0, maybe: 1, yes: 2 } as const;

const idOf = ({ collection, key }: Pick<Entry, 'collection' | 'key'>): string => JSON.stringify([collection, ...key]);

/** Characters of a name that somebody else hardly has as well. */
const ENOUGH = 8;

/** Whether a name is not made for this run, and so short that somebody else may have it. */
const isCommon = (value: string | undefined): boolean =>
  value !== undefined && !isFresh(value) && !PLACED.test(value) && value.replace(SHAPE, '').length < ENOUGH;

/** Containers and holders of the run. */
const PLACED = /[\uE001-\uE003]/;

const parentOf = ({ resources }: ContractModel, collection: string): string | undefined =>
  resources.find((each) => each.collection === collection)?.parent;

const depthOf = (contract: ContractModel, collection: string): number => {
  const parent = parentOf(contract, collection);
  return parent === undefined ? 0 : 1 + depthOf(contract, parent);
};

/** The document's own request that deletes or shows a record. */
const requestFor = (
  { resources }: ContractModel,
  kind: 'delete' | 'read',
  collection: string,
  key: readonly string[],
): WireRequest | undefined => {
  const model = resources
    .find((each) => each.collection === collection)
    ?.operations.find(({ operation }) => operation.effect?.kind === kind);
  const refs = Object.values(model?.operation.effect?.key ?? {});
  if (!model || refs.length !== key.length) return undefined;
  const set = Object.fromEntries(refs.map((ref, index) => [ref, key[index]]));
  return encodeRequest(model, { model: model.key, changes: { set } }, (value) => value);
};

/** Where a DELETE would go by custom, where the document has none. */
const besides = (request: WireRequest, key: readonly string[]): WireRequest => ({
  ...request,
  method: 'DELETE',
  path: `${request.path.split('?')[0]}/${encodeURIComponent(key.at(-1) ?? '')}`,
  headers: {},
  body: new Uint8Array(),
});

/** Whether a server that resolves `..` would delete no other thing: the container, say. */
export const isSafe = ({ method, path }: Pick<WireRequest, 'method' | 'path'>): boolean =>
  method !== 'DELETE' || !/\/(\.|%2e)+(\/|\?|$)/i.test(path);
