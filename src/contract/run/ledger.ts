import { parseBody } from '../../http/bodies/parse-body.ts';
import type { Node } from '../../openapi/document/document.ts';
import { isFresh, SHAPE } from '../model/placeholders.ts';
import { itemsOf } from '../model/read-answer.ts';
import type { ContractModel, OperationModel, Resource } from '../model/read-model.ts';
import { brokenBy, type Fill, type RequestPlan, unraw, valueIn } from '../model/request.ts';
import { encodeRequest, type WireRequest } from './encode-request.ts';
import { type Exchange, isDone } from './transport.ts';

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
  /** What lists all that lies where it lies; undefined where nothing does. */
  readonly list: Listing | undefined;
  /** Whether an answer said that it was made; `refused` where one said that it was not. */
  readonly made: 'yes' | 'maybe' | 'refused';
  /** Whether nobody else can have something of this name. */
  readonly isOwn: boolean;
  /** Whether the run deleted it already, as the server says. */
  readonly wasDeleted: boolean;
}

/** How to see what lies in a container of the run, or beside it. */
interface Listing {
  readonly request: WireRequest;
  /** The container; undefined of the list of containers, where others have theirs, too. */
  readonly container: string | undefined;
  readonly read: (body: string) => readonly Entry[];
}

/** What the ledger says of a request that is about to be sent, and hears of it then. */
interface Line {
  /** What shows whether somebody else has what it would make: only of names that are not the run's own. */
  readonly lookBefore: WireRequest | undefined;
  readonly note: (exchange: Exchange) => void;
}

/** Everything that the requests of a run may have made, whoever sent them. */
export interface Ledger {
  readonly read: (contract: ContractModel, plan: RequestPlan, fill: Fill) => Line;
  readonly noteDeletion: (entry: Pick<Entry, 'collection' | 'key'>) => void;
  /** What lies in something else first, and what was deleted already last; all, unless told which. */
  readonly entries: (isWanted?: (entry: Pick<Entry, 'key' | 'made' | 'wasDeleted'>) => boolean) => readonly Entry[];
}

/** What is kept of a request that may have made something, until its entry is asked for. */
interface Note extends Pick<Entry, 'collection' | 'key' | 'made' | 'isOwn' | 'wasDeleted'> {
  readonly contract: ContractModel;
  /** What made it, where it was made by itself. */
  readonly request: WireRequest | undefined;
  readonly isListed: boolean;
}

/** @param given a container that the user named; it is never an entry. */
export const createLedger = (given: string | undefined): Ledger => {
  const notes = new Map<string, Note>();
  const add = (note: Note): void => {
    const before = notes.get(idOf(note));
    if (!before || RANK[note.made] > RANK[before.made]) notes.set(idOf(note), note);
    else if (note.made === 'yes') notes.set(idOf(note), { ...before, wasDeleted: false });
  };
  const noteDeletion: Ledger['noteDeletion'] = (deleted) => {
    const note = notes.get(idOf(deleted));
    if (note) notes.set(idOf(note), { ...note, wasDeleted: true });
  };
  const isInOwn = ({ key, planned }: Acted): boolean => key[0] !== given && !isCommon(planned[0]);
  const isOwn = (acted: Acted): boolean => (isInOwn(acted) && acted.key.length > 1) || !isCommon(acted.planned.at(-1));
  const noteAct = (contract: ContractModel, acted: Acted, exchange: Exchange): void => {
    const { request, response, retried } = exchange;
    const { collection, key } = acted;
    if (!acted.isCreation) {
      if (isDone(exchange)) noteDeletion({ collection, key });
      return;
    }
    if (response === undefined && !retried) return;
    // What was refused in the end may have been made by an earlier try.
    const isRefused = response !== undefined && response.status >= 300 && response.status < 500 && !retried;
    const made = isDone(exchange) ? 'yes' : isRefused ? 'refused' : 'maybe';
    const [container = ''] = key;
    const common = { contract, wasDeleted: false };
    add({ ...common, collection, key, request, isListed: isInOwn(acted), made, isOwn: isOwn(acted) });
    // A container may come into being with the first that is created in it.
    const parent = resourceOf(contract, collection)?.parent;
    if (made !== 'refused' && parent !== undefined && depthOf(contract, parent) === 0 && container !== given)
      add({
        ...{ ...common, collection: parent, key: [container], request: undefined },
        ...{ isListed: false, made: 'maybe', isOwn: isInOwn(acted) },
      });
  };
  return {
    noteDeletion,
    read: (contract, plan, fill) => {
      const acted = readPlan(contract, plan, fill);
      if (!acted) return { lookBefore: undefined, note: () => undefined };
      const { model, collection, key } = acted;
      const isTheirs = acted.isCreation && !isOwn(acted) && !notes.has(idOf(acted));
      // A name that breaks a rule is nobody's.
      const isAsked = isTheirs && brokenBy(model, plan.changes).length === 0;
      return {
        lookBefore: isAsked ? requestFor(contract, 'read', collection, key) : undefined,
        note: (exchange) => noteAct(contract, acted, exchange),
      };
    },
    entries: (isWanted = () => true) =>
      Array.from(notes.values().filter(isWanted), toEntry).toSorted(
        (left, right) => right.depth - left.depth || Number(left.wasDeleted) - Number(right.wasDeleted),
      ),
  };
};

