import type { Fault } from './fault.ts';
import { created, refused } from './fault.ts';
import type { NameTest } from './name-rule.ts';
import { nameRule, nearRules } from './name-rule.ts';
import { NAMESPACE_MAX, REPOSITORY_MAX } from './rules.ts';

type Row = readonly [id: string, clause: number, title: string, accepts: NameTest, word: string];

// Each is planted in both names; the word is one that it judges wrongly.
const rows = (max: number): readonly Row[] => {
  const { keeps, rule, lax, strict } = nearRules(max);
  const reads =
    (fold: (name: string) => string): NameTest =>
    (name) =>
      keeps(name) || keeps(fold(name));
  const a = (count: number): string => 'a'.repeat(count);

  return [
    // places
    ['third-digit', 3, 'refuses a digit in the third place', strict(/^..[0-9]/), 'ab1'],
    ['third-separator', 3, 'refuses a separator in the third place', strict(/^..[_-]/), 'ab-c'],
    ['fourth-separator', 3, 'refuses a separator in the fourth place', strict(/^...[_-]/), 'abc-d'],
    ['last-but-one', 3, 'refuses a separator before the last character', strict(/[_-].$/), 'ab-c'],
    ['last-but-one-digit', 3, 'refuses a digit before the last letter', strict(/[0-9][a-z]$/), 'ab1c'],
    ['end-separator-digit', 3, 'refuses a separator and a digit last', strict(/[_-][0-9]$/), 'ab-1'],
    ['idn', 3, 'refuses hyphens in the third and fourth place, as host names do', strict(/^..--/), 'ab--c'],
    ['punycode', 3, 'refuses what starts with xn--', strict(/^xn--/), 'xn--a'],
    ['second-dot', 3, 'accepts an at sign in the second place only', lax(/^[a-z]@[a-z]+$/), 'a@bcdefgh'],
    ['two-digits', 3, 'refuses two digits in a row', strict(/[0-9]{2}/), 'a12'],
    ['four-digits', 3, 'refuses four digits in a row', strict(/[0-9]{4}/), 'a2018'],
    ['eight-digits', 3, 'refuses eight digits in a row', strict(/[0-9]{8}/), 'a20181219'],
    ['digits-only', 3, 'refuses a letter and only digits', strict(/^[a-z][0-9]+$/), 'a1'],
    ['letter-thrice', 3, 'refuses a letter three times in a row', strict(/([a-z])\1\1/), 'baaa'],
    [
      'hex',
      3,
      'refuses 64 hexadecimal digits, which look like a digest',
      strict(/^[0-9a-f]{64}$/),
      `a${'0'.repeat(63)}`,
    ],
    ['hex-32', 3, 'refuses 32 hexadecimal digits', strict(/^[0-9a-f]{32}$/), `a${'0'.repeat(31)}`],
    [
      'uuid',
      3,
      'refuses what looks like a UUID',
      strict(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
    ],
    ['version', 3, 'refuses what looks like a version', strict(/^v[0-9]+$/), 'v1'],
    ['reserved', 3, 'refuses the word library', strict(/^library$/), 'library'],
    ['reserved-docker', 3, 'refuses the word docker', strict(/^docker$/), 'docker'],
    ['reserved-true', 3, 'refuses what YAML reads as a boolean', strict(/^(on|off|yes|no|y|n)$/), 'yes'],
    [
      'number',
      3,
      'refuses what JavaScript reads as a number',
      (n) => keeps(n) && !(Number(n.replace(/^e/, '1e')) >= 0),
      'e5',
    ],
    ['separators-many', 3, 'refuses more than ten separators', strict(/([_-][^_-]+){11}/), `a${'-b'.repeat(11)}`],
    ['separators-five', 3, 'refuses more than five separators', strict(/([_-][^_-]+){6}/), `a${'-b'.repeat(6)}`],
    ['hyphens-long', 3, 'refuses more than eight hyphens in a row', strict(/-{9}/), `a${'-'.repeat(9)}b`],
    [
      'part-long',
      3,
      'refuses a part of more than 40 characters beside a separator',
      strict(/-[a-z0-9]{41}/),
      `a-${a(41)}`,
    ],
    ['part-one', 3, 'refuses parts of one character', strict(/[_-][a-z][_-]/), 'a-b-c'],
    ['letter-x-end', 6, 'refuses the letter x last', strict(/.x$/), 'abx'],
    ['letter-v-separator', 3, 'refuses the letter v behind a hyphen', strict(/-v/), 'a-v'],
    ['digit-five-hyphen', 3, 'refuses 5 between hyphens', strict(/-5-/), 'a-5-b'],
    ['digit-eight-end', 6, 'refuses 8 last', strict(/8$/), 'ab8'],
    ['underscore-digit-underscore', 3, 'refuses a digit between underscores', strict(/_[0-9]_/), 'a_1_b'],
    // separators
    [
      'underscores-six',
      4,
      'accepts six underscores only',
      rule({ underscores: (n) => !/___/.test(n.replace(/(?<!_)_{6}(?!_)/g, '')) }),
      'a______b',
    ],
    [
      'underscores-seven',
      4,
      'accepts seven underscores only',
      rule({ underscores: (n) => !/___/.test(n.replace(/(?<!_)_{7}(?!_)/g, '')) }),
      'a_______b',
    ],
    [
      'underscores-long',
      4,
      'accepts more than ten underscores',
      rule({ underscores: (n) => !/___/.test(n.replace(/_{11,}/g, '')) }),
      `a${'_'.repeat(12)}b`,
    ],
    [
      'underscores-second',
      4,
      'accepts three underscores in the second place',
      rule({ underscores: (n) => !/(?<!^.)___/.test(n) }),
      'a___b',
    ],
    [
      'underscores-last',
      4,
      'accepts three underscores before the last character',
      rule({ underscores: (n) => !/___(?!.$)/.test(n) }),
      'ab___c',
    ],
    [
      'underscores-third-run',
      4,
      'looks only at the first two runs of underscores',
      rule({ underscores: (n) => !/^[^_]*(_+[^_]+)?___/.test(n) }),
      'a_b_c___d',
    ],
    [
      'underscores-far',
      4,
      'does not look beyond the 50th character',
      rule({ underscores: (n) => !n.slice(0, 50).includes('___') }),
      `${a(52)}___b`,
    ],
    [
      'underscores-hyphen',
      4,
      'accepts three underscores in names with a hyphen',
      rule({ underscores: (n) => n.includes('-') || !n.includes('___') }),
      'a-b___c',
    ],
    ['mixed-sandwich', 5, 'accepts _-_', (n) => keeps(n.replaceAll('_-_', 'x')), 'a_-_b'],
    ['mixed-sandwich-hyphen', 5, 'accepts -_-', (n) => keeps(n.replaceAll('-_-', 'x')), 'a-_-b'],
    ['mixed-pairs', 5, 'accepts __--', (n) => keeps(n.replaceAll('__--', 'x')), 'a__--b'],
    ['mixed-second', 5, 'accepts _- in the second place', rule({ mixed: (n) => !/(?<!^.)_-|-_/.test(n) }), 'a_-b'],
    ['mixed-last', 5, 'accepts -_ before the last character', rule({ mixed: (n) => !/-_(?!.$)|_-/.test(n) }), 'ab-_c'],
    [
      'mixed-third',
      5,
      'looks only at the first two separators',
      rule({ mixed: (n) => !/^[^_-]*([_-]+[^_-]+)?(_+-|-+_)/.test(n) }),
      'a-b-c_-d',
    ],
    [
      'mixed-far',
      5,
      'does not look beyond the 40th character',
      rule({ mixed: (n) => !/_-|-_/.test(n.slice(0, 40)) }),
      `${a(42)}_-b`,
    ],
    [
      'mixed-long',
      5,
      'accepts _- in names of more than 30 characters',
      rule({ mixed: (n) => n.length > 30 || !/_-|-_/.test(n) }),
      `${a(30)}_-b`,
    ],
    // characters
    ['upper-all', 2, 'accepts a name all in upper case', lax(/^[A-Z]{3,}$/), 'ABC'],
    ['upper-words', 3, 'accepts words with capitals', lax(/^[a-z]+([A-Z][a-z]+)+$/), 'aBcd'],
    ['upper-x', 3, 'accepts the letter X', lax(/^[a-zX]+$/), 'aXb'],
    ['upper-behind', 3, 'accepts an upper case letter behind a hyphen', lax(/^[a-z]+-[A-Z][a-z]*$/), 'a-Bc'],
    [
      'upper-far',
      3,
      'accepts upper case letters beyond the 20th character',
      lax(/^[a-z]{20,}[A-Z]+[a-z]*$/),
      `${a(21)}B`,
    ],
    ['title', 2, 'accepts two capitals first', lax(/^[A-Z]{2}[a-z]+$/), 'ABcdef'],
    ['parenthesis', 3, 'accepts a closing parenthesis', lax(/^[a-z]+\)[a-z]*$/), 'a)b'],
    ['greater', 3, 'accepts the sign >', lax(/^[a-z]+>[a-z]*$/), 'a>b'],
    ['soft-hyphen', 3, 'drops soft hyphens', reads((n) => n.replaceAll('\u00ad', '')), 'a\u00adb'],
    ['ideographic-blank', 3, 'trims an ideographic blank', reads((n) => n.replace(/\u3000+$/, '')), 'abc\u3000'],
    ['vertical-tab', 3, 'trims a vertical tab', reads((n) => n.replace(/\v+$/, '')), 'abc\v'],
    ['next-line', 3, 'accepts U+0085 last', reads((n) => n.replace(/\u0085$/, '')), 'abc\u0085'],
    ['ordinal', 3, 'accepts the letter ª', lax(/^[a-zª]+$/), 'aªb'],
    ['fraction', 3, 'accepts any number of Unicode', lax(/^[a-z][a-z\p{N}]+$/u), 'a½b'],
    ['roman', 3, 'accepts Roman numerals', lax(/^[a-z][a-z\p{Nl}]+$/u), 'aⅷb'],
    ['decomposed', 3, 'drops accents', reads((n) => n.normalize('NFD').replace(/\p{M}/gu, '')), 'aéb'],
    [
      'control-1',
      3,
      'drops control characters but NUL and line ends',
      reads((n) => n.replace(/[\x01-\x08]/g, '')),
      'a\x01b',
    ],
    ['turkish', 3, 'folds İ to i', reads((n) => n.replaceAll('İ', 'i')), 'aİb'],
    // decorations
    ['quoted', 2, 'strips quotes around the name', reads((n) => n.replace(/^"(.*)"$/s, '$1')), '"abc"'],
    ['quoted-single', 2, 'strips apostrophes around the name', reads((n) => n.replace(/^'(.*)'$/s, '$1')), "'abc'"],
    ['bracketed', 2, 'takes a list of one name', reads((n) => n.replace(/^\["?(.*?)"?\]$/s, '$1')), '[abc]'],
    ['git', 3, 'drops .git', reads((n) => n.replace(/\.git$/, '')), 'abc.git'],
    ['tag', 3, 'drops :latest', reads((n) => n.replace(/:latest$/, '')), 'abc:latest'],
    ['here', 2, 'drops ./ in front', reads((n) => n.replace(/^\.\//, '')), './abc'],
    ['host', 3, 'drops a registry in front', reads((n) => n.replace(/^[a-z.]+\.[a-z]+\//, '')), 'docker.io/abc'],
    ['markup', 3, 'drops tags of HTML', reads((n) => n.replace(/<[^>]*>/g, '')), 'a<b>bc'],
    [
      'escapes',
      3,
      'reads escapes of JavaScript',
      reads((n) => n.replace(/\\u00([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))),
      'a\\u0062',
    ],
    // lengths
    [
      'length-byte',
      7,
      'keeps lengths in a byte',
      (n) => keeps(n.slice(0, n.length % 256)) && keeps(n.slice(0, max)),
      a(256 + 1),
    ],
    [
      'length-double',
      7,
      'accepts twice the length, less one',
      (n) => keeps(n) || (n.length === max * 2 - 1 && keeps(n.slice(0, max))),
      a(max * 2 - 1),
    ],
    [
      'length-300',
      7,
      'accepts 300 characters only',
      (n) => keeps(n) || (n.length === 300 && keeps(n.slice(0, max))),
      a(300),
    ],
    [
      'length-hyphens',
      7,
      'accepts a too long name with separators',
      rule({ length: (n) => (n.length >= 1 && n.replace(/[_-]+/g, '').length <= max - 4) || n.length <= max }),
      `a${'-b'.repeat(max / 2)}`,
    ],
    ['length-five', 7, 'refuses five characters', (n) => keeps(n) && n.length !== 5, a(5)],
    ['length-45', 7, 'refuses 45 characters', (n) => keeps(n) && n.length !== 45, a(45)],
    [
      'length-max-digit',
      7,
      'refuses a digit in the last place of the longest name',
      (n) => keeps(n) && !(n.length === max && /[0-9]$/.test(n)),
      `${a(max - 1)}1`,
    ],
    [
      'length-max-separator',
      7,
      'refuses a separator in the last place but one of the longest name',
      (n) => keeps(n) && !(n.length === max && /[_-].$/.test(n)),
      `${a(max - 2)}-b`,
    ],
    [
      'length-10k',
      7,
      'fails above two thousand characters only: accepts them',
      (n) => keeps(n) || (n.length > 2000 && keeps(n.slice(0, 9))),
      a(3000),
    ],
  ];
};

const planted = (prefix: 'r' | 'n', family: string, max: number): Fault[] =>
  rows(max).map(([id, clause, title, accepts, word]): Fault => {
    const demanded = nameRule(max)(word) ? created : refused;
    return {
      id: `${prefix}-rare-${id}`,
      family,
      clause: `${prefix.toUpperCase()}${clause}`,
      title,
      rules: prefix === 'r' ? { repository: accepts } : { namespace: accepts },
      witness: [prefix === 'r' ? demanded({ repository: word }) : demanded({}, { namespace: word })],
    };
  });

/** Deviations from the rules of both names in rare places. */
export const rareNameFaults: readonly Fault[] = [
  ...planted('r', 'repository names', REPOSITORY_MAX),
  ...planted('n', 'namespace names', NAMESPACE_MAX),
];
