import { kindOf } from '../../values/characters.ts';
import { printable } from '../cases/case-kit.ts';
import { isFresh, sampleOf } from '../model/placeholders.ts';
import { type Changes, isSameValue, valueIn } from '../model/request.ts';
import type { Subject } from '../model/subject.ts';
import { type Diagnosis, diagnosisOf, type Words, words } from './diagnosis.ts';
import {
  bareTitle,
  type Dig,
  irregular,
  mayBeExact,
  openDig,
  plainNeighbour,
  rightValue,
  statusOf,
  stepsOf,
  successOf,
} from './dig.ts';
import { findConstruct, findNeighbour, holdsConstruct, permittingClause } from './dig-word.ts';
import { type Attempt, type Laboratory, lastPlan } from './laboratory.ts';
import { type Bound, findBound, reduceChanges, shrinkValue, textOfLength, valueOfLast, withValue } from './reduce.ts';
import { sayLength, sayName, sayOneValue, sayRefused, sayValue, sayWith, sayWithout } from './say.ts';
import type { Symptom } from './symptom.ts';

/** A valid request that is refused, or gets no proper answer. */
export const digStrict = async (laboratory: Laboratory, symptom: Symptom): Promise<Diagnosis | undefined> => {
  const dig = openDig(laboratory, symptom);
  const { experiment, shows } = dig;
  const { model, tested } = symptom;
  const first = await experiment.attempt(stepsOf(symptom));
  if (!first || !shows(first)) return first ? irregular(symptom) : undefined;
  const bad = await reduceChanges(experiment, first, shows, model);
  const plan = lastPlan(bad.steps);
  const changes = plan?.changes ?? {};
  const { set = {}, reversed, more = [] } = changes;
  const refs = Object.keys(set).filter((ref) => set[ref] !== model.plain[ref]);
  const named = (ref: string | undefined): Subject | undefined => model.subjects.find((each) => each.ref === ref);
  const status = statusOf(bad);
  const direction = status.startsWith('4') ? 'too strict' : 'wrong answer';
  const isOfOne = (other: Symptom): boolean => isStrict(other) && other.model.operation.id === model.operation.id;
  const only = refs.length === 1 && isOnlySet(changes) && !plan?.given ? named(refs[0]) : undefined;
  if (only && set[only.ref] !== undefined) return digValue(dig, bad, only, direction, status);
  if (only)
    return diagnosisOf(symptom, {
      direction,
      clause: only.presence?.id ?? successOf(model),
      seen: `refuses-without-${only.name}`,
      title: sayRefused(sayWithout(only), status),
      example: { attempt: bad, value: '' },
      neighbour: await rightValue(dig, bad, only, only.baseline === undefined ? [] : [only.baseline]),
      explains: (other) => isOfOne(other) && valueIn(other.model, other.plan.changes, only.ref) === undefined,
    });
  const all = [
    ...refs.map((ref) => {
      const value = set[ref];
      return `${sayName(named(ref))} ${value === undefined ? 'left out' : sayValue(String(value))}`;
    }),
    ...(reversed ? ['its fields in reverse order'] : []),
    ...more.map(([name]) => `a field ${name}`),
  ];
  const isPlain = all.length === 0 && isOnlySet(changes) && !plan?.given;
  const isOfCase = plan?.given !== undefined || changes.query !== undefined;
  const what = isPlain
    ? sayPlain(model.operation.id)
    : isOfCase || all.length === 0
      ? bareTitle(symptom)
      : sayWith(all);
  return diagnosisOf(symptom, {
    direction,
    clause: (isOfCase ? tested.clauses[0] : undefined) ?? successOf(model),
    seen: `refuses-${isPlain ? 'the-plainest' : tested.kind || refs.join('+') || tested.family}`,
    title: sayRefused(what, status),
    example: { attempt: bad, value: '' },
    neighbour: isPlain ? undefined : await plainNeighbour(dig),
    explains: (other) => isOfOne(other) && (isPlain || (!isOfCase && containsAll(other, changes))),
  });
};

const sayPlain = (id: string): Words => words(`the plainest valid request of ${id}`, ` ${id} 最简的有效请求`);

const isOnlySet = ({ json, more, reversed, headers, query, body }: Changes): boolean =>
  !json && !(more && more.length > 0) && !reversed && !headers && !query && !body;

const isStrict = ({ deviation: { prediction, layer } }: Symptom): boolean =>
  layer === 'silent' || (layer === 'outcome' && prediction.outcome === 'success');

/** Whether a request has in it what is refused: one value, or several together, whatever they are. */
const containsAll = ({ plan }: Symptom, { set = {}, reversed, more = [] }: Changes): boolean =>
  Object.entries(set).every(([ref, value], _, { length }) =>
    length > 1 ? plan.changes.set?.[ref] !== undefined : isSameValue(plan.changes.set?.[ref], value),
  ) &&
  (!reversed || plan.changes.reversed === true) &&
  more.every(([name]) => plan.changes.more?.some((field) => field[0] === name));

