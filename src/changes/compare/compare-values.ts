import { compileSchema, isValid } from '../../openapi/compile-schema.ts';
import { type Clause, NO_CLAUSE } from '../../openapi/operations/clause.ts';
import { type Text, textOf } from '../../text/bilingual.ts';
import { formatNumber } from '../../text/numbers.ts';
import type { PatternRule } from '../../values/build-automaton.ts';
import { argumentsOf } from '../../values/read-rule.ts';
import { type DifferenceParts, type Note, noteLists } from '../change.ts';
import { joinValues } from '../tell/join-values.ts';
import { listWords } from './list-words.ts';
import { showValue, typeOf, valuesOf } from './read-shape.ts';
import type { ValueFacts } from './read-values.ts';
import { ANYTHING, showType } from './show-type.ts';

/** What bounds a value, in words that a number follows. */
const BOUNDS: Readonly<Record<string, Text>> = {
  minLength: textOf('characters, at least', '字符数至少'),
  maxLength: textOf('characters, at most', '字符数至多'),
  minimum: textOf('at least', '最小'),
  maximum: textOf('at most', '最大'),
  exclusiveMinimum: textOf('more than', '大于'),
  exclusiveMaximum: textOf('less than', '小于'),
  multipleOf: textOf('a multiple of', '须为其倍数：'),
  minItems: textOf('items, at least', '项数至少'),
  maxItems: textOf('items, at most', '项数至多'),
  minProperties: textOf('properties, at least', '属性数至少'),
  maxProperties: textOf('properties, at most', '属性数至多'),
};

/** Bounds of which the largest counts where several are given. */
const LOWER = new Set(['minLength', 'minimum', 'exclusiveMinimum', 'minItems', 'minProperties']);

/** What differs between the values of two requests, by their places. */
export const compareValues = (before: readonly ValueFacts[], after: readonly ValueFacts[], note: Note): void => {
  const old = new Map(before.map((value) => [value.place, value]));
  const now = new Set(after.map(({ place }) => place));
  for (const value of after) {
    const same = old.get(value.place);
    if (same) compareValue(same, value, note);
    else if (!isItem(value))
      note({
        kind: 'field-added',
        place: value.place,
        name: value.nameWithin,
        values: { within: value.within, presence: value.required ? REQUIRED : OPTIONAL },
        after: clausesOf(value),
      });
  }
  for (const value of before)
    if (!now.has(value.place) && !isItem(value))
      note({
        kind: 'field-removed',
        place: value.place,
        name: value.nameWithin,
        values: { within: value.within },
        before: clausesOf(value),
      });
};

/** Items come and go with their list. */
const isItem = ({ place }: ValueFacts): boolean => place.endsWith('[]');

const REQUIRED = textOf('required', '必填');
const OPTIONAL = textOf('optional', '选填');

/** The clauses about a value, or about some keywords of it. */
export const clausesOf = ({ atoms, presence }: ValueFacts, ...keywords: readonly string[]): Clause[] => {
  const found = atoms.flatMap(({ keyword, scope }) =>
    scope.clause && (keywords.length === 0 || keywords.includes(keyword)) ? [scope.clause] : [],
  );
  const all = keywords.length === 0 && presence ? [presence, ...found] : found;
  return [...new Map(all.map((clause) => [clause.id, clause])).values()];
};

const compareValue = (before: ValueFacts, after: ValueFacts, note: Note): void => {
  const noteBy = (keywords: readonly string[], parts: DifferenceParts): void =>
    note({
      place: after.place,
      name: after.name,
      before: clausesOf(before, ...keywords),
      after: clausesOf(after, ...keywords),
      ...parts,
    });
  if (before.required !== after.required)
    noteBy([], {
      kind: after.required ? 'field-required' : 'field-optional',
      before: before.presence ? [before.presence] : [],
      after: after.presence ? [after.presence] : [],
    });
  const types = [typeOf(before.atoms), typeOf(after.atoms)].map(showType);
  if (types[0]?.en !== types[1]?.en)
    noteBy(['type', 'enum', 'const'], {
      kind: 'field-type',
      values: { before: types[0] ?? ANYTHING, after: types[1] ?? ANYTHING },
    });
  if (before.description !== after.description && before.description !== '' && after.description !== '')
    noteBy([MARKS], { kind: 'field-text', values: { after: textOf(after.description) } });
  compareListed(before, after, noteBy);
  compareBounds(before, after, noteBy);
  compareSingle('format', before, after, noteBy);
  compareSingle('default', before, after, noteBy);
  compareMarks(before, after, noteBy);
  compareWords(before, after, noteBy);
};

