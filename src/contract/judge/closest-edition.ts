import type { ContractModel } from '../model/contract-model.ts';
import type { Fill } from '../model/request.ts';
import type { CaseRun } from '../run/run-cases.ts';
import { judge } from './judge.ts';
import type { Judged } from './judged.ts';

/** Another edition, by which most of what deviates is as it must be. */
export interface ClosestEdition {
  readonly name: string;
  /** Cases that deviate by the edition that was checked, and by this one. */
  readonly before: number;
  readonly after: number;
}

/** Clauses that must deviate until another edition is looked for: fewer are faults. */
const LEAST_CLAUSES = 4;
/** A better edition leaves at most this share of what deviates. */
const MOST_LEFT = 0.5;

/** Whether so much deviates that it may be a matter of the edition. */
export const isOtherwise = (judged: readonly Judged[]): boolean => {
  const deviations = judged.flatMap(({ judgement }) => judgement.deviations);
  const broken = deviations.filter(({ level }) => level === 'must').flatMap(({ clauses }) => clauses);
  return new Set(broken).size >= LEAST_CLAUSES;
};

/**
 * The edition by which fewest cases deviate, from the answers that there are; undefined where none is clearly better.
 * Only statuses are looked at.
 *
 * @param fillOf the names of a case.
 */
export const closestEdition = (
  judged: readonly Judged[],
  own: ContractModel,
  others: ReadonlyMap<string, ContractModel>,
  fillOf: (run: CaseRun) => Fill,
): ClosestEdition | undefined => {
  // One of each clause is enough; and what deviates must be explained.
  const runs = judged
    .filter(({ run, judgement }) => run.tested.rank === 1 || judgement.deviations.length > 0)
    .map(({ run }) => run);
  const count = (contract: ContractModel): number =>
    runs.filter((run) => {
      const { deviations } = judge(contract, run.tested, run.answers, fillOf(run));
      return deviations.some(({ layer }) => layer === 'outcome' || layer === 'number');
    }).length;
  const before = count(own);
  const [best] = [...others]
    .map(([name, contract]): ClosestEdition => ({ name, before, after: count(contract) }))
    .toSorted((one, other) => one.after - other.after);
  return best && best.after <= before * MOST_LEFT ? best : undefined;
};

/** In one line, with what to do. */
export const sayClosest = ({
  name,
  before,
  after,
}: ClosestEdition): { readonly text: string; readonly zh: string } => ({
  text: `The server looks like edition ${name}: by that one ${after} of its cases deviate, not ${before}. Run verify --edition ${name}.`,
  zh: `该服务看起来遵循版本 ${name}：按该版本只有 ${after} 个用例不符，而非 ${before} 个。请运行 verify --edition ${name}。`,
});
