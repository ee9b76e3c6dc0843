import { type Text, textOf } from '../../../text/bilingual.ts';
import type { Judged } from '../../judge/judged.ts';
import type { Attempt } from '../laboratory.ts';
import { isLax, type Symptom } from '../symptom.ts';
import { type Cause, type Dig, type Particulars, reduceChanges } from './dig.ts';
import { clausesTested } from './dig-lax.ts';

/** Wrong answers of one kind. */
export interface AnswerGroup extends Cause, Pick<Particulars, 'seen' | 'title'> {}

/** Wrong answers of a group, shown by the plainest request that has one. */
export const digAnswer = async (
  dig: Dig,
  first: Attempt,
  { clause, seen, title }: AnswerGroup,
): Promise<Particulars> => {
  const { deviation, subject } = dig.symptom;
  const isSuccess = deviation.prediction.outcome === 'success';
  const example = isSuccess ? await reduceChanges(dig, first) : first;
  return { clause, seen, title, example, about: isSuccess ? undefined : subject?.ref };
};

/** Statuses with another number, bodies without information or of another shape: by operation and what was received. */
export const groupAnswers = (symptoms: readonly Symptom[], judged: readonly Judged[]): AnswerGroup[] => {
  const own = symptoms.filter(({ deviation: { layer } }) => ['number', 'body', 'shape'].includes(layer));
  const groups = Map.groupBy(own, ({ model, plan, deviation }) => {
    const { layer, prediction, received, aspect, clauses, level } = deviation;
    return [
      // Another number is the same habit in what must hold and in what should.
      layer === 'shape' ? level : '',
      layer,
      model.operation.id,
      prediction.outcome,
      prediction.missing ? clauses[0] : '',
      plan.changes.credentials === undefined ? '' : 'credentials',
      aspect === '' ? received : aspect,
    ].join(' ');
  });
  return foldLookups([...groups.values()]).flatMap((members): AnswerGroup[] => {
    const [main] = members;
    if (!main) return [];
    const { id } = main.model.operation;
    const { clauses, layer, received, aspect } = main.deviation;
    const seen = { number: `answers-${received}`, body: aspect || 'body' }[String(layer)] ?? `shape-${aspect}`;
    return [
      {
        main,
        symptoms: members,
        operation: id,
        clause: clauses[0] ?? main.model.clauseOf.refusal ?? id,
        also: [],
        seen,
        title: sayAnswer(main, members, symptoms, judged),
      },
    ];
  });
};

/** A name that breaks its rules is looked up like any other: what that is answered is told with what does not exist. */
const foldLookups = (groups: readonly Symptom[][]): Symptom[][] => {
  const habitOf = ([first]: readonly Symptom[]) => `${first?.model.operation.id} ${first?.deviation.received}`;
  const numbers = groups.filter(([first]) => first?.deviation.layer === 'number');
  const missing = numbers.filter(([first]) => first?.deviation.prediction.missing);
  const lookedUp = numbers.filter((group) => {
    const own = missing.find((each) => each !== group && habitOf(each) === habitOf(group));
    const [status = ''] = own?.[0]?.deviation.prediction.statuses ?? [];
    const fits = group.every(({ deviation }) => deviation.prediction.statuses.includes(status));
    if (own && fits && !missing.includes(group)) own.push(...group);
    return own && fits && !missing.includes(group);
  });
  return groups.filter((group) => !lookedUp.includes(group));
};

const sayAnswer = (
  { deviation, exchange, model: { key }, plan }: Symptom,
  members: readonly Symptom[],
  symptoms: readonly Symptom[],
  judged: readonly Judged[],
): Text => {
  const { layer, prediction, aspect, received, expected } = deviation;
  const status = exchange.response?.status;
  if (aspect === 'error shape')
    return textOf(`tells errors in another shape (${received})`, `错误信息的结构不同（${received}）`);
  if (aspect === 'error')
    return textOf(`answers ${status} with an error to valid requests`, `对有效请求应答 ${status}，正文却是错误信息`);
  if (layer === 'body')
    return prediction.outcome === 'success'
      ? textOf(`answers ${status} with a body, where none is described`, `应答 ${status} 时带有未描述的正文`)
      : textOf(`answers ${status} without error information`, `应答 ${status} 时不带错误信息`);
  if (layer === 'shape')
    return textOf(`answers ${received} (expected ${expected})`, `应答 ${received}（预期 ${expected}）`);
  const what = (): Text => {
    if (prediction.missing) return textOf('what does not exist', '不存在的内容');
    if (prediction.outcome === 'conflict') return textOf('what exists already', '已存在的内容');
    if (prediction.outcome === 'success') return textOf('valid requests', '有效请求');
    if (plan.changes.credentials !== undefined)
      return textOf('requests without accepted credentials', '没有有效凭证的请求');
    // All bad requests of an operation, but for those that are taken, or which of them.
    const shown = new Set(members.flatMap((each) => each.deviation.prediction.clauses));
    const taken = symptoms.filter((each) => isLax(each) && each.model.key === key);
    const told = new Set([...shown, ...taken.flatMap((each) => each.deviation.clauses)]);
    const list = [...shown].join(', ');
    return list === '' || clausesTested(judged, key).every((clause) => told.has(clause))
      ? textOf('bad requests', '错误请求')
      : textOf(`requests that break ${list}`, `违反 ${list} 的请求`);
  };
  const { en, zh } = what();
  return textOf(`answers ${received} to ${en} (expected ${expected})`, `对${zh}应答 ${received}（预期 ${expected}）`);
};
