import { isAlike, refusalWords } from '../../../http/same-refusal.ts';
import { type Text, textOf } from '../../../text/bilingual.ts';
import { kindOf } from '../../../values/characters.ts';
import { printable } from '../../cases/case-kit.ts';
import { type Changes, isSameValue, valueIn } from '../../model/request.ts';
import type { Subject } from '../../model/subject.ts';
import type { Direction } from '../finding.ts';
import { type Attempt, lastPlan, valueOfLast, withValue } from '../laboratory.ts';
import { join, sayLength, sayOneValue, sayValue, sayWithout } from '../say.ts';
import { isLax, type Symptom } from '../symptom.ts';
import {
  type Diagnosis,
  type Dig,
  type Particulars,
  plainNeighbour,
  reduceChanges,
  statusOf,
  successOf,
  tries,
} from './dig.ts';
import {
  findBound,
  findConstruct,
  findNeighbour,
  holdsConstruct,
  lengthOf,
  permittingClause,
  rightValue,
  shrinkValue,
} from './dig-word.ts';

/** A valid request that is refused, or gets no proper answer: the one value that is refused, or what else is in it. */
export const digStrict = async (dig: Dig, first: Attempt): Promise<Particulars> => {
  const { model } = dig.symptom;
  const bad = await reduceChanges(dig, first);
  const { changes, given } = lastPlan(bad.steps);
  const { set = {}, ...others } = changes;
  const refs = Object.keys(set).filter((ref) => set[ref] !== model.plain[ref]);
  const isOnlySet = !given && Object.values(others).every((each) => !each || Object.keys(each).length === 0);
  const only = refs.length === 1 && isOnlySet ? model.subjects.find(({ ref }) => ref === refs[0]) : undefined;
  const { title, explains, ...found } = only
    ? ((await digPair(dig, bad, only)) ?? (await digValue(dig, bad, only)))
    : await digRequest(dig, bad, refs, isOnlySet && refs.length === 0);
  const status = statusOf(bad);
  // What fails whatever it is asked fails with all else that it is asked, too.
  const isOutage = found.seen === PLAINEST && status.startsWith('5');
  return {
    ...found,
    direction: directionOf(status),
    title: sayRefused(title, status),
    explains: (other) =>
      (isStrict(other) && explains?.(other) === true) ||
      (isOutage && other.model.operation === model.operation && isAlike(other.exchange, bad.exchange)),
  };
};

const isStrict = (symptom: Symptom): boolean =>
  !isLax(symptom) && (symptom.deviation.layer === 'outcome' || symptom.deviation.layer === 'silent');

const PLAINEST = 'refuses-the-plainest';

/** The words in which the plainest valid request is refused; undefined where something else is wrong. */
export const plainestRefusal = ({ seen, example }: Diagnosis): string | undefined =>
  seen === PLAINEST ? refusalWords(example.exchange) : undefined;

/** What one refusal of the plainest requests of several operations is called. */
export const sayPlainests = (count: number, { example }: Diagnosis): Text =>
  sayRefused(
    textOf(`the plainest valid requests of ${count} operations`, ` ${count} 个操作最简的有效请求`),
    statusOf(example),
  );

/** The plainest request is refused, or what several changes of it make together. */
const digRequest = async (dig: Dig, bad: Attempt, refs: string[], isPlain: boolean): Promise<Particulars> => {
  const { model, tested } = dig.symptom;
  const { id } = model.operation;
  const { changes, given } = lastPlan(bad.steps);
  const { set = {}, reversed, more = [], query } = changes;
  const valueAt = (ref: string): string => (set[ref] === undefined ? 'left out' : sayValue(String(set[ref])));
  const all = [
    ...refs.map((ref) => `${ref.replace(/^\w+\./, '')} ${valueAt(ref)}`),
    ...(reversed ? ['its fields in reverse order'] : []),
    ...more.map(([name]) => `a field ${name}`),
  ];
  const isOfCase = given !== undefined || query !== undefined;
  const together = isOfCase || all.length === 0 ? tested.what : sayWith(all);
  return {
    clause: (isOfCase ? tested.clauses[0] : undefined) ?? successOf(model),
    seen: isPlain ? PLAINEST : `refuses-${tested.kind || refs.join('+') || tested.family}`,
    title: isPlain ? textOf(`the plainest valid request of ${id}`, ` ${id} 最简的有效请求`) : together,
    example: bad,
    neighbour: isPlain ? undefined : await plainNeighbour(dig),
    explains: (other) => other.model.operation.id === id && (isPlain || (!isOfCase && containsAll(other, changes))),
  };
};