type NoteBy = (keywords: readonly string[], parts: DifferenceParts) => void;

const compareListed = (before: ValueFacts, after: ValueFacts, noteBy: NoteBy): void => {
  const [old, now] = [valuesOf(before.atoms), valuesOf(after.atoms)];
  const keywords = ['enum', 'const'];
  if (old.join() === now.join()) return;
  if (old.length === 0) {
    noteBy(keywords, { kind: 'values-listed', values: { values: joinValues(now) } });
    return;
  }
  // Where the type is another one, that says it.
  if (now.length === 0) {
    if (typeOf(before.atoms) === typeOf(after.atoms))
      noteBy(keywords, { kind: 'values-free', values: { values: joinValues(old) } });
    return;
  }
  const added = now.filter((value) => !old.includes(value));
  const removed = old.filter((value) => !now.includes(value));
  if (added.length > 0) noteBy(keywords, { kind: 'values-added', values: { values: joinValues(added) } });
  if (removed.length > 0) noteBy(keywords, { kind: 'values-removed', values: { values: joinValues(removed) } });
};

const compareBounds = (before: ValueFacts, after: ValueFacts, noteBy: NoteBy): void => {
  for (const [keyword, bound] of Object.entries(BOUNDS)) {
    const [old, now] = [boundOf(before, keyword), boundOf(after, keyword)];
    if (old === now) continue;
    const values = {
      bound,
      ...(old === undefined ? {} : { before: textOf(formatNumber(old)) }),
      ...(now === undefined ? {} : { after: textOf(formatNumber(now)) }),
    };
    const kind = old === undefined ? 'bound-added' : now === undefined ? 'bound-removed' : 'bound-changed';
    noteBy([keyword], { kind, values });
  }
};

const boundOf = ({ atoms }: ValueFacts, keyword: string): number | undefined => {
  const numbers = argumentsOf(atoms, keyword).filter((argument) => typeof argument === 'number');
  return numbers.length === 0 ? undefined : LOWER.has(keyword) ? Math.max(...numbers) : Math.min(...numbers);
};

const compareSingle = (keyword: 'format' | 'default', before: ValueFacts, after: ValueFacts, noteBy: NoteBy): void => {
  const [old, now] = [before, after]
    .map(({ atoms }) => argumentsOf(atoms, keyword)[0])
    .map((value) => (value === undefined ? undefined : textOf(showValue(value))));
  if (old?.en === now?.en) return;
  const change = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
  noteBy([keyword], {
    kind: `${keyword}-${change}`,
    values: { ...(old ? { before: old } : {}), ...(now ? { after: now } : {}) },
  });
};

const compareMarks = (before: ValueFacts, after: ValueFacts, noteBy: NoteBy): void => {
  const [old, now] = [before, after].map(({ marks }) => marks.map(({ en }) => en));
  const all = new Map([...before.marks, ...after.marks].map((mark) => [mark.en, mark]));
  const note: Note = ({ kind, values = {} }) => noteBy([MARKS], { kind, values });
  noteLists(old ?? [], now ?? [], ['field-mark-added', 'field-mark-removed'], note, (key) => ({
    values: { mark: all.get(key) ?? textOf(key) },
  }));
};

/** No keyword: a mark has no clause of its own. */
const MARKS = '';

const compareWords = (before: ValueFacts, after: ValueFacts, noteBy: NoteBy): void => {
  const [old, now] = [patternsOf(before), patternsOf(after)];
  if (JSON.stringify(old) === JSON.stringify(now)) return;
  const [keepsOld, keepsNow] = [before, after].map(({ schema }) => compileSchema(schema, '', NO_CLAUSE));
  if (!keepsOld || !keepsNow) return;
  const { taken, refused } = listWords(old, now, (text) => [isValid(keepsOld, text), isValid(keepsNow, text)]);
  const say = (words: readonly string[]): Text => joinValues(words.map((word) => JSON.stringify(word)));
  // Its clauses are told one by one: words are only examples of what they say.
  if (taken.length > 0) noteBy([MARKS], { kind: 'words-taken', values: { words: say(taken) } });
  if (refused.length > 0) noteBy([MARKS], { kind: 'words-refused', values: { words: say(refused) } });
};

const patternsOf = ({ atoms }: ValueFacts): PatternRule[] =>
  atoms.flatMap(({ keyword, argument, negated }) =>
    keyword === 'pattern' && typeof argument === 'string' ? [{ pattern: argument, negated }] : [],
  );
