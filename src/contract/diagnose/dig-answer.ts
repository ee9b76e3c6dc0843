import type { OperationModel } from '../model/read-model.ts';
import { type Diagnosis, diagnosisOf, type Words, words } from './diagnosis.ts';
import { irregular, openDig, stepsOf } from './dig.ts';
import type { Judged } from './judged.ts';
import type { Laboratory } from './laboratory.ts';
import { reduceChanges, valueOfLast } from './reduce.ts';
import { isLax, type Symptom } from './symptom.ts';

/** Wrong answers of one kind. */
export interface AnswerGroup {
  readonly main: Symptom;
  readonly clause: string;
  readonly members: readonly Symptom[];
  readonly words: Words;
  readonly seen: string;
}

/**
 * A status that is only another number, a body without information, or one of another shape: shown by
 * the plainest request that has it.
 */
export const digAnswer = async (
  laboratory: Laboratory,
  { main, clause, words: title, seen }: AnswerGroup,
): Promise<Diagnosis | undefined> => {
  const { experiment, shows } = openDig(laboratory, main);
  const { model, deviation, subject } = main;
  const first = await experiment.attempt(stepsOf(main));
  if (!first || !shows(first)) return first ? irregular(main) : undefined;
  const isSuccess = deviation.prediction.outcome === 'success';
  const attempt = isSuccess ? await reduceChanges(experiment, first, shows, model) : first;
  const value = subject && !isSuccess ? valueOfLast(attempt.steps, subject.ref) : '';
  return diagnosisOf(main, { clause, seen, title, example: { attempt, value } });
};

/** Statuses with another number, bodies without information or of another shape: by operation and what was received. */
export const groupAnswers = (symptoms: readonly Symptom[], judged: readonly Judged[]): AnswerGroup[] => {
  const own = symptoms
    .filter(({ deviation: { layer } }) => layer === 'number' || layer === 'body' || layer === 'shape')
    .toSorted((one, two) => LEVELS.indexOf(one.deviation.level) - LEVELS.indexOf(two.deviation.level));
  const groups = Map.groupBy(
    own,
    ({ model, plan, deviation: { layer, prediction, received, aspect, clauses, level } }) =>
      [
        // Another number is the same habit in what must hold and in what should.
        layer === 'shape' ? level : '',
        layer,
        model.operation.id,
        prediction.outcome,
        prediction.missing ? clauses[0] : '',
        plan.changes.credentials === undefined ? '' : 'credentials',
        aspect === '' ? received : aspect,
      ].join(' '),
  );
  return foldLookups([...groups.values()]).flatMap((members): AnswerGroup[] => {
    const [main] = members;
    if (!main) return [];
    const { deviation, model } = main;
    const clause = deviation.clauses[0] ?? model.clauseOf.refusal ?? model.operation.id;
    const { received, layer } = deviation;
    const seen =
      layer === 'number'
        ? `answers-${received}`
        : layer === 'body'
          ? deviation.aspect || 'body'
          : `shape-${deviation.aspect}`;
    return [{ main, clause, members, words: sayAnswer(main, members, symptoms, judged), seen }];
  });
};

const LEVELS = ['must', 'should', 'transport'];

/** A name that breaks its rules is looked up like any other: what that is answered is told with what does not exist. */
const foldLookups = (groups: readonly Symptom[][]): Symptom[][] => {
  const isMissing = ([first]: readonly Symptom[]): boolean => first?.deviation.prediction.missing !== undefined;
  const missing = groups.filter((group) => isMissing(group) && group[0]?.deviation.layer === 'number');
  return groups.filter((group) => {
    const [first] = group;
    if (!first || isMissing(group) || first.deviation.layer !== 'number') return true;
    const own = missing.find(
      ([other]) =>
        other?.model.operation.id === first.model.operation.id && other.deviation.received === first.deviation.received,
    );
    const status = own?.[0]?.deviation.prediction.statuses[0] ?? '';
    if (!own || !group.every(({ deviation }) => deviation.prediction.statuses.includes(status))) return true;
    own.push(...group);
    return false;
  });
};

const sayAnswer = (
  main: Symptom,
  members: readonly Symptom[],
  symptoms: readonly Symptom[],
  judged: readonly Judged[],
): Words => {
  const {
    deviation: { layer, prediction, aspect, received, expected },
  } = main;
  if (aspect === 'error shape')
    return words(`tells errors in another shape (${received})`, `错误信息的结构不同（${received}）`);
  if (layer === 'body') return sayBody(main);
  if (layer !== 'number')
    return words(`answers ${received} (expected ${expected})`, `应答 ${received}（预期 ${expected}）`);
  const { outcome, missing } = prediction;
  const what = missing
    ? words('what does not exist', '不存在的内容')
    : outcome === 'conflict'
      ? words('what exists already', '已存在的内容')
      : outcome === 'success'
        ? words('valid requests', '有效请求')
        : sayBad(main.model, members, symptoms, judged);
  return words(
    `answers ${received} to ${what.en} (expected ${expected})`,
    `对${what.zh}应答 ${received}（预期 ${expected}）`,
  );
};

const sayBody = ({ deviation: { prediction }, exchange }: Symptom): Words => {
  const status = exchange.response?.status;
  return prediction.outcome === 'success'
    ? words(`answers ${status} with a body, where none is described`, `应答 ${status} 时带有未描述的正文`)
    : words(`answers ${status} without error information`, `应答 ${status} 时不带错误信息`);
};

/** All bad requests of an operation, but for those that are taken, or which of them. */
const sayBad = (
  { key }: OperationModel,
  members: readonly Symptom[],
  symptoms: readonly Symptom[],
  judged: readonly Judged[],
): Words => {
  const shown = new Set(members.flatMap(({ deviation }) => deviation.prediction.clauses));
  const told = new Set([
    ...shown,
    ...symptoms.filter((each) => isLax(each) && each.model.key === key).flatMap(({ deviation }) => deviation.clauses),
  ]);
  const isOfAll = judged
    .flatMap(({ judgement }) => judgement.answers)
    .filter(
      ({ model, prediction: { outcome, missing, level, statuses } }) =>
        model === key && outcome === 'refusal' && !missing && level === 'must' && !statuses.includes('401'),
    )
    .every(({ prediction }) => prediction.clauses.every((clause) => told.has(clause)));
  const { plan } = members[0] ?? {};
  if (plan?.changes.credentials !== undefined)
    return words('requests without accepted credentials', '没有有效凭证的请求');
  if (isOfAll || shown.size === 0) return words('bad requests', '错误请求');
  const list = [...shown].join(', ');
  return words(`requests that break ${list}`, `违反 ${list} 的请求`);
};
