import { childNode, isNode, textAt } from '../../../src/openapi/document/document.ts';
import type { Site } from '../places.ts';
import {
  type Context,
  type Draft,
  each,
  elsewhere,
  loosen,
  mayGo,
  type Operator,
  operator,
  type Spot,
  tighten,
} from './context.ts';

/** Rules of characters and lengths: each clause alone, its pattern wider or narrower, its bounds moved. */
export const wordOperators: readonly Operator[] = [
  operator('clause-dropped', 'one of the rules of a value is not looked at', (context) =>
    each(context, isClauseMember, (spot, site) => [
      loosen(spot, '', [], {}, mayGo(context, site) ? { level: 'should' } : {}),
    ]),
  ),
  operator('class-wider', 'a set of characters has one kind more', (context) =>
    eachClass(context, (spot, set, put) =>
      Object.entries(WIDER).map(([name, more]) => loosen(spot, name, PATTERN, put(more + set), elsewhere(spot))),
    ),
  ),
  operator('class-narrower', 'a set of characters lacks a kind or a character', (context) =>
    eachClass(context, (spot, set, put) => {
      const pieces: readonly string[] = set.match(/\\.|[^-]-[^-]|./g) ?? [];
      return pieces.flatMap((piece, index) => {
        const without = (rest: string, what: string): Draft =>
          tighten(spot, `no ${what}`, PATTERN, put(pieces.with(index, rest).join('')), elsewhere(spot));
        const [from = '', , to] = piece;
        return [
          // Names are made of the letters of a rule: without any of them there is no name.
          ...(/[a-z]-/i.test(piece) ? [] : [without('', piece)]),
          // One letter of many is tried only where all are.
          ...(to === undefined ? [] : [{ ...without(`${from}-${before(to)}`, to), depth: 'thorough' as const }]),
        ];
      });
    }),
  ),
  operator('run-longer', 'a run that is forbidden is forbidden only when it is longer', (context) =>
    eachRun(context, (spot, run) => [loosen(spot, '', PATTERN, run + run[0])]),
  ),
  operator('run-shorter', 'a run is forbidden from one character less on', (context) =>
    eachRun(context, (spot, run) => [tighten(spot, '', PATTERN, run.slice(1), elsewhere(spot))]),
  ),
  operator('alternative-dropped', 'one of the alternatives of a pattern is forgotten', (context) =>
    eachPattern(context, (spot, pattern) => {
      const parts = /[([]/.test(pattern) ? [] : pattern.split('|');
      const others = (part: string): string => parts.filter((other) => other !== part).join('|');
      return parts.length < 2 ? [] : parts.map((part) => loosen(spot, part, PATTERN, others(part)));
    }),
  ),
  operator('anchor-dropped', 'a pattern is looked for anywhere instead of at an end', (context) =>
    eachPattern(context, (spot, pattern) => {
      const free = pattern.replace(/^\^/, '').replace(/\$$/, '');
      const isOpen = free === pattern || pattern.startsWith('^[\\s\\S]');
      return isOpen ? [] : [tighten(spot, '', PATTERN, free, elsewhere(spot))];
    }),
  ),
  operator('rule-added', 'a name is refused for a rule that nobody wrote', (context) =>
    each(context, hasPatterns, (spot) =>
      Object.entries(ADDED).map(([name, pattern]) => tighten(spot, name, ['not'], { pattern }, elsewhere(spot))),
    ),
  ),
  operator('bound-by-one', 'a bound is off by one', (context) => eachBound(context, (bound) => [bound - 1, bound + 1])),
  operator('bound-scaled', 'a bound is half of what it must be, twice as much, or the next usual number', (context) =>
    eachBound(context, (bound) => (bound > 2 ? [Math.floor(bound / 2), bound * 2, bound < 255 ? 255 : 1023] : [])),
  ),
  operator('bound-dropped', 'a bound is not looked at', (context) => eachBound(context, () => [undefined])),
];

const WIDER = {
  capitals: 'A-Z',
  digits: '0-9',
  '.': '.',
  _: '_',
  '-': '\\-',
  blank: ' ',
  'letters of any language': '\\p{L}',
  Chinese: '\\u4e00-\\u9fff',
  '@': '@',
  'line feed': '\\n',
};

const ADDED = {
  '--': '--',
  __: '__',
  'single _': '_',
  'single -': '-',
  digits: '[0-9]',
  'digit last': '[0-9]$',
  'digit second': '^.[0-9]',
  'one character': '^[\\s\\S]$',
  'digit behind _': '_[0-9]',
};

const PATTERN = ['not', 'pattern'];

const patternOf = ({ node }: Site): string | undefined => textAt(childNode(node, 'not'), 'pattern');

const isClauseMember = ({ node, canonical, clause }: Site): boolean =>
  /\/allOf\/\d+$/.test(canonical) && clause !== undefined && (isNode(node['x-clause']) || 'not' in node);

const hasPatterns = ({ node }: Site): boolean =>
  Array.isArray(node['allOf']) && node['allOf'].some((each) => isNode(each) && 'pattern' in childNode(each, 'not'));

type Make = (spot: Spot, pattern: string) => readonly Draft[];

const eachPattern = (context: Context, make: Make): Draft[] =>
  each(
    context,
    (site) => patternOf(site) !== undefined,
    (spot, site) => make(spot, patternOf(site) ?? ''),
  );

/** Patterns that are one character again and again. */
const eachRun = (context: Context, make: Make): Draft[] =>
  eachPattern(context, (spot, pattern) => (/^(.)\1+$/.test(pattern) ? make(spot, pattern) : []));

/** The insides of `[^…]`, and the pattern with others there. */
const eachClass = (
  context: Context,
  make: (spot: Spot, set: string, put: (set: string) => string) => readonly Draft[],
): Draft[] =>
  eachPattern(context, (spot, pattern) =>
    [...pattern.matchAll(/\[\^([^\]]*)\]/g)].flatMap(([all, set = '']) =>
      make(spot, set, (other) => pattern.replace(all, `[^${other}]`)),
    ),
  );

const before = (character: string): string => String.fromCodePoint((character.codePointAt(0) ?? 0) - 1);

const LEAST: ReadonlySet<string> = new Set(['minLength', 'minimum']);
const BOUNDS = [...LEAST, 'maxLength', 'maximum'];

const eachBound = (context: Context, move: (bound: number) => readonly (number | undefined)[]): Draft[] =>
  each(
    context,
    ({ node }) => node['x-restates'] === undefined && BOUNDS.some((keyword) => keyword in node),
    (spot, { node, subject }) =>
      BOUNDS.flatMap((keyword) => {
        const bound = node[keyword];
        return (typeof bound === 'number' ? move(bound) : []).flatMap((set): Draft[] => {
          if (typeof bound !== 'number' || (set !== undefined && set < 0 && keyword.endsWith('Length'))) return [];
          const what = `${keyword} ${set ?? 'none'}`;
          const isLax = set === undefined || LEAST.has(keyword) === set < bound;
          if (!isLax) return [tighten(spot, what, [keyword], set, elsewhere(spot))];
          const isEmpty = keyword === 'minLength' && bound <= 1 && subject.startsWith('path.');
          const equivalent = 'an empty piece of a path is a missing value, whatever its length may be';
          return [loosen(spot, what, [keyword], set, isEmpty ? { equivalent } : {})];
        });
      }),
  );
