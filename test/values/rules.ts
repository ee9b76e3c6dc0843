import type { Automaton } from '../../src/values/automaton.ts';
import { buildAutomaton, type PatternRule } from '../../src/values/build-automaton.ts';

export const must = (pattern: string): PatternRule => ({ pattern, negated: false });
export const never = (pattern: string): PatternRule => ({ pattern, negated: true });

/** The clauses of the repository name, R2 to R6. */
export const NAME: readonly PatternRule[] = [
  never('^[^a-z]'),
  never('[^a-z0-9_-]'),
  never('___'),
  never('_-|-_'),
  never('[_-]$'),
];

/** Rules of other kinds. */
export const RULES: Readonly<Record<string, readonly PatternRule[]>> = {
  'repository names': NAME,
  'no hyphen at an edge, nor two': [never('[^a-z0-9-]'), never('^-'), never('-$'), never('--')],
  'dotted names': [never('[^a-z0-9.]'), never('^[.]|[.]$'), never('[.][.]')],
  paths: [never('[^a-z/]'), never('^/|/$'), never('//')],
  'a prefix': [must('^repo-'), never('[^a-z-]'), never('-$')],
  'a digit at the end': [never('[^a-z0-9]'), must('[0-9]$'), never('^[0-9]')],
  'letters and digits in turn': [must('^(?:[a-z][0-9])+[a-z]?$')],
  'one word': [must('^[a-z]+$')],
  汉字: [never('[^\\u4e00-\\u9fff]')],
  tags: [never('^[^0-9A-Za-z_]'), never('^[^]+[^0-9A-Za-z_.-]')],
};

/** What a least length adds to each of them. */
export const NOT_EMPTY = must('^[^]');

/** @throws where the patterns can't be turned into one. */
export const build = (rules: readonly PatternRule[]): Automaton => {
  const automaton = buildAutomaton(rules);
  if (!automaton) throw new Error(`There is no automaton of ${JSON.stringify(rules)}.`);
  return automaton;
};
