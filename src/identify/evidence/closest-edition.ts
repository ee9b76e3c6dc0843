import type { Step } from '../../contract/cases/case.ts';
import { judge } from '../../contract/judge/judge.ts';
import type { Judged } from '../../contract/judge/judged.ts';
import { type ContractModel, readModel } from '../../contract/model/read-model.ts';
import type { Fill, RequestPlan } from '../../contract/model/request.ts';
import type { CaseRun } from '../../contract/run/run-cases.ts';
import type { Remark } from '../../contract/verify-target.ts';
import { NOT_THERE } from '../../http/same-refusal.ts';
import type { Document } from '../../openapi/document/document.ts';

/**
 * What is said where a target keeps another edition than the one it was checked against; from the answers that came.
 *
 * @param own name of the edition that it was checked against.
 * @param load gives all editions; called only where much deviates.
 */
export const remarkOnEdition =
  (own: string, load: () => Promise<readonly { readonly name: string; readonly document: Document }[]>): Remark =>
  async (judged, { contract, namer }) => {
    if (!isOtherwise(judged)) return [];
    const editions = (await load()).filter(({ name }) => name !== own);
    const others = new Map(editions.map((edition) => [edition.name, readModel(edition.document)]));
    const found = closestEdition(judged, contract, others, ({ naming }) => namer.fill(naming));
    return found ? [sayClosest(found)] : [];
  };

/** Another edition, by which most of what deviates is as it must be. */
interface ClosestEdition {
  /** Several where statuses do not tell them apart. */
  readonly names: readonly string[];
  /** Cases that deviate by the edition that was checked, and by that one. */
  readonly before: number;
  readonly after: number;
}

/** Clauses that must deviate until another edition is looked for: fewer are faults. */
const LEAST_CLAUSES = 4;
/** A better edition leaves at most this share of what deviates. */
const MOST_LEFT = 0.5;

/** Whether so much deviates that it may be a matter of the edition. */
const isOtherwise = (judged: readonly Judged[]): boolean => {
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
const closestEdition = (
  judged: readonly Judged[],
  own: ContractModel,
  others: ReadonlyMap<string, ContractModel>,
  fillOf: (run: CaseRun) => Fill,
): ClosestEdition | undefined => {
  // One of each clause is enough; and what deviates must be explained. What fails, fails by every edition.
  const runs = judged
    .filter(({ run, judgement }) => run.tested.rank === 1 || judgement.deviations.length > 0)
    .map(({ run }) => run)
    .filter(({ answers }) => !answers.flat().some(({ response }) => response && response.status >= 500));
  const count = (contract: ContractModel): number => {
    const known = new Set(contract.operations.map(({ operation }) => operation.id));
    return runs.filter((run) => {
      if (isForeign(run, own, known)) return true;
      const tested = { ...run.tested, steps: run.tested.steps.map((step) => spellOut(step, own, contract)) };
      const { deviations } = judge(contract, tested, run.answers, fillOf(run));
      return deviations.some(({ layer }) => layer === 'outcome' || layer === 'number');
    }).length;
  };
  const before = count(own);
  const counts = [...others].map(([name, contract]) => ({ name, after: count(contract) }));
  const after = Math.min(...counts.map((each) => each.after));
  const names = counts.filter((each) => each.after === after).map(({ name }) => name);
  return before > 0 && after <= before * MOST_LEFT ? { names, before, after } : undefined;
};

/** Whether a server answers an operation that is none of those another document has. */
const isForeign = ({ tested, answers }: CaseRun, own: ContractModel, known: ReadonlySet<string>): boolean =>
  tested.steps.some(({ requests }, index) =>
    requests.some(({ model }, place) => {
      const id = own.byKey.get(model)?.operation.id;
      const status = answers[index]?.[place]?.response?.status;
      return id !== undefined && !known.has(id) && status !== undefined && !NOT_THERE.has(status);
    }),
  );

/** The same requests by another document, whose plainest ones have other values. */
const spellOut = (step: Step, own: ContractModel, other: ContractModel): Step => ({
  ...step,
  requests: step.requests.map((plan): RequestPlan => {
    const [before, after] = [own.byKey.get(plan.model)?.plain, other.byKey.get(plan.model)?.plain ?? {}];
    const leftOut = Object.fromEntries(Object.keys(after).map((ref) => [ref, undefined]));
    return { ...plan, changes: { ...plan.changes, set: { ...leftOut, ...before, ...plan.changes.set } } };
  }),
});

/** In one line, with what to do. */
const sayClosest = ({ names, before, after }: ClosestEdition): { readonly text: string; readonly zh: string } => {
  const [one = ''] = names;
  const isOne = names.length === 1;
  const next = isOne ? `Run verify --edition ${one}.` : 'Run identify, which tells them apart.';
  const nextZh = isOne ? `请运行 verify --edition ${one}。` : '请运行 identify 加以区分。';
  return {
    text: `The server looks like edition ${names.join(' or ')}: ${after} instead of ${before} deviating cases. ${next}`,
    zh: `该服务看起来遵循版本 ${names.join(' 或 ')}：与其不符的用例为 ${after} 个，而非 ${before} 个。${nextZh}`,
  };
};
