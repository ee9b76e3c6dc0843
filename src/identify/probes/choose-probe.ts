import { type Clue, compare, type Expected, isTelling } from '../evidence/evidence.ts';
import { entropyOf, type Facts, likelihoods } from '../evidence/score.ts';
import type { Probe } from './probe.ts';
import type { Predictions } from './rehearse.ts';

/** A probe that may be sent now. */
export interface Option {
  readonly probe: Probe;
  /** Requests that it costs, with those that delete what it makes. */
  readonly cost: number;
  /** What is sent for it first: the plainest request of its kind, where that was never sent. */
  readonly before: readonly Probe[];
  /** Whether what it lists may be empty yet. */
  readonly showsNothing: boolean;
}

/** Bits that make a request worth sending. */
const LEAST_GAIN = 0.03;

/** What each edition says to each probe, by name of the edition and id of the probe. */
export type Rehearsed = ReadonlyMap<string, ReadonlyMap<string, Predictions>>;

/** What a look is worth beside a request that changes something, and tells as much for what it costs. */
const LOOK_WORTH = 2;

/** The probe that is expected to tell most for what it costs; undefined where none tells anything. */
export const chooseProbe = (options: readonly Option[], facts: Facts, outlook: Outlook): Option | undefined => {
  const gainOf = gainBy(facts, outlook);
  return options
    .flatMap((option) => {
      const gain = gainOf(option);
      return gain < LEAST_GAIN
        ? []
        : [{ option, worth: (gain / option.cost) * (option.probe.isReadOnly ? LOOK_WORTH : 1) }];
    })
    .toSorted((one, other) => other.worth - one.worth)[0]?.option;
};

/** What may come of a probe, and the editions that would have it so. */
export interface Outcome {
  readonly members: readonly string[];
  readonly clues: readonly WeighedClue[];
}

interface WeighedClue extends Clue {
  /** The same for clues that weigh the same, as long as nothing is known of either. */
  readonly weight: number;
}

/** What may come of each probe; the same whatever was asked before. */
export type Outlook = (option: Pick<Option, 'probe' | 'showsNothing'>) => readonly Outcome[];

export const createOutlook = (rehearsed: Rehearsed): Outlook => {
  const known = new Map<string, readonly Outcome[]>();
  const weights = new Map<string, number>();
  const weigh = (clue: Clue): WeighedClue => {
    const what = JSON.stringify([clue.group, clue.kind, ...clue.agrees]);
    const weight = weights.get(what) ?? weights.size;
    weights.set(what, weight);
    return { ...clue, weight };
  };
  const look: Outlook = ({ probe, showsNothing }) => {
    const steps = [...probe.setup, probe.step];
    const classes = Map.groupBy(rehearsed, ([, predictions]) => JSON.stringify(predictions.get(probe.id)));
    if (classes.size < 2) return [];
    return [...classes.values()].map((members) => {
      const answers = members[0]?.[1].get(probe.id) ?? [];
      const clues = answers.flatMap((answer, index) => {
        const step = steps[index];
        if (!step) return [];
        const seen = showsNothing && step === probe.step ? { ...answer, properties: undefined } : answer;
        return compare(step, expectedAt(rehearsed, probe, index), seen);
      });
      return { members: members.map(([name]) => name), clues: clues.filter(isTelling).map(weigh) };
    });
  };
  return (option) => {
    const key = `${option.showsNothing} ${option.probe.id}`;
    const found = known.get(key) ?? look(option);
    known.set(key, found);
    return found;
  };
};

/** How many bits less there are to know, on average, once a probe is answered. */
const gainBy = (facts: Facts, outlook: Outlook): ((option: Option) => number) => {
  const shares = likelihoods(facts.scores);
  const unknown = entropyOf(facts.scores);
  const known = new Map<string, number>();
  /** What there is to know after some news; asked for again and again, and long to work out. */
  const unknownWith = (news: readonly WeighedClue[]): number => {
    const key = news.map(({ weight }) => weight).join();
    const found = known.get(key) ?? entropyOf(facts.with(news).scores);
    known.set(key, found);
    return found;
  };
  return (option) => {
    const outcomes = outlook(option);
    if (outcomes.length < 2) return 0;
    // What is known already is hardly told otherwise by another request.
    const told = outcomes.map(({ members, clues }) => ({
      share: members.reduce((sum, name) => sum + (shares.get(name) ?? 0), 0),
      news: clues.filter(({ key }) => !facts.knows(key)),
    }));
    const left = told.reduce((sum, { share, news }) => sum + share * unknownWith(news), 0);
    // One more of a kind that there are many of comes as they came.
    const alike = told.map(({ news }) =>
      news.length === 0 ? 0 : Math.min(...news.map(({ group }) => facts.countOf(group))),
    );
    return (unknown - left) / (1 + Math.max(...alike));
  };
};

/** What each edition says to one step of a probe. */
export const expectedAt = (rehearsed: Rehearsed, probe: Probe, index: number): Expected =>
  new Map([...rehearsed].map(([name, predictions]) => [name, predictions.get(probe.id)?.[index]]));
