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
interface Fact {
  /** Facts of one group may all come of one fault. */
  readonly group: string;
  readonly tallies: ReadonlyMap<string, { readonly agreed: number; readonly all: number }>;
}

/** Facts by key, and what they come to. */
export interface Facts {
  readonly scores: Scores;
  /** Whether there are clues of a fact already. */
  readonly knows: (key: string) => boolean;
  /** The same with more clues. */
  readonly with: (clues: readonly Clue[]) => Facts;
}

/**
 * Weighs clues. A fact counts once, however many clues there are of it, and those of one operation count for little
 * more than one: a fault of the target may show in all of them. What all editions say alike tells nothing.
 */
export const createFacts = (candidates: readonly string[]): Facts => build(candidates, new Map());

const build = (candidates: readonly string[], facts: ReadonlyMap<string, Fact>): Facts => ({
  scores: scoresOf(candidates, facts),
  knows: (key) => facts.has(key),
  with: (clues) => {
    const changed = new Map(facts);
    for (const { key, group, agrees } of clues.filter(isTelling)) {
      const known = changed.get(key);
      const tallies = new Map(known?.tallies);
      for (const [name, agreed] of agrees) {
        const before = tallies.get(name) ?? { agreed: 0, all: 0 };
        tallies.set(name, { agreed: before.agreed + Number(agreed), all: before.all + 1 });
      }
      changed.set(key, { group: known?.group ?? group, tallies });
    }
    return build(candidates, changed);
  },
});

const scoresOf = (candidates: readonly string[], facts: ReadonlyMap<string, Fact>): Scores => {
  const scores = new Map(candidates.map((name) => [name, 0]));
  for (const group of Map.groupBy(facts.values(), (fact) => fact.group).values()) {
    const own = candidates.map((name) => group.reduce((sum, fact) => sum + weightOf(fact, name), 0));
    const best = Math.max(...own);
    for (const [index, name] of candidates.entries())
      scores.set(name, (scores.get(name) ?? 0) + Math.max(-MOST_OF_GROUP, (own[index] ?? 0) - best));
  }
  return scores;
};

const weightOf = ({ tallies }: Fact, name: string): number => {
  const tally = tallies.get(name);
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

/** Facts by which an edition must be ahead of every other: one of them may be a fault of the target. */
const ENOUGH_FACTS = 2;

/** Editions by how far they are behind the best. */
export const nameBest = ({
  scores,
}: Facts): { readonly named: readonly string[]; readonly near: readonly string[] } => {
  const best = Math.max(...scores.values());
  const within = (least: number, most: number): string[] =>
    [...scores].flatMap(([name, score]) => (best - score >= least && best - score < most ? [name] : []));
  return { named: within(0, ONE_FACT / 2), near: within(ONE_FACT / 2, ONE_FACT * (ENOUGH_FACTS - 0.5)) };
};

/** Whether one edition is ahead of all others by more than one fault can make. */
export const isSure = ({ scores }: Facts): boolean => {
  const [best = 0, second = Number.NEGATIVE_INFINITY] = [...scores.values()].toSorted((one, other) => other - one);
  return best - second >= ONE_FACT * ENOUGH_FACTS - 0.01;
};