/** Whether a request has in it what is refused: one value, or several together, whatever they are. */
const containsAll = ({ plan }: Symptom, { set = {}, reversed, more = [] }: Changes): boolean =>
  Object.entries(set).every(([ref, value], _, { length }) =>
    length > 1 ? plan.changes.set?.[ref] !== undefined : isSameValue(plan.changes.set?.[ref], value),
  ) &&
  (!reversed || plan.changes.reversed === true) &&
  more.every(([name]) => plan.changes.more?.some((field) => field[0] === name));

/** A value that is refused only beside one that the plainest request has. */
const digPair = async (dig: Dig, bad: Attempt, subject: Subject): Promise<Particulars | undefined> => {
  const { key, subjects, plain, operation } = dig.symptom.model;
  const value = valueOfLast(bad.steps, subject.ref);
  for (const other of subjects.filter(({ place }) => place === 'body')) {
    const { ref, name, values, valueClause } = other;
    const own = plain[ref];
    if (other === subject || own === undefined || values.length < 2 || value === '') continue;
    const neighbour = await rightValue(dig, bad, other, values.filter((each) => each !== own).slice(0, 1));
    const example = neighbour && (await tries(dig, withValue(bad.steps, ref, own)));
    if (!example) continue;
    const [one, two] = [sayOneValue(subject, value), sayOneValue(other, own)];
    return {
      clause: subject.valueClause?.id ?? successOf(dig.symptom.model),
      also: valueClause ? [{ operation: operation.id, clause: valueClause.id }] : [],
      seen: `refuses-${printable(value).slice(0, 20)}-with-${name}-${own}`,
      title: textOf(`${one.en} with ${two.en}`, `${one.zh} 与${two.zh}`),
      ...{ about: ref, example, neighbour },
      explains: ({ model, plan: { changes } }) =>
        model.key === key &&
        valueIn(model, changes, ref) === own &&
        (subject.values.length === 0 || valueIn(model, changes, subject.ref) === value) &&
        changes.set?.[subject.ref] !== undefined,
    };
  }
  return undefined;
};

