import { showValue } from '../../contract/model/placeholders.ts';
import { valuesOf } from '../../contract/model/request.ts';
import { decodePercent } from '../../http/message.ts';
import { fill, inBoth, type Text, textOf } from '../../text/bilingual.ts';
import type { Difference } from '../overlay/difference.ts';
import type { Evidence } from '../probes/probe-run.ts';
import type { Clue, ClueKind } from './evidence.ts';

/** A request in one line: method, path, and the values of its body. */
export const sayRequest = ({ step, exchange: { request } }: Evidence): string => {
  const { model, plan } = step;
  const { set = {} } = plan.changes;
  const values = valuesOf(model, plan.changes).filter(([{ place }]) => place === 'body');
  // What is special about it stands at its end.
  const ordered = [...values.filter(([{ ref }]) => !(ref in set)), ...values.filter(([{ ref }]) => ref in set)];
  const shown = ordered.flatMap(([{ name }, value]) =>
    typeof value === 'string' ? [`${name}=${showValue(value)}`] : [],
  );
  const type = shown.length > 0 && model.media ? [`(${model.media.type})`] : [];
  return [request.method, decodePercent(request.path), ...type, ...shown].join(' ');
};

/** Whether an answer has what a clue is about: the property, the header, else that it was done. */
const hasIt = ({ kind, name, seen }: Clue): boolean => {
  if (kind === 'property') return seen.properties?.includes(name) === true;
  return kind === 'header' ? seen.headers.includes(name) : seen.isDone;
};

/** What an answer says of one fact, in a word or two. */
export const saySeen = (clue: Clue): Text => {
  const { kind, name, seen } = clue;
  switch (kind) {
    case 'property':
    case 'header':
      return hasIt(clue) ? textOf(name) : fill(textOf('no {name}', '无 {name}'), { name });
    case 'blank':
      return seen.blank === 'object' ? textOf('{}') : textOf('no body', '无响应体');
    case 'error':
      return textOf(seen.errorShape ?? '');
    default:
      return textOf(String(seen.status));
  }
};

/** Where the answer has it, and where the edition has it instead. */
const WORDS: Partial<Record<ClueKind, readonly Text[]>> = {
  outcome: [
    textOf(
      '{operation} takes it ({seen}), {edition} refuses it ({said})',
      '{operation} 接受（{seen}），而 {edition} 拒绝（{said}）',
    ),
    textOf(
      '{operation} refuses it ({seen}), {edition} takes it ({said})',
      '{operation} 拒绝（{seen}），而 {edition} 接受（{said}）',
    ),
  ],
  property: [
    textOf('{operation} shows {name}, {edition} does not', '{operation} 返回 {name}，而 {edition} 没有'),
    textOf('{operation} does not show {name}, {edition} does', '{operation} 未返回 {name}，而 {edition} 有'),
  ],
  header: [
    textOf('{operation} has the header {name}, {edition} does not', '{operation} 带有响应头 {name}，而 {edition} 没有'),
    textOf('{operation} lacks the header {name}, {edition} has it', '{operation} 缺少响应头 {name}，而 {edition} 有'),
  ],
  blank: [
    textOf(
      '{operation} answers {seen} where nothing is to be said, {edition} {said}',
      '{operation} 无内容时返回 {seen}，而 {edition} 为 {said}',
    ),
  ],
  error: [
    textOf(
      'the errors of {operation} are {seen}, those of {edition} {said}',
      '{operation} 的错误格式为 {seen}，而 {edition} 为 {said}',
    ),
  ],
};

const STATUS = textOf(
  '{operation} answers {seen}, {edition} says {said}',
  '{operation} 返回 {seen}，而 {edition} 为 {said}',
);

/** What differs from an edition, in one line. */
export const sayDifference = ({ clue, prediction }: Difference, edition: string): Text => {
  const { kind, name, seen, step } = clue;
  // What is not offered at all may be refused by an edition that offers it, too.
  const words = kind === 'outcome' && seen.isDone === prediction.isDone ? undefined : WORDS[kind];
  return fill((hasIt(clue) ? words?.[0] : words?.at(-1)) ?? STATUS, {
    operation: step.model.operation.id,
    edition,
    name,
    seen: saySeen(clue),
    said: saySeen({ ...clue, seen: prediction }),
  });
};

/** A difference with the request that showed it. */
export const sayWithRequest = (difference: Difference, edition: string): Text =>
  inBoth((say) => `${sayRequest(difference.evidence)}: ${say(sayDifference(difference, edition))}`);
