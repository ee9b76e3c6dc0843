import { type Expectation, type Step, TOKEN } from '../case.ts';
import type { Changes } from '../plan-request.ts';
import type { Subject } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';
import { SAMPLE_TOKEN } from './word-cases.ts';

/** A few requests that only together say something. */
export interface Scenario {
  readonly key: string;
  readonly title: string;
  readonly reason: string;
  readonly tags: readonly string[];
  readonly steps: readonly Step[];
  readonly value?: string;
  readonly needsContainers?: boolean;
}

/** Adds a scenario; its clause is that of the conflict. */
export const addScenario = (kit: CaseKit, family: string, scenario: Scenario): void =>
  kit.add({
    family: `state/${family}`,
    clauses: [
      kit.model.clauseOf.conflict,
      ...(scenario.tags.includes('left behind') ? [kit.model.clauseOf.success] : []),
    ],
    ...scenario,
    tags: [family, ...scenario.tags],
  });

/** Sets of the other fields, by name: none, each valid value, all of them. */
export const variations = (kit: CaseKit, name: Subject): [string, Changes][] => {
  const fields = kit.model.subjects.filter(({ place, ref }) => place === 'body' && ref !== name.ref);
  const single = fields.flatMap((field) =>
    [...samplesOf(field), ...(field.values.length === 0 && field.isValid('') ? [''] : [])].map(
      (value): [string, Changes] => [`${field.name}=${value}`, { set: { [field.ref]: value } }],
    ),
  );
  const all = Object.fromEntries(fields.map((field) => [field.ref, samplesOf(field).at(-1)]));
  return [['nothing changed', {}], ...single, ['all fields', { set: all }], ['fields reversed', { reversed: true }]];
};

/** Valid values of a field, a few. */
export const samplesOf = (field: Subject): readonly string[] =>
  field.values.length > 0
    ? field.values
    : [...new Set(['a text', 'another text', field.baseline])].filter(field.isValid).slice(0, 2);

/** What a refused step is about. */
export type About = NonNullable<Step['about']>;

/** A request that is refused, and why. */
export type Refusal = readonly [key: string, changes: Changes, expect: Expectation, about: About];

const ids = (id: string | undefined): string[] => (id === undefined ? [] : [id]);

/** Requests that are refused whatever the name; `either` where the order of checks matters. */
export const listRefusals = (kit: CaseKit, name: Subject): Refusal[] => {
  const list: Refusal[] = [];
  for (const subject of kit.model.subjects) {
    if (subject.place !== 'body' || subject.ref === name.ref) continue;
    if (subject.required)
      list.push([
        `missing-${subject.name}`,
        { set: { [subject.ref]: undefined } },
        kit.refusal,
        { clauses: ids(subject.presence?.id), subject: subject.ref, tags: ['missing', `missing ${subject.name}`] },
      ]);
    if (subject.values.length > 0)
      list.push([
        `bad-${subject.name}`,
        { set: { [subject.ref]: 'nonsense' } },
        kit.refusal,
        { clauses: ids(subject.valueClause?.id), subject: subject.ref, tags: ['listed', 'unrelated'] },
      ]);
  }
  if (kit.model.operation.security.length > 0)
    list.push([
      'no-credentials',
      { credentials: false },
      kit.open('401'),
      { clauses: ids(kit.model.failureClause('credentials-missing')), subject: undefined, tags: ['credentials'] },
    ]);
  return list;
};

/** Whether a name with its token keeps every rule. */
export const valid = (subject: Subject, word: string): boolean => subject.isValid(word.replaceAll(TOKEN, SAMPLE_TOKEN));

/** Whole numbers from 0. */
export const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

/** A short text of letters for a number. */
export const letters = (index: number): string =>
  'bcdfghjklmnpqrstvwxz'[index % 20]?.repeat(1 + Math.floor(index / 20)) ?? '';
