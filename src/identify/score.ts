import { type Clue, isTelling } from './evidence.ts';

/** How likely an answer is as an edition has it where the target keeps that edition; faults and quirks are the rest. */
const LIKELY = 0.9;
/** What a fact says that agrees, or does not, against one that says nothing. */
const FOR = Math.log(LIKELY / 0.5);
const AGAINST = Math.log((1 - LIKELY) / 0.5);
/** What one fact is worth between an edition that it is for and one that it is against. */
export const ONE_FACT: number = FOR - AGAINST;

/** What is known of each edition: the higher, the likelier. */
export type Scores = ReadonlyMap<string, number>;

interface Tally {
  readonly agreed: number;
  readonly all: number;
}

/** Facts by key; of each, how often an edition had it right. */
export interface Facts {
  readonly scores: Scores;
  /** Whether there are clues of a fact already. */
  readonly knows: (key: string) => boolean;
  /** The same with more clues. */
  readonly with: (clues: readonly Clue[]) => Facts;
}

/**
 * Weighs clues. A fact counts once, however many clues there are of it, so that one fault of the target counts once
 * as well. What all editions say alike tells nothing.
 */
export const createFacts = (candidates: readonly string[]): Facts =>
  build(candidates, new Map(), new Map(candidates.map((name) => [name, 0])));

const build = (
  candidates: readonly string[],
  tallies: ReadonlyMap<string, ReadonlyMap<string, Tally>>,
  scores: Scores,
): Facts => ({
  scores,
  knows: (key) => tallies.has(key),
  with: (clues) => {
    const telling = clues.filter(isTelling);
    const changed = new Map(tallies);
    for (const { key, agrees } of telling) {
      const own = new Map(changed.get(key));
      for (const [name, agreed] of agrees) {
        const { agreed: before, all } = own.get(name) ?? { agreed: 0, all: 0 };
        own.set(name, { agreed: before + Number(agreed), all: all + 1 });
      }
      changed.set(key, own);
    }
    const next = new Map(scores);
    for (const key of new Set(telling.map(({ key: each }) => each)))
      for (const name of candidates) {
        const difference = weight(changed.get(key)?.get(name)) - weight(tallies.get(key)?.get(name));
        next.set(name, (next.get(name) ?? 0) + difference);
      }
    return build(candidates, changed, next);
  },
});

const weight = (tally: Tally | undefined): number => {
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