/** One valid value that is refused: a listed one, one that is too long or short for the server, or something in it. */
const digValue = async (
  dig: Dig,
  start: Attempt,
  subject: Subject,
  direction: Diagnosis['direction'],
  status: string,
): Promise<Diagnosis> => {
  const { experiment, shows, symptom } = dig;
  const { rule, values, valueClause, name } = subject;
  const value = valueOfLast(start.steps, subject.ref);
  const presence = subject.presence?.id ?? successOf(symptom.model);
  // The same rule may stand in several operations.
  const sent = ({ model, plan: { changes } }: Symptom): string | undefined => {
    const own = model.subjects.find(
      (each) =>
        (each.rule.hasPatterns && each.rule.id === rule.id) ||
        (each.valueClause?.id === valueClause?.id && each.name === name),
    );
    const found = own && changes.set?.[own.ref];
    return typeof found === 'string' ? found : undefined;
  };
  const refusing = (test: (value: string) => boolean) => (other: Symptom) => {
    const own = sent(other);
    return isStrict(other) && own !== undefined && test(own);
  };
  if (values.length > 0) {
    const near = await findNeighbour(experiment, start, subject, true);
    const neighbour = near ?? (subject.required ? undefined : await plainNeighbour(dig));
    // Where no listed value is taken, it is the field that is refused.
    const isAny = near === undefined && neighbour !== undefined;
    return diagnosisOf(symptom, {
      direction,
      clause: isAny ? presence : (valueClause?.id ?? presence),
      seen: `refuses-${isAny ? name : value}`,
      title: sayRefused(isAny ? sayWith([name]) : sayOneValue(subject, value), status),
      example: { attempt: start, value: isAny ? '' : value },
      neighbour,
      explains: refusing((own) => isAny || own === value),
    });
  }
  const bound = await strictBound(dig, start, subject, value);
  if (bound) {
    const { wrong, right, wrongLength, rightLength } = bound;
    const isLong = wrongLength > rightLength;
    const { en, zh } = sayLength(subject, wrongLength);
    const what = isLong
      ? words(`${en} or more; it takes ${rightLength}`, `${zh}或更长；接受 ${rightLength} 个`)
      : words(`${en} or fewer; it takes ${rightLength}`, `${zh}或更短；接受 ${rightLength} 个`);
    return diagnosisOf(symptom, {
      direction,
      clause: rule.lengthClauses[0] ?? valueClause?.id ?? presence,
      seen: `refuses-${isLong ? 'from' : 'to'}-${wrongLength}`,
      title: sayRefused(what, status),
      example: { attempt: wrong, value: valueOfLast(wrong.steps, subject.ref) },
      neighbour: { attempt: right, value: valueOfLast(right.steps, subject.ref) },
      explains: refusing((own) => {
        const { length } = [...sampleOf(own, subject.maker)];
        return isLong ? length >= wrongLength : length <= wrongLength;
      }),
    });
  }
  const isExact = mayBeExact(dig, subject);
  const bad = await shrinkValue(experiment, start, subject, shows, isExact);
  const shrunk = valueOfLast(bad.steps, subject.ref);
  const near = await findNeighbour(experiment, bad, subject, isExact);
  const example = { attempt: bad, value: shrunk };
  if (!rule.automaton) {
    // A text has no rule: what is in it is in its own words.
    const neighbour = near ?? (await rightValue(dig, bad, subject, ['a', ''].filter(subject.isValid)));
    const isAny = neighbour === undefined;
    return diagnosisOf(symptom, {
      direction,
      clause: presence,
      seen: `refuses-${isAny ? name : printable(shrunk).slice(0, 20)}`,
      title: sayRefused(isAny ? sayWith([name]) : sayOneValue(subject, shrunk), status),
      example: isAny ? { attempt: bad, value: '' } : example,
      neighbour: neighbour ?? (await plainNeighbour(dig)),
      explains: refusing((own) => isAny || holdsText(own, shrunk)),
    });
  }
  const construct = await findConstruct(experiment, bad, subject, shows);
  const { core, literal, place } = construct;
  return diagnosisOf(symptom, {
    direction,
    clause: permittingClause(subject, construct) ?? presence,
    seen: `refuses-${core || literal || 'it'}${place === 'anywhere' ? '' : `-${place}`}`,
    title: sayRefused(sayOneValue(subject, shrunk), status),
    example,
    neighbour: near,
    explains: refusing((own) => holdsConstruct(subject, own, construct)),
  });
};

/** Whether a text has in it what is refused: the same piece, or for a single character any of its kind. */
const holdsText = (text: string, piece: string): boolean => {
  if (piece === '') return text === piece;
  const [only = '', ...more] = [...piece];
  return (
    text.includes(piece) || (more.length === 0 && [...text].some((character) => textKind(character) === textKind(only)))
  );
};

const textKind = (character: string): string => (/\p{Cc}/u.test(character) ? 'control' : kindOf(character).id);

/** Whether it is the length alone that is refused, and from which on. */
const strictBound = async (
  { experiment, shows }: Dig,
  bad: Attempt,
  subject: Subject,
  value: string,
): Promise<Bound | undefined> => {
  const length = [...sampleOf(value, subject.maker)].length;
  const usual = subject.rule.automaton ? (subject.maker?.length ?? 11) : 11;
  const text = textOfLength(subject, length);
  if (length === usual || text === undefined || (isFresh(value) && [...value].length === 1)) return undefined;
  const plain = await experiment.attempt(withValue(bad.steps, subject.ref, text));
  return plain && shows(plain) ? findBound(experiment, bad.steps, subject, shows, length, usual) : undefined;
};
