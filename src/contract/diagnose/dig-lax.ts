import { kindOf } from '../../values/characters.ts';
import { sampleOf } from '../model/placeholders.ts';
import { type Diagnosis, diagnosisOf, type Words, words } from './diagnosis.ts';
import { bareTitle, type Dig, irregular, mayBeExact, openDig, plainNeighbour, statusOf, stepsOf } from './dig.ts';
import { findNeighbour } from './dig-word.ts';
import { type Attempt, type Laboratory, lastPlan } from './laboratory.ts';
import { findBound, reduceChanges, shrinkValue, valueOfLast } from './reduce.ts';
import { join, sayAccepted, sayLength, sayOneValue, sayReach, sayWithout } from './say.ts';
import { facetOf, type Symptom } from './symptom.ts';

/** The kind of what is taken where no rule on characters is checked. */
export const ANY_CHARACTER = 'any character';

/** A bad request that is accepted. @param kinds what else the server takes that breaks the same clause. */
export const digLax = async (
  laboratory: Laboratory,
  symptom: Symptom,
  clause: string,
  kinds: readonly string[],
): Promise<Diagnosis | undefined> => {
  const dig = openDig(laboratory, symptom);
  const { experiment, shows, contract } = dig;
  const { model, subject, tested, deviation } = symptom;
  const named = contract.clauses.find(({ id }) => id === clause);
  const first = await experiment.attempt(stepsOf(symptom));
  if (first && !shows(first) && statusOf(first) === model.conflict) return sayTaken(dig, clause, first);
  if (!first || !shows(first)) return first ? irregular(symptom) : undefined;
  let bad = await reduceChanges(experiment, first, shows, model, subject ? [subject.ref] : []);
  const common = { clause, direction: 'too lax' } as const;
  if (deviation.prediction.missing !== undefined) {
    const [status, { expected }] = [statusOf(bad), deviation];
    return diagnosisOf(symptom, {
      ...common,
      seen: 'finds-what-is-not-there',
      title: words(
        `answers ${status} for what does not exist (expected ${expected})`,
        `对不存在的内容应答 ${status}（预期 ${expected}）`,
      ),
      example: { attempt: bad, value: '' },
      neighbour: await plainNeighbour(dig),
      // What finds what never was finds what is no more.
      explains: (other) => other.model.operation.id === model.operation.id && other.deviation.aspect === 'absence',
    });
  }
  const set = lastPlan(bad.steps)?.changes.set ?? {};
  const isOfValue = subject !== undefined && Object.hasOwn(set, subject.ref);
  const isMissing = isOfValue && set[subject.ref] === undefined;
  if (!isOfValue || isMissing || lastPlan(bad.steps)?.given)
    return diagnosisOf(symptom, {
      ...common,
      seen: `accepts-${tested.family === 'credentials' ? 'without-credentials' : tested.kind || 'it'}`,
      title: sayAccepted(isMissing ? sayWithout(subject) : bareTitle(symptom), named),
      example: { attempt: bad, value: subject && !isMissing ? valueOfLast(bad.steps, subject.ref) : '' },
      neighbour: await plainNeighbour(dig),
    });
  const value = valueOfLast(bad.steps, subject.ref);
  const { kind } = facetOf(subject, value);
  if (kind === 'long' || kind === 'short') {
    const { most, least } = subject.rule;
    const length = [...sampleOf(value, subject.maker)].length;
    const right = kind === 'long' ? most : Math.max(least, 1);
    const bound = await findBound(experiment, bad.steps, subject, shows, length, right);
    if (bound) {
      const reach = kind === 'long' ? sayReach(bound.most, bound.tried, kinds.includes('short')) : undefined;
      return diagnosisOf(symptom, {
        ...common,
        seen: kind === 'long' ? `accepts-up-to-${bound.most ?? 'any'}` : `accepts-${bound.wrongLength}`,
        title: sayAccepted(sayLength(subject, bound.wrongLength), named, reach),
        example: { attempt: bound.wrong, value: valueOfLast(bound.wrong.steps, subject.ref) },
        neighbour: { attempt: bound.right, value: valueOfLast(bound.right.steps, subject.ref) },
      });
    }
  }
  const isExact = mayBeExact(dig, subject);
  if (subject.values.length === 0) bad = await shrinkValue(experiment, bad, subject, shows, isExact);
  const shrunk = valueOfLast(bad.steps, subject.ref);
  return diagnosisOf(symptom, {
    ...common,
    seen: `accepts-${kinds.join('+') || 'it'}`,
    title: sayAccepted(sayOneValue(subject, shrunk), named, sayKinds(kinds)),
    example: { attempt: bad, value: shrunk },
    neighbour: await findNeighbour(experiment, bad, subject, isExact),
  });
};

/** A bad name that can't be made new is taken once; that it is there now, a conflict shows. */
const sayTaken = ({ symptom, contract }: Dig, clause: string, again: Attempt): Diagnosis => {
  const { model, subject, value = '' } = symptom;
  const [once, now] = [statusOf(symptom), statusOf(again)];
  const named = contract.clauses.find(({ id }) => id === clause);
  const more = words(` (${once} once, ${now} since then)`, `（首次 ${once}，此后 ${now}）`);
  return diagnosisOf(symptom, {
    layer: again.deviation?.layer ?? 'number',
    clause,
    direction: 'too lax',
    seen: 'accepts-once',
    title: sayAccepted(sayOneValue(subject, value), named, more),
    example: { attempt: again, value },
    explains: (other) =>
      other.model.operation.id === model.operation.id &&
      other.value === value &&
      other.deviation.prediction.outcome === 'refusal',
  });
};

const sayKinds = (kinds: readonly string[]): Words => {
  if (kinds.includes(ANY_CHARACTER))
    return words(' (none of the rules on its characters is checked)', '（未检查任何字符规则）');
  const told = kinds.map(
    (kind) => KIND_WORDS.get(kind) ?? (kind.length === 1 ? sayBoth(JSON.stringify(kind)) : sayBoth(kind)),
  );
  return told.length < 2
    ? words('', '')
    : words(` (and others: ${join(told.map(({ en }) => en))})`, `（及其他：${told.map(({ zh }) => zh).join('、')}）`);
};

const sayBoth = (text: string): Words => words(text, text);

const KIND_WORDS = new Map(
  ['A', 'a', '1', '\n', '\0', ' ', '\u4e2d', '/'].map(kindOf).map(({ id, en, zh }) => [id, words(en, zh)]),
);
