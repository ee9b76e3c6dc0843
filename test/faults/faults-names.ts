import type { Fault } from './fault.ts';
import { created, refused } from './fault.ts';
import type { NameTest } from './name-rule.ts';
import { nameRule, nearRules } from './name-rule.ts';
import { NAMESPACE_MAX, REPOSITORY_MAX } from './rules.ts';

interface Deviation {
  readonly id: string;
  /** 2 to 7: N2 and R2 to N7 and R7. */
  readonly clause: number;
  readonly title: string;
  readonly accepts: NameTest;
  /** A name that it judges wrongly. */
  readonly word: string;
}

// Works the same on both names, so each deviation is planted twice.
const deviations = (max: number): readonly Deviation[] => {
  const { keeps, rule, lax, strict } = nearRules(max);
  const reads =
    (fold: (name: string) => string): NameTest =>
    (name) =>
      keeps(fold(name));
  const between = (allowed: RegExp): NameTest =>
    reads((name) => name.replace(new RegExp(`(?<=[a-z0-9])${allowed.source}(?=[a-z0-9])`, 'g'), 'x'));
  const inside =
    (allowed: RegExp): NameTest =>
    (name) =>
      rule({ characters: (text) => [...text].slice(1).every((c) => /[a-z0-9_-]/.test(c) || allowed.test(c)) })(name);
  const upTo = (limit: number): NameTest => rule({ length: (name) => name.length >= 1 && name.length <= limit });
  const atLeast = (limit: number): NameTest => rule({ length: (name) => name.length >= limit && name.length <= max });
  const row = (id: string, clause: number, title: string, accepts: NameTest, word: string): Deviation => ({
    id,
    clause,
    title,
    accepts,
    word,
  });

  return [
    row('start-upper', 2, 'accepts an upper case letter first', rule({ start: (n) => /^[a-zA-Z]/.test(n) }), 'Abc'),
    row('start-digit', 2, 'accepts a digit first', rule({ start: (n) => /^[a-z0-9]/.test(n) }), '1abc'),
    row('start-underscore', 2, 'accepts an underscore first', rule({ start: (n) => /^[a-z_]/.test(n) }), '_abc'),
    row('start-hyphen', 2, 'accepts a hyphen first', rule({ start: (n) => /^[a-z-]/.test(n) }), '-abc'),
    row('start-dot', 2, 'accepts a dot first', rule({ start: (n) => /^[a-z.]/.test(n) }), '.abc'),
    row('start-any-letter', 2, 'accepts any lower case letter of Unicode first', lax(/^\p{Ll}[a-z]*$/u), 'éabc'),
    row(
      'start-trimmed',
      2,
      'trims blanks in front',
      reads((n) => n.trimStart()),
      ' abc',
    ),
    row(
      'start-mark',
      2,
      'drops a byte order mark in front',
      reads((n) => n.replace(/^\ufeff/, '')),
      '\ufeffabc',
    ),
    row('start-z', 2, 'refuses z first', strict(/^z/), 'zeta'),
    row('start-line', 2, 'looks only at the last line', lax(/^.*\n[a-z]+$/s), '!\nabc'),

    row('upper-inside', 3, 'accepts upper case letters inside', inside(/[A-Z]/), 'aBc'),
    row(
      'upper-folded',
      3,
      'folds upper case before it checks',
      reads((n) => n.toLowerCase()),
      'aBC',
    ),
    row('dot', 3, 'accepts a dot between letters', between(/\./), 'a.b'),
    row('slash', 3, 'accepts a slash between letters', between(/\//), 'a/b'),
    row('colon', 3, 'accepts a colon between letters', between(/:/), 'a:b'),
    row('blank', 3, 'accepts a blank inside', between(/ /), 'a b'),
    row('plus', 3, 'accepts a plus sign', between(/\+/), 'a+b'),
    row('range-typo', 3, 'writes the class as +-_, which is a range', inside(/[+-_]/), 'a,b'),
    row('letters-typo', 3, 'writes the class as A-z', inside(/[A-z]/), 'a^b'),
    row('any-letter', 3, 'accepts any letter of Unicode inside', inside(/\p{L}/u), 'aéb'),
    row('any-digit', 3, 'accepts the digits of any script', inside(/\p{Nd}/u), 'a٣b'),
    row(
      'full-width',
      3,
      'normalises full-width letters before it checks',
      reads((n) => n.normalize('NFKC')),
      'aｂc',
    ),
    row('emoji', 3, 'accepts an emoji', inside(/\p{Extended_Pictographic}/u), 'a😀b'),
    row('nul', 3, 'accepts NUL inside', between(/\0/), 'a\0b'),
    row(
      'nul-ends',
      3,
      'reads only up to a NUL',
      reads((n) => n.replace(/\0.*$/s, '')),
      'abc\0!',
    ),
    row('line-inside', 3, 'checks line by line', lax(/^[a-z]+(\n[a-z]+)+$/), 'a\nb'),
    row('unanchored', 3, 'looks only at the start of the name', lax(/^[a-z]+[.!]/), 'abc!'),
    // Rare place: the first characters are judged as they should be.
    row('beyond-32', 3, 'does not look beyond the 32nd character', lax(/^[a-z]{32}.{1,20}$/s), `${'a'.repeat(33)}.b`),
    row('no-digits', 3, 'refuses digits', strict(/[0-9]/), 'a1b'),
    row('no-zero', 3, 'refuses the digit 0', strict(/0/), 'a0b'),
    row('no-nine', 3, 'refuses the digit 9', strict(/9/), 'a9b'),
    row('no-z', 3, 'refuses the letter z behind the first place', strict(/^.+z/), 'fizz'),
    row('no-q', 3, 'refuses the letter q', strict(/^.+q/), 'aqua'),
    row('no-underscore', 3, 'refuses underscores', strict(/_/), 'a_b'),
    row('no-hyphen', 3, 'refuses hyphens', strict(/-/), 'a-b'),
    row('second-digit', 3, 'refuses a digit in the second place', strict(/^.[0-9]/), 'a1'),
    row('digit-letter', 3, 'refuses a letter behind a digit', strict(/[0-9][a-z]/), 'a1b'),
    row('separator-digit', 3, 'refuses a digit behind a separator', strict(/[_-][0-9]/), 'a-1b'),
    row('digit-separator', 3, 'refuses a separator behind a digit', strict(/[0-9][_-]/), 'a1-b'),
    row('hyphens-two', 3, 'refuses two hyphens in a row', strict(/--/), 'a--b'),
    row('hyphens-three', 3, 'refuses three hyphens in a row', strict(/---/), 'a---b'),
    row('hyphens-twice', 3, 'refuses two runs of hyphens', strict(/--.*[^-].*--/), 'a--b--c'),
    row('two-separators', 3, 'refuses a second hyphen in a name', strict(/-[^-]+-/), 'a-b-c'),
    row('early-separator', 3, 'refuses a separator in the second place', strict(/^.[_-]/), 'a-bc'),

    row('underscores-three', 4, 'accepts three underscores', rule({ underscores: (n) => !/____/.test(n) }), 'a___b'),
    row('underscores-any', 4, 'accepts any run of underscores', rule({ underscores: () => true }), 'a____b'),
    row(
      'underscores-four',
      4,
      'refuses three underscores only, not four',
      rule({ underscores: (n) => !/(?<!_)___(?!_)/.test(n) }),
      'a____b',
    ),
    row(
      'underscores-later',
      4,
      'looks only at the first run of underscores',
      rule({ underscores: (n) => !/^[^_]*___/.test(n) }),
      'a_b___c',
    ),
    row(
      'underscores-earlier',
      4,
      'looks only at the last run of underscores',
      rule({ underscores: (n) => !/___[^_]*$/.test(n) }),
      'a___b_c',
    ),
    row(
      'underscores-digit',
      4,
      'accepts three underscores behind a digit',
      rule({ underscores: (n) => !/[^0-9_]___/.test(n) }),
      'a1___b',
    ),
    row('underscores-two', 4, 'refuses two underscores', strict(/__/), 'a__b'),
    row('underscores-twice', 4, 'refuses two pairs of underscores', strict(/__.+__/), 'a__b__c'),
    row('underscores-apart', 4, 'refuses a second underscore', strict(/_[^_]+_/), 'a_b_c'),

    row('mixed', 5, 'accepts both kinds of separators side by side', rule({ mixed: () => true }), 'a_-b'),
    row('mixed-underscore', 5, 'accepts _ before -', rule({ mixed: (n) => !n.includes('-_') }), 'a_-b'),
    row('mixed-hyphen', 5, 'accepts - before _', rule({ mixed: (n) => !n.includes('_-') }), 'a-_b'),
    row(
      'mixed-later',
      5,
      'looks only at the first separators',
      rule({ mixed: (n) => !/^[a-z0-9]*(_+-|-+_)/.test(n) }),
      'a-b_-c',
    ),
    row('mixed-pair', 5, 'accepts - behind two underscores', rule({ mixed: (n) => !/(?<!_)_-|-_/.test(n) }), 'a__-b'),
    row('mixed-run', 5, 'accepts two hyphens behind _', rule({ mixed: (n) => !/_-(?!-)|-_/.test(n) }), 'a_--b'),
    row('mixed-digit', 5, 'accepts _- before a digit', rule({ mixed: (n) => !/_-(?![0-9])|-_/.test(n) }), 'a_-1'),
    row('mixed-apart', 5, 'refuses _ and - in one name', strict(/_.*-|-.*_/), 'a_b-c'),

    row('end-underscore', 6, 'accepts _ last', rule({ end: (n) => /[a-z0-9_]$/.test(n) }), 'abc_'),
    row('end-hyphen', 6, 'accepts - last', rule({ end: (n) => /[a-z0-9-]$/.test(n) }), 'abc-'),
    row('end-pair', 6, 'accepts two underscores last', rule({ end: (n) => /([a-z0-9]|[^_]__)$/.test(n) }), 'abc__'),
    row('end-hyphens', 6, 'accepts two hyphens last', rule({ end: (n) => /([a-z0-9]|--)$/.test(n) }), 'abc--'),
    row(
      'end-digit-hyphen',
      6,
      'accepts - last behind a digit',
      rule({ end: (n) => /([a-z0-9]|[0-9]-)$/.test(n) }),
      'a1-',
    ),
    row('end-digit', 6, 'refuses a digit last', strict(/.[0-9]$/), 'abc1'),
    row(
      'end-newline',
      6,
      'accepts a newline last, as $ does in many languages',
      reads((n) => n.replace(/\n$/, '')),
      'abc\n',
    ),
    row(
      'end-trimmed',
      6,
      'trims blanks at the end',
      reads((n) => n.trimEnd()),
      'abc ',
    ),
    row(
      'end-slash',
      6,
      'drops a slash at the end',
      reads((n) => n.replace(/\/$/, '')),
      'abc/',
    ),
    row(
      'end-line',
      6,
      'looks only at the first line',
      reads((n) => n.replace(/\n.*$/s, '')),
      'abc\n!',
    ),
    row('end-dot', 6, 'accepts a dot last', lax(/^[a-z]+\.$/), 'abc.'),

    row('length-more', 7, `accepts ${max + 1} characters`, upTo(max + 1), 'a'.repeat(max + 1)),
    row('length-255', 7, 'accepts 255 characters', upTo(255), 'a'.repeat(255)),
    row('length-any', 7, 'has no upper limit', upTo(Number.POSITIVE_INFINITY), 'a'.repeat(2000)),
    row('length-less', 7, `refuses ${max} characters`, upTo(max - 1), 'a'.repeat(max)),
    row('length-half', 7, `refuses more than ${max / 2} characters`, upTo(max / 2), 'a'.repeat(max)),
    row('length-one', 7, 'refuses one character', atLeast(2), 'a'),
    row('length-two', 7, 'refuses two characters', atLeast(3), 'ab'),
    row(
      'length-separators',
      7,
      'does not count separators',
      rule({ length: (n) => n.replace(/[_-]/g, '').length <= max }),
      `a-${'b'.repeat(max - 1)}`,
    ),
    row(
      'length-pairs',
      7,
      'counts a separator twice',
      rule({ length: (n) => n.replace(/[_-]/g, '$&$&').length <= max }),
      `a-${'b'.repeat(max - 2)}`,
    ),
  ];
};

const repositoryFaults = deviations(REPOSITORY_MAX).map(({ id, clause, title, accepts, word }): Fault => {
  const demanded = nameRule(REPOSITORY_MAX)(word) ? created : refused;
  return {
    id: `r-${id}`,
    family: 'repository names',
    clause: `R${clause}`,
    title,
    rules: { repository: accepts },
    witness: [demanded({ repository: word })],
  };
});

const namespaceFaults = deviations(NAMESPACE_MAX).map(({ id, clause, title, accepts, word }): Fault => {
  const demanded = nameRule(NAMESPACE_MAX)(word) ? created : refused;
  return {
    id: `n-${id}`,
    family: 'namespace names',
    clause: `N${clause}`,
    title,
    rules: { namespace: accepts },
    witness: [demanded({}, { namespace: word })],
  };
});

/** Deviations from the rules of one name only. */
const swapped: readonly Fault[] = [
  {
    id: 'r-length-of-namespace',
    family: 'repository names',
    clause: 'R7',
    title: 'has the limit of a namespace, 64 characters',
    rules: { repository: nameRule(NAMESPACE_MAX) },
    witness: [created({ repository: 'a'.repeat(NAMESPACE_MAX + 1) })],
  },
  {
    id: 'n-length-of-repository',
    family: 'namespace names',
    clause: 'N7',
    title: 'has the limit of a repository, 128 characters',
    rules: { namespace: nameRule(REPOSITORY_MAX) },
    witness: [refused({}, { namespace: 'a'.repeat(REPOSITORY_MAX) })],
  },
  {
    id: 'r-empty',
    family: 'repository names',
    clause: 'R7',
    title: 'accepts an empty repository',
    rules: { repository: (name) => name === '' || nameRule(REPOSITORY_MAX)(name) },
    witness: [refused({ repository: '' })],
  },
  {
    // Rare place: only where both names are near their limits.
    id: 'r-length-joint',
    family: 'repository names',
    clause: 'R7',
    title: 'refuses more than 160 characters of both names together',
    rules: {
      repository: (name, { namespace }) => nameRule(REPOSITORY_MAX)(name) && name.length + namespace.length <= 160,
    },
    witness: [created({ repository: 'a'.repeat(REPOSITORY_MAX) }, { namespace: 'b'.repeat(NAMESPACE_MAX) })],
  },
  {
    // Rare place: only where both names are the same.
    id: 'r-like-namespace',
    family: 'repository names',
    clause: 'R1',
    title: 'refuses a repository named like its namespace',
    rules: { repository: (name, { namespace }) => nameRule(REPOSITORY_MAX)(name) && name !== namespace },
    witness: [created({ repository: 'group' })],
  },
];

/** Deviations from the rules of both names, too lax and too strict. */
export const nameFaults: readonly Fault[] = [...repositoryFaults, ...namespaceFaults, ...swapped];
