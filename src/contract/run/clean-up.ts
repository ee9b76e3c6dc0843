import { inParallel } from '../../http/in-parallel.ts';
import { isSuccess } from '../../http/message.ts';
import type { Case } from '../cases/case.ts';
import type { Naming } from '../model/placeholders.ts';
import type { WireRequest } from './encode-request.ts';
import { type Entry, idOf } from './ledger.ts';
import type { Sender } from './send-steps.ts';
import { isDone, type Transport } from './transport.ts';

/** What became of the things a run made. */
export interface CleanUp {
  readonly deleted: number;
  /** What is there still, or may be. */
  readonly leftBehind: readonly string[];
}

/** Things of a kind that are tried until a deletion is seen to work. */
const MOST_TRIALS = 4;
/** Refused things of a kind that are looked for all the same. */
const MOST_SAMPLES = 3;

/**
 * Deletes what the ledger lists. A server may say that it deleted something and keep it, so of each kind one deletion
 * is checked before the others are trusted, and in the end one of each form of name. What holds the rest goes first
 * where the server takes along what lies in it, else what lies deepest.
 *
 * @param entries what lies in something else first.
 */
export const cleanUp = async (
  entries: readonly Entry[],
  transport: Transport,
  concurrency: number,
): Promise<CleanUp> => {
  transport.beginCleanUp();
  const gone = new Set<Entry>();
  /** What was made and is not there, though nothing deleted it. */
  const missed = new Set<Entry>();
  /** By kind, how a deletion of what is not there is answered. */
  const absence = new Map<string, number>();
  /** Kinds whose deletion is known to work. */
  const trusted = new Set<string>();
  /** Kinds whose deletion is answered well, and nothing shows whether it works. */
  const doubtful = new Set<string>();
  const ask = async (request: WireRequest | undefined): Promise<number> =>
    (request && (await transport.exchange(request)).response?.status) ?? 0;
  const isGone = ({ collection }: Entry, status: number): boolean =>
    status === 404 || status === 410 || (status >= 400 && status === absence.get(collection));
  const open = (all: readonly Entry[]): Entry[] => all.filter((entry) => !gone.has(entry));

  const made = entries.filter((entry) => entry.made === 'yes' || (entry.made === 'maybe' && entry.isOwn));
  const inside = Map.groupBy(
    made.filter(({ key }) => key.length > 1),
    ({ key }) => key[0] ?? '',
  );
  const insideOf = ({ key }: Entry): Entry[] => (key.length > 1 ? [] : open(inside.get(key[0] ?? '') ?? []));
  /** One that is surely there, of each kind that lies in a root; what can't be asked for goes as those do. */
  const samplesOf = (root: Entry): Entry[] => {
    const certain = insideOf(root).filter(
      ({ made, wasDeleted, look, removal }) => made === 'yes' && !wasDeleted && (look ?? removal) !== undefined,
    );
    return [...new Map(certain.map((entry) => [entry.collection, entry])).values()];
  };
  /** Whether what lies in a root goes with it; undefined until that was seen. */
  let takesAlong: boolean | undefined;

  /** Deletes one thing, and looks whether it is gone, and what lies in it as well. */
  const tryOut = async (entry: Entry): Promise<boolean> => {
    const samples = samplesOf(entry);
    const [wasThere, ...seen] = await Promise.all(
      [entry, ...samples].map(async ({ look }) => isSuccess(await ask(look))),
    );
    const status = await ask(entry.removal);
    const again = isSuccess(status) ? await ask(entry.removal) : status;
    const isAbsent = isSuccess(status) ? !isSuccess(again) : entry.wasDeleted && isGone(entry, status);
    if (isAbsent) absence.set(entry.collection, again);
    else if (isSuccess(status) && !wasThere) doubtful.add(entry.collection);
    if (!isAbsent && !(wasThere && isSuccess(status) && isGone(entry, await ask(entry.look)))) return false;
    gone.add(entry);
    if (samples.length === 0) return true;
    const lost = samples.map(async (sample, index) => {
      if (seen[index]) return isGone(sample, await ask(sample.look));
      return trusted.has(sample.collection) && isGone(sample, await ask(sample.removal));
    });
    takesAlong = (await Promise.all(lost)).every(Boolean);
    if (takesAlong) for (const each of insideOf(entry)) gone.add(each);
    return true;
  };
  const kinds = [...Map.groupBy(made, ({ collection }) => collection).values()];
  for (const kind of kinds) {
    const certain = kind.filter((entry) => entry.made === 'yes');
    const emptyFirst = (certain.length > 0 ? certain : kind).toSorted(
      (left, right) => insideOf(left).length - insideOf(right).length,
    );
    for (const entry of emptyFirst.slice(0, MOST_TRIALS))
      if (!trusted.has(entry.collection) && (await tryOut(entry))) trusted.add(entry.collection);
  }
  const roots = (): Entry[] => open(made).filter(({ key, collection }) => key.length === 1 && trusted.has(collection));
  const [fullest] = roots()
    .filter((root) => root.made === 'yes' && samplesOf(root).length > 0)
    .toSorted((left, right) => samplesOf(right).length - samplesOf(left).length);
  if (takesAlong === undefined && fullest) await tryOut(fullest);
  if (takesAlong)
    await inParallel(roots(), concurrency, async (root) => {
      // One that came into being by itself may be nothing that can be deleted.
      if (isSuccess(await ask(root.removal))) for (const entry of [root, ...insideOf(root)]) gone.add(entry);
    });
  for (const kind of kinds) {
    const isCertain = kind.some((entry) => entry.made === 'yes');
    await inParallel(open(kind), concurrency, async (entry) => {
      const isTrusted = trusted.has(entry.collection);
      if (!isTrusted && !doubtful.has(entry.collection) && isCertain) return;
      const status = await ask(entry.removal);
      if (isGone(entry, status) && !entry.wasDeleted) missed.add(entry);
      if (isGone(entry, status) || (isTrusted && isSuccess(status))) gone.add(entry);
    });
  }
  // A server may keep some: one of each form of name is looked at, and where it is there still, all of that form.
  const asked = takesAlong ? [] : [...gone].filter(({ made, look }) => made === 'yes' && look !== undefined);
  await inParallel([...Map.groupBy(asked, formOf).values()], concurrency, async ([first, ...others]) => {
    if (!first || !isSuccess(await ask(first.look))) return;
    for (const entry of [first, ...others]) if (isSuccess(await ask(entry.look))) gone.delete(entry);
  });
  // What lay in something that is gone may have gone with it, though nobody could delete it by itself.
  const lost = new Set([...gone].flatMap(({ key }) => (key.length === 1 ? key : [])));
  const inLost = open(made).filter(({ key, look }) => key.length > 1 && lost.has(key[0] ?? '') && look !== undefined);
  await inParallel(inLost, concurrency, async (entry) => {
    if (isGone(entry, await ask(entry.look))) gone.add(entry);
  });
  // What somebody else may have made is looked at only.
  for (const entry of entries)
    if (entry.made === 'maybe' && !entry.isOwn && entry.look && isGone(entry, await ask(entry.look))) gone.add(entry);

  // A server may keep what it refuses.
  const refused = entries.filter((entry) => entry.made === 'refused' && entry.isOwn && absence.has(entry.collection));
  for (const kind of Map.groupBy(refused, ({ collection }) => collection).values()) {
    let found = 0;
    for (const [index, { removal }] of kind.entries())
      if ((index < MOST_SAMPLES || found > 0) && isSuccess(await ask(removal))) found += 1;
  }
  // What was not there under its name may have another: what a list shows of the run's own is that. Among containers,
  // where others have theirs, it is what has the letters of the name.
  const known = new Set(entries.map(idOf));
  const isOdd = (entry: Entry): boolean => entry.made === 'yes' && (!gone.has(entry) || missed.has(entry));
  const renamed: Entry[] = [];
  for (const odd of Map.groupBy(entries.filter(isOdd), placeOf).values()) {
    const list = trusted.has(odd[0]?.collection ?? '') ? odd[0]?.list : undefined;
    const response = list && (await transport.exchange(list.request)).response;
    const shown = list?.read(response?.body ?? '') ?? [];
    const isSame = (one: Entry, other: Entry): boolean =>
      list?.container !== undefined || lettersOf(one) === lettersOf(other);
    const others = shown.filter((entry) => !known.has(idOf(entry)) && odd.some((each) => isSame(each, entry)));
    const isShown = (entry: Entry): boolean => shown.some((each) => idOf(each) === idOf(entry));
    for (const entry of odd) if (!isShown(entry) && others.some((each) => isSame(each, entry))) gone.add(entry);
    for (const entry of others) if (!isSuccess(await ask(entry.removal))) renamed.push(entry);
  }
  const left = [...entries.filter((entry) => entry.made !== 'refused' && !gone.has(entry)), ...renamed];
  return {
    deleted: [...gone].filter((entry) => entry.made === 'yes').length,
    leftBehind: left.map((entry) => sayEntry(entry, doubtful)),
  };
};