/** What a request makes or deletes. */
interface Acted {
  readonly model: OperationModel;
  readonly collection: string;
  readonly isCreation: boolean;
  /** The values of its key, and the same before names were filled in. */
  readonly key: readonly string[];
  readonly planned: readonly string[];
}

/** Undefined for what does neither, or has a name of the server's: that only goes with what it lies in. */
const readPlan = (contract: ContractModel, plan: RequestPlan, fill: Fill): Acted | undefined => {
  const model = contract.byKey.get(plan.model);
  const effect = model?.operation.effect;
  const isCreation = effect?.kind === 'create';
  if (!model || !effect || (!isCreation && effect.kind !== 'delete')) return undefined;
  const refs = Object.values((isCreation ? model.operation.uniqueKey?.key : effect.key) ?? {});
  const planned = refs.map((ref) => valueIn(model, plan.changes, ref) ?? '');
  const makers = refs.map((ref) => model.subjects.find((subject) => subject.ref === ref)?.maker);
  const key = planned.map((value, index) => unraw(fill(value, makers[index])));
  if (key.length === 0 || key.includes('')) return undefined;
  return { model, collection: effect.collection, isCreation, key, planned };
};

const RANK = { refused: 0, maybe: 1, yes: 2 } as const;

/** What tells one entry from another. */
export const idOf = ({ collection, key }: Pick<Entry, 'collection' | 'key'>): string =>
  JSON.stringify([collection, ...key]);

const toEntry = ({ contract, request, isListed, ...note }: Note): Entry => {
  const { collection, key } = note;
  return {
    ...entryOf(contract, collection, key, request && besides(request, key)),
    ...note,
    list: isListed ? listOf(contract, collection, key) : undefined,
  };
};

/** @param custom what deletes it where the document has nothing for that. */
const entryOf = (contract: ContractModel, collection: string, key: readonly string[], custom?: WireRequest) => {
  const removal = requestFor(contract, 'delete', collection, key) ?? custom;
  return {
    collection,
    depth: depthOf(contract, collection),
    key,
    removal: removal && isSafe(removal) ? removal : undefined,
    look: requestFor(contract, 'read', collection, key),
    list: undefined,
    wasDeleted: false,
  };
};

/**
 * The document's own request that lists containers, or what lies in one; of that only what says that it lies there is
 * taken.
 */
const listOf = (contract: ContractModel, collection: string, key: readonly string[]): Listing | undefined => {
  const { operations = [], key: properties = [] } = resourceOf(contract, collection) ?? {};
  const model = operations.find(({ operation }) => operation.effect?.kind === 'list');
  const [place = '', name = place] = properties;
  const container = key.length > 1 ? key[0] : undefined;
  const filter = model?.subjects.find(({ record, isFilter }) => isFilter && record === place);
  if (!model || key.length > 2 || (container !== undefined && !filter)) return undefined;
  const { answer, nameSubject } = model;
  const set = {
    ...(nameSubject ? { [nameSubject.ref]: undefined } : {}),
    ...(filter ? { [filter.ref]: container } : {}),
  };
  const textIn = (item: Node, property: string): string => String(item[answer.shown[property] ?? ''] ?? '');
  return {
    request: encodeRequest(model, { model: model.key, changes: { set } }, (value) => value),
    container,
    read: (body) =>
      (itemsOf(parseBody(body), answer.list) ?? []).flatMap((item): Entry[] => {
        const isThere = container === undefined || textIn(item, place) === container;
        const shown = container === undefined ? [textIn(item, name)] : [container, textIn(item, name)];
        return isThere ? [{ ...entryOf(contract, collection, shown), made: 'yes', isOwn: true }] : [];
      }),
  };
};

/** Characters of a name that somebody else hardly has as well. */
const ENOUGH = 8;

/** Whether a name is not made for this run, and so short that somebody else may have it. */
const isCommon = (value: string | undefined): boolean =>
  value !== undefined && !isFresh(value) && !PLACED.test(value) && value.replace(SHAPE, '').length < ENOUGH;

/** Containers and holders of the run. */
const PLACED = /[\uE001-\uE003]/;

const resourceOf = ({ resources }: ContractModel, collection: string): Resource | undefined =>
  resources.find((each) => each.collection === collection);

const depthOf = (contract: ContractModel, collection: string): number => {
  const parent = resourceOf(contract, collection)?.parent;
  return parent === undefined ? 0 : 1 + depthOf(contract, parent);
};

/** The document's own request that deletes or shows a record. */
const requestFor = (
  contract: ContractModel,
  kind: 'delete' | 'read',
  collection: string,
  key: readonly string[],
): WireRequest | undefined => {
  const operations = resourceOf(contract, collection)?.operations;
  const model = operations?.find(({ operation }) => operation.effect?.kind === kind);
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
const isSafe = ({ method, path }: Pick<WireRequest, 'method' | 'path'>): boolean =>
  method !== 'DELETE' || !/\/(\.|%2e)+(\/|\?|$)/i.test(path);
