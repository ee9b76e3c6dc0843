import { type Clue, isTelling } from './evidence.ts';

/** How likely an answer is as an edition has it where the target keeps that edition; faults and quirks are the rest. */
const LIKELY = 0.9;
/** What a fact says that agrees, or does not, against one that says nothing. */
const FOR = Math.log(LIKELY / 0.5);
const AGAINST = Math.log((1 - LIKELY) / 0.5);
/** What one fact is worth between an edition that it is for and one that it is against. */
const ONE_FACT: number = FOR - AGAINST;
/** What all facts of one group are worth at most: less than it takes to be sure. */
const MOST_OF_GROUP = 1.5 * ONE_FACT;

/** What is known of each edition: the higher, the likelier. */
export type Scores = ReadonlyMap<string, number>;

/** How often each edition had a fact right. */
type Tallies = ReadonlyMap<string, { readonly agreed: number; readonly all: number }>;

/** Facts that may all come of one fault of the target, by key, and what they say of each edition. */
interface Group {
  readonly facts: ReadonlyMap<string, Tallies>;
  readonly scores: readonly number[];
}

/** Facts by key, and what they come to. */
export interface Facts {
  readonly scores: Scores;
  /** Whether there are clues of a fact already. */
  readonly knows: (key: string) => boolean;
  /** How many there are of a group. */
  readonly countOf: (group: string) => number;
  /** The same with more clues. */
  readonly with: (clues: readonly Clue[]) => Facts;
}

/**
 * Weighs clues. A fact counts once, however many clues there are of it, and those of one operation count for little
 * more than one: a fault of the target may show in all of them. What all editions say alike tells nothing.
 */
export const createFacts = (candidates: readonly string[]): Facts => build(candidates, new Map(), new Map());

const build = (
  candidates: readonly string[],
  groups: ReadonlyMap<string, Group>,
  groupOf: ReadonlyMap<string, string>,
): Facts => ({
  scores: new Map(
    candidates.map((name, index) => [
      name,
      [...groups.values()].reduce((sum, { scores }) => sum + (scores[index] ?? 0), 0),
    ]),
  ),
  knows: (key) => groupOf.has(key),
  countOf: (group) => groups.get(group)?.facts.size ?? 0,
  with: (clues) => {
    const telling = clues.filter(isTelling);
    if (telling.length === 0) return build(candidates, groups, groupOf);
    const homes = new Map(groupOf);
    const added = Map.groupBy(telling, ({ key, group }) => {
      const home = homes.get(key) ?? group;
      homes.set(key, home);
      return home;
    });
    const changed = new Map(groups);
    for (const [name, own] of added) {
      const facts = new Map(groups.get(name)?.facts);
      for (const { key, agrees } of own) facts.set(key, countIn(facts.get(key), agrees));
      changed.set(name, { facts, scores: scoresOf(candidates, [...facts.values()]) });
    }
    return build(candidates, changed, homes);
  },
});

const countIn = (known: Tallies | undefined, agrees: Clue['agrees']): Tallies => {
  const tallies = new Map(known);
  for (const [name, agreed] of agrees) {
    const before = tallies.get(name) ?? { agreed: 0, all: 0 };
    tallies.set(name, { agreed: before.agreed + Number(agreed), all: before.all + 1 });
  }
  return tallies;
};

/** What the facts of one group say of each edition. */
const scoresOf = (candidates: readonly string[], facts: readonly Tallies[]): readonly number[] => {
  const own = candidates.map((name) => facts.reduce((sum, tallies) => sum + weightOf(tallies.get(name)), 0));
  const best = Math.max(...own);
  return own.map((score) => Math.max(-MOST_OF_GROUP, score - best));
};

const weightOf = (tally: { readonly agreed: number; readonly all: number } | undefined): number => {
  if (!tally) return 0;
  const share = tally.agreed / tally.all;
  return share * FOR + (1 - share) * AGAINST;
};

/** How likely each edition is, among those that there are. */
export const likelihoods = (scores: Scores): ReadonlyMap<string, number> => {
  const highest = Math.max(...scores.values());
  const weights = [...scores].map(([name, score]) => [name, Math.exp(score - highest)] as const);
  const sum = weights.reduce((total, [, each]) => total + each, 0);
  return new Map(weights.map(([name, each]) => [name, each / sum]));
};

/** How much is not known yet, in bits. */
export const entropyOf = (scores: Scores): number =>
  [...likelihoods(scores).values()].reduce((sum, share) => (share > 0 ? sum - share * Math.log2(share) : sum), 0);

/** Sums of logarithms are not exact. */
const ROUNDING = 0.01;

/** Facts by which an edition must be ahead of every other: one of them may be a fault of the target. */
const ENOUGH_FACTS = 2;

/** The best editions, and those behind it by no more than one fault can make. */
export const nameBest = ({
  scores,
}: Facts): { readonly named: readonly string[]; readonly near: readonly string[] } => {
  const best = Math.max(...scores.values());
  const within = (least: number, most: number): string[] =>
    [...scores].flatMap(([name, score]) => (best - score >= least && best - score < most ? [name] : []));
  return { named: within(0, ONE_FACT / 2), near: within(ONE_FACT / 2, MOST_OF_GROUP + ROUNDING) };
};

/** Whether one edition is ahead of all others by more than one fault can make. */
export const isSure = ({ scores }: Facts): boolean => {
  const [best = 0, second = Number.NEGATIVE_INFINITY] = [...scores.values()].toSorted((one, other) => other - one);
  return best - second >= ONE_FACT * ENOUGH_FACTS - ROUNDING;
};