/** One value that is refused: left out, listed, too long or short for the server, or for something in it. */
const digValue = async (dig: Dig, start: Attempt, subject: Subject): Promise<Particulars> => {
  const { model } = dig.symptom;
  const { rule, values, valueClause, name, ref, baseline } = subject;
  const presence = subject.presence?.id ?? successOf(model);
  if (lastPlan(start.steps).changes.set?.[ref] === undefined)
    return {
      clause: presence,
      seen: `refuses-without-${name}`,
      title: sayWithout(subject),
      example: start,
      neighbour: await rightValue(dig, start, subject, baseline === undefined ? [] : [baseline]),
      explains: ({ model: other, plan }) =>
        other.operation.id === model.operation.id && valueIn(other, plan.changes, ref) === undefined,
    };
  const length = lengthOf(subject, valueOfLast(start.steps, ref));
  const usual = rule.automaton ? (subject.maker?.length ?? 11) : 11;
  const isOfLength = values.length === 0 && length !== usual;
  const bound = isOfLength ? await findBound(dig, start, subject, [length, usual]) : undefined;
  if (bound) {
    const [wrong, right] = [bound.wrong.length, bound.right.length];
    return {
      clause: rule.lengthClauses[0] ?? valueClause?.id ?? presence,
      seen: `refuses-${wrong > right ? 'from' : 'to'}-${wrong}`,
      title: sayBorder(subject, wrong, right),
      about: ref,
      example: bound.wrong.attempt,
      neighbour: bound.right.attempt,
      explains: holding(subject, (own) => {
        const other = lengthOf(subject, own);
        return wrong > right ? other >= wrong : other <= wrong;
      }),
    };
  }
  const bad = await shrinkValue(dig, start, subject);
  const shrunk = valueOfLast(bad.steps, ref);
  const near = await findNeighbour(dig, bad, subject);
  const found = { title: sayOneValue(subject, shrunk), about: ref, example: bad, neighbour: near };
  if (rule.automaton && values.length === 0) {
    const construct = await findConstruct(dig, bad, subject);
    const { core, literal, place } = construct;
    return {
      ...found,
      clause: permittingClause(subject, construct) ?? presence,
      seen: `refuses-${core || literal || 'it'}${place === 'anywhere' ? '' : `-${place}`}`,
      explains: holding(subject, (own) => holdsConstruct(subject, own, construct)),
    };
  }
  const neighbour = near ?? (await rightValue(dig, bad, subject, ['a', ''].filter(subject.isValid)));
  const isListed = values.length > 0;
  // A text has no rule: what is in it is in its own words.
  if (neighbour)
    return {
      ...{ ...found, neighbour },
      clause: (isListed ? valueClause?.id : undefined) ?? presence,
      seen: `refuses-${isListed ? shrunk : printable(shrunk).slice(0, 20)}`,
      explains: holding(subject, (own) => (isListed ? own === shrunk : holdsText(own, shrunk))),
    };
  // Where no other value is taken, it is the field that is refused.
  return {
    clause: presence,
    seen: `refuses-${name}`,
    title: sayWith([name]),
    example: bad,
    neighbour: await plainNeighbour(dig),
    explains: holding(subject, () => true),
  };
};

/** Whether a request has such a value; the same rule may stand in several operations. */
const holding =
  ({ rule, valueClause, name }: Subject, test: (value: string) => boolean) =>
  ({ model, plan: { changes } }: Symptom): boolean => {
    const own = model.subjects.find(
      (each) =>
        (each.rule.hasPatterns && each.rule.id === rule.id) ||
        (each.valueClause?.id === valueClause?.id && each.name === name),
    );
    const value = own && changes.set?.[own.ref];
    return typeof value === 'string' && test(value);
  };

/** Whether a text has in it what is refused: the same piece, or for a single character any of its kind. */
const holdsText = (text: string, piece: string): boolean => {
  if (piece === '') return text === piece;
  const isAlike = (character: string): boolean => textKind(character) === textKind(piece);
  return text.includes(piece) || ([...piece].length === 1 && [...text].some(isAlike));
};

const textKind = (character: string): string => (/\p{Cc}/u.test(character) ? 'control' : kindOf(character).id);

/** What a refusal of a valid request is, by its status. */
export const directionOf = (status: string): Direction => (status.startsWith('4') ? 'too strict' : 'wrong answer');

/** That something is refused, answered with an error, or not at all. */
export const sayRefused = ({ en, zh }: Text, status: string): Text => {
  if (!/^\d+$/.test(status)) return textOf(`gives no answer to ${en}`, `对${zh}没有应答`);
  return status.startsWith('4')
    ? textOf(`refuses ${en} (${status})`, `拒绝${zh}（${status}）`)
    : textOf(`answers ${status} to ${en}`, `对${zh}应答 ${status}`);
};

const sayWith = (names: readonly string[]): Text =>
  textOf(`a request with ${join(names)}`, `带有 ${names.join('、')} 的请求`);

/** From which length on a server refuses what is valid. */
const sayBorder = (subject: Subject, wrong: number, right: number): Text => {
  const { en, zh } = sayLength(subject, wrong);
  const [more, moreZh] = wrong > right ? [' or more', '或更长'] : wrong === 0 ? ['', ''] : [' or fewer', '或更短'];
  return textOf(`${en}${more}; it takes ${right}`, `${zh}${moreZh}；接受 ${right} 个`);
};