/** Where a list shows it; undefined where none does. */
const placeOf = ({ collection, list }: Entry): string | undefined => list && `${collection} ${list.container ?? ''}`;

/** A name without what a server may change in it: case, width, blanks and marks. */
const lettersOf = ({ key }: Entry): string =>
  (key.at(-1) ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const formOf = ({ collection, key }: Entry): string =>
  `${collection} ${key
    .at(-1)
    ?.replace(/[a-z]+/g, 'a')
    .replace(/\d+/g, '0')}`;

/** What the ledger says is there, where nothing is cleaned up. */
export const listLeft = (entries: readonly Entry[]): string[] =>
  entries.filter(({ made, wasDeleted }) => made !== 'refused' && !wasDeleted).map((entry) => sayEntry(entry));

/** `container/name`, with a word where it is not sure that it was made. */
const sayEntry = ({ key, made, collection }: Entry, doubtful: ReadonlySet<string> = new Set()): string =>
  `${key.join('/')}${made === 'yes' && !doubtful.has(collection) ? '' : ' (perhaps)'}`;

/** Deletes the containers of one case, and what lies in them. */
export const clearContainers = (sender: Sender, tested: Pick<Case, 'ownContainer'>, naming: Naming): Promise<void> => {
  const own = [naming.otherContainer, ...(tested.ownContainer ? [naming.container] : [])];
  return deleteWhere(sender, (container) => own.includes(container));
};

/** Deletes what the run made in the containers that are meant. */
export const deleteWhere = async (
  { ledger, transport }: Sender,
  isMeant: (container: string) => boolean,
): Promise<void> => {
  const entries = ledger.entries(
    ({ key, made, wasDeleted }) => isMeant(key[0] ?? '') && made !== 'refused' && !wasDeleted,
  );
  for (const entry of entries)
    if (entry.removal && isDone(await transport.exchange(entry.removal))) ledger.noteDeletion(entry);
};
