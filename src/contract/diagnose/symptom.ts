import { isForeign } from '../../values/automaton.ts';
import { kindOf } from '../../values/characters.ts';
import { type Case, LEVELS } from '../cases/case.ts';
import type { Deviation } from '../judge/judge.ts';
import type { Judged } from '../judge/judged.ts';
import { type Naming, sampleOf } from '../model/placeholders.ts';
import type { ContractModel, OperationModel } from '../model/read-model.ts';
import { brokenBy, type RequestPlan, valueIn } from '../model/request.ts';
import type { Subject } from '../model/subject.ts';
import type { Exchange } from '../run/transport.ts';

/** One deviating answer, with all that is known of it. */
export interface Symptom {
  readonly tested: Case;
  readonly naming: Naming;
  readonly deviation: Deviation;
  /** The operation that gave the answer. */
  readonly model: OperationModel;
  readonly plan: RequestPlan;
  readonly exchange: Exchange;
  /** The value that the request is about, where it is about one. */
  readonly subject: Subject | undefined;
  readonly value: string | undefined;
  readonly facet: Facet | undefined;
}

/** Every deviating answer of a run, the strictest first, of those the plainest, and then in the document's order. */
export const listSymptoms = ({ byKey }: ContractModel, judged: readonly Judged[]): Symptom[] => {
  const places = new Map([...byKey.keys()].map((key, index) => [key, index]));
  const placeOf = ({ model }: Symptom): number => places.get(model.key) ?? 0;
  return judged
    .flatMap(({ run: { tested, naming, answers }, judgement }) =>
      judgement.deviations.flatMap((deviation): Symptom[] => {
        const step = tested.steps[deviation.step];
        const plan = step?.requests[deviation.request] ?? step?.requests[0];
        const exchange = answers[deviation.step]?.[deviation.request];
        const model = plan && byKey.get(plan.model);
        if (!model || !exchange) return [];
        const subject = subjectOf(model, plan, tested.subject, deviation);
        const value = subject && valueIn(model, plan.changes, subject.ref);
        const facet = subject && value !== undefined ? facetOf(subject, value) : undefined;
        return [{ tested, naming, deviation, model, plan, exchange, subject, value, facet }];
      }),
    )
    .toSorted(
      (left, right) =>
        strictnessOf(left) - strictnessOf(right) || weightOf(left) - weightOf(right) || placeOf(left) - placeOf(right),
    );
};

/** The value that an answer is about: that of the case, else the one that breaks a rule. */
const subjectOf = (
  model: OperationModel,
  plan: RequestPlan,
  ref: string | undefined,
  { prediction, layer }: Deviation,
): Subject | undefined => {
  const own = model.subjects.find((subject) => subject.ref === ref);
  if (own || layer !== 'outcome' || prediction.outcome !== 'refusal' || plan.given) return own;
  const [first] = brokenBy(model, plan.changes);
  return model.subjects.find((subject) => subject.ref === first?.ref);
};

const strictnessOf = ({ deviation }: Symptom): number => LEVELS.indexOf(deviation.level);

/** How plain a symptom is: few steps, one request after the other, few changes, short values of plain characters. */
const weightOf = ({ tested, plan, deviation: { aspect, step, prediction }, value: own }: Symptom): number => {
  const { set = {}, json = {}, more = [], reversed, body } = plan.changes;
  const values = Object.values(set).filter((each) => typeof each === 'string');
  const value = own ?? values.toSorted((one, other) => other.length - one.length)[0] ?? '';
  const changes = Object.keys(set).length + Object.keys(json).length + more.length + (reversed ? 1 : 0);
  const isConfused = aspect === 'conflict' && prediction.outcome === 'success';
  const isTogether = (tested.steps[step]?.requests.length ?? 1) > 1;
  const late = aspect === 'race' ? 100_000 : isConfused || isTogether ? 50_000 : 0;
  const odd = /[^ -~\uE000-\uE0FF]/.test(value) ? 0.5 : 0;
  return tested.rank + late + step * 1000 + (body ? 300 : 0) + changes * 50 + Math.min(49, value.length) + odd;
};

/** Whether a bad request was accepted. */
export const isLax = ({ deviation: { layer, prediction } }: Symptom): boolean =>
  layer === 'outcome' && prediction.outcome !== 'success';

/** How a word goes against its rule: by a character that no word may hold and where, by its length, or otherwise. */
export interface Facet {
  readonly kind: string;
  readonly place: 'start' | 'middle' | 'end' | undefined;
}

/** The facet of a bad word. */
export const facetOf = (subject: Subject, value: string): Facet => {
  const sample = [...sampleOf(value, subject.maker)];
  const { automaton, lengthClauses, most } = subject.rule;
  const broken = subject.broken(sample.join(''));
  if (broken.length > 0 && broken.every((id) => lengthClauses.includes(id)))
    return { kind: sample.length > most ? 'long' : 'short', place: undefined };
  const index = automaton ? sample.findIndex((character) => isForeign(automaton, character)) : -1;
  if (index < 0) return { kind: pieceOf(subject, sample), place: undefined };
  const place = index === 0 ? 'start' : index === sample.length - 1 ? 'end' : 'middle';
  return { kind: kindOf(sample[index] ?? '').id, place };
};

/** What makes a word bad that holds only characters of the rule: the character or run without which it were good. */
const pieceOf = (subject: Subject, sample: readonly string[]): string => {
  const base = subject.rule.automaton?.classes[0]?.sample ?? 'b';
  const at = sample.findIndex((_, index) => subject.isValid(sample.with(index, base).join('')));
  if (at < 0) return '';
  const [marks = ''] = /[^\p{L}\p{N}]*$/u.exec(sample.slice(0, at).join('')) ?? [];
  const [own = ''] = /^[^\p{L}\p{N}]*/u.exec(sample.slice(at).join('')) ?? [];
  return own === '' ? kindOf(sample[at] ?? '').id : marks + own;
};
