import type { ContractModel, OperationModel } from '../model/read-model.ts';
import type { Subject } from '../model/subject.ts';
import { type Diagnosis, diagnosisOf, type Shown, type Words, words } from './diagnosis.ts';
import { type Attempt, createExperiment, type Experiment, type Laboratory, withLast } from './laboratory.ts';
import { type Shows, withValue } from './reduce.ts';
import { sayOneValue } from './say.ts';
import { isLax, type Symptom } from './symptom.ts';

/** What is needed to look for the cause of one wrong answer. */
export interface Dig {
  readonly laboratory: Laboratory;
  readonly contract: ContractModel;
  readonly symptom: Symptom;
  readonly experiment: Experiment;
  /** Whether an attempt deviates in the same way. */
  readonly shows: Shows;
}

export const openDig = (laboratory: Laboratory, symptom: Symptom): Dig => ({
  laboratory,
  contract: laboratory.sender.contract,
  symptom,
  experiment: createExperiment(laboratory, symptom.tested.level),
  shows: showsAs(symptom),
});

/** The status of an answer, or why there is none. */
export const statusOf = ({ exchange }: Pick<Attempt, 'exchange'>): string =>
  String(exchange?.response?.status ?? exchange?.problem ?? 'no answer');

const showsAs =
  ({ deviation, exchange }: Symptom): Shows =>
  (attempt) =>
    attempt.deviation !== undefined &&
    attempt.deviation.layer === deviation.layer &&
    attempt.deviation.aspect === deviation.aspect &&
    isAlike(statusOf(attempt), String(exchange.response?.status ?? 'no answer'));

/** Whether answers are of one kind: the same class of status, or none at all. */
const isAlike = (one: string, two: string): boolean =>
  /^\d/.test(one) && /^\d/.test(two) ? one[0] === two[0] : !/^\d/.test(one) && !/^\d/.test(two);

/** The steps of a symptom up to the one that deviates, the others only preparing. */
export const stepsOf = ({ tested, deviation }: Symptom) =>
  tested.steps.slice(0, deviation.step + 1).map(({ late: _, ...step }) => step);

export const successOf = ({ clauseOf, operation }: OperationModel): string => clauseOf.success ?? operation.id;

/** What a case is about, without what must come of it. */
export const bareTitle = ({ tested }: Symptom): Words => {
  const text = tested.title.replace(/ is (refused|accepted)$/, '');
  return words(text, ` ${text} `);
};

/** What did not show again: the first answer is all there is. */
export const irregular = (symptom: Symptom): Diagnosis => {
  const { model, deviation, value, subject, tested } = symptom;
  const what = subject && value !== undefined ? sayOneValue(subject, value) : words(tested.title, tested.title);
  return diagnosisOf(symptom, {
    clause: deviation.clauses[0] ?? successOf(model),
    seen: `once-${statusOf(symptom)}`,
    title: words(
      `answered ${deviation.received} once (expected ${deviation.expected}): ${what.en}`,
      `曾应答 ${deviation.received}（预期 ${deviation.expected}）：${what.zh}`,
    ),
    example: undefined,
    explains: (other) =>
      other.deviation.layer === deviation.layer &&
      other.model.operation.id === model.operation.id &&
      statusOf(other) === statusOf(symptom) &&
      !isLax(other),
  });
};

/** The first of some values that is answered as it must be. */
export const rightValue = async (
  { experiment }: Dig,
  bad: Attempt,
  { ref }: Subject,
  values: readonly string[],
): Promise<Shown | undefined> => {
  for (const value of values) {
    const attempt = await experiment.attempt(withValue(bad.steps, ref, value));
    if (attempt?.isRight) return { attempt, value };
  }
  return undefined;
};

/** The plainest valid request, answered as it must be. */
export const plainNeighbour = async ({ symptom, experiment }: Dig): Promise<Shown | undefined> => {
  const attempt = await experiment.attempt(withLast(stepsOf(symptom), { model: symptom.model.key, changes: {} }));
  return attempt?.isRight ? { attempt, value: '' } : undefined;
};

/** Whether a value without a new name in it may be sent: where nothing of it exists. */
export const mayBeExact = ({ laboratory, contract }: Dig, { place, ref, rule }: Subject): boolean =>
  laboratory.freshContainers &&
  (place !== 'body' ||
    rule.automaton === undefined ||
    // Names are unique only within a container, which each attempt has of its own.
    contract.operations.some(
      ({ nameSubject, containers }) =>
        nameSubject?.ref === ref && nameSubject.rule.id === rule.id && containers.length > 0,
    ));
