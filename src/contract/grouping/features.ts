import { CONTAINER, TOKEN } from '../case.ts';
import type { OperationModel } from '../model.ts';
import { classOf } from '../rules/automaton.ts';
import type { Subject } from '../subject.ts';
import { fieldsIn, lengthOf, type Observation, valueIn } from './observation.ts';

/** Something that an answer's request has, as `kind:value`; what deviating requests share explains them. */
export type Feature = string;

/** How plain an explanation is: 0 is plainest. */
export const rankOf = (feature: Feature): number => {
  const [kind = ''] = feature.split(':', 1);
  return RANKS.indexOf(kind) < 0
    ? RANKS.length
    : RANKS.indexOf(kind) * 10 + Math.min(9, Math.floor(feature.length / 8));
};

const RANKS = [
  'any',
  'outcome',
  'clause',
  'subject',
  'tag',
  'value',
  'field',
  'absent',
  'uses',
  'factor',
  'length',
  'longer',
  'shorter',
  'count',
  'order',
  'beside',
  'fields',
  'pair',
  'operation',
  'step',
];

/** What the expectation rests on: clauses, kinds of characters, variations. */
export const caseFeatures = ({ tested, outcome, about }: Observation): Set<Feature> => {
  const features = new Set<Feature>(['any:', `outcome:${outcome}`, `operation:${tested.operation}`]);
  if (about.subject !== undefined) features.add(`subject:${about.subject}`);
  if (outcome !== 'success') for (const clause of about.clauses) features.add(`clause:${clause}`);
  for (const tag of about.tags) features.add(`tag:${tag}`);
  return features;
};

/** Everything about the request that a server could stumble over. */
export const requestFeatures = (observation: Observation): Set<Feature> => {
  const features = caseFeatures(observation);
  const { model, plan, step, tested } = observation;
  if (tested.steps.length > 1) features.add(`step:${step + 1}`);
  const sent: string[] = [];
  for (const subject of model.subjects) {
    const value = valueIn(plan, subject);
    if (value === undefined) {
      if (!subject.required) features.add(`absent:${subject.name}`);
      continue;
    }
    const isWord = subject.rule.automaton !== undefined;
    if (isWord && value !== CONTAINER) for (const feature of wordFeatures(subject, value)) features.add(feature);
    if (isWord || subject.place === 'path') continue;
    features.add(`field:${subject.name}`);
    sent.push(subject.name);
    if (subject.values.includes(value)) {
      features.add(`value:${subject.name}=${value}`);
      sent.push(`${subject.name}=${value}`);
    }
  }
  for (const [index, one] of sent.entries())
    for (const two of sent.slice(index + 1))
      if (one.split('=')[0] !== two.split('=')[0]) features.add(`pair:${one}&${two}`);
  const fields = fieldsIn(plan);
  if (fields) {
    const names = fields.map(([name]) => name);
    for (const [name, value] of fields) if (value === '') features.add(`tag:empty ${name}`);
    features.add(`fields:${names.toSorted().join()}`);
    features.add(`order:${names[0]}`);
  }
  return features;
};

const wordFeatures = (subject: Subject, value: string): Feature[] => {
  const { automaton } = subject.rule;
  if (!automaton) return [];
  const name = subject.name;
  const features: Feature[] = [`length:${name} ${lengthOf(value)}`];
  // Two letters stand for the token: it is a text of letters, and no single one.
  const classes = [...value.replaceAll(TOKEN, '\uE000\uE000')].map((character) =>
    character === TOKEN
      ? (automaton.classes[0]?.sample ?? '')
      : (automaton.classes[classOf(automaton, character)]?.sample ?? '?'),
  );
  const text = `^${classes.join('')}$`;
  for (let length = 1; length <= 5; length += 1)
    for (let start = 0; start + length <= text.length; start += 1) {
      const factor = text.slice(start, start + length);
      // Any separator as "~", any letter or digit as "x": rules rarely tell them apart.
      const separated = factor.replace(/[^a-z0-9^$]/gi, '~');
      const filled = factor.replace(/[a-z0-9]/gi, 'x');
      const both = separated.replace(/[a-z0-9]/gi, 'x');
      for (const each of new Set([factor, separated, filled, both])) features.push(`factor:${name} ${each}`);
    }

  const runs = text.match(/[^a-z0-9^$]+/gi) ?? [];
  for (let count = 2; count <= Math.min(6, runs.length); count += 1) features.push(`count:${name} ${count} separators`);
  for (const [index, one] of runs.entries())
    for (const two of new Set(runs.slice(index + 1)))
      for (const [left, right] of new Set([
        [one, two],
        [one.at(-1), two[0]],
      ]))
        features.push(`beside:${name} ${left}…${right}`);
  const kinds = new Set(runs.join('')).size;
  if (kinds > 1) features.push(`count:${name} ${kinds} kinds of separators`);
  for (const sample of new Set(classes)) {
    const count = classes.filter((each) => each === sample).length;
    for (let least = 2; least <= Math.min(6, count); least += 1)
      features.push(`count:${name} ${least} times ${sample}`);
  }
  const literal = [...value];
  for (const [index, character] of literal.entries()) {
    if (character === TOKEN) continue;
    const before =
      index === 0 ? '^' : /[^a-z0-9\uE000]/i.test(literal[index - 1] ?? '') ? (literal[index - 1] ?? '') : '';
    const after =
      index === literal.length - 1
        ? '$'
        : /[^a-z0-9\uE000]/i.test(literal[index + 1] ?? '')
          ? (literal[index + 1] ?? '')
          : '';
    features.push(`uses:${name} ${character}`);
    if (before !== '') features.push(`uses:${name} ${before}${character}`);
    if (after !== '') features.push(`uses:${name} ${character}${after}`);
    if (before !== '' && after !== '') features.push(`uses:${name} ${before}${character}${after}`);
  }
  return features;
};

/** "At least so long" and "at most so long", at the bounds that the deviating requests have. */
export const lengthFeatures = (
  model: OperationModel,
  deviating: readonly Observation[],
): ((observation: Observation) => Feature[]) => {
  const bounds = model.subjects.flatMap((subject) => {
    if (subject.rule.automaton === undefined && subject.values.length > 0) return [];
    const lengths = deviating.flatMap(({ plan }) => {
      const value = valueIn(plan, subject);
      return value === undefined || value === CONTAINER ? [] : [lengthOf(value)];
    });
    if (lengths.length < deviating.length) return [];
    return [{ subject, least: Math.min(...lengths), most: Math.max(...lengths) }];
  });
  return ({ plan }) =>
    bounds.flatMap(({ subject, least, most }) => {
      const value = valueIn(plan, subject);
      if (value === undefined || value === CONTAINER) return [];
      const length = lengthOf(value);
      return [
        ...(length >= least ? [`longer:${subject.name} ${least}`] : []),
        ...(length <= most ? [`shorter:${subject.name} ${most}`] : []),
      ];
    });
};
