import { TOKEN } from '../case.ts';
import { type Subject, takesToken } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';
import { ODD_CHARACTERS } from './character-kinds.ts';
import { addWord, SAMPLE_TOKEN } from './word-cases.ts';

/** Everything about a named value that the W-method leaves out: lengths, places, letters, pairs. */
export const addNameCases = (kit: CaseKit, subject: Subject): void => {
  addLengths(kit, subject);
  if (!subject.rule.automaton) return;
  addOddCharacters(kit, subject);
  addOrdinaryCharacters(kit, subject);
  addConstructs(kit, subject);
  addSpecialWords(kit, subject);
};

const FAR = [129, 191, 256, 512, 1000, 4000];
/** Lengths at which programs and databases like to stop. */
const HABITUAL = [
  2, 3, 4, 8, 12, 13, 16, 20, 30, 31, 32, 33, 39, 40, 50, 62, 63, 64, 65, 99, 100, 120, 126, 127, 128, 253, 254, 255,
];

/** Lengths around both bounds, such that nothing but the length rule is broken. */
const addLengths = (kit: CaseKit, subject: Subject): void => {
  const { least, most } = subject.rule;
  if (most === Number.POSITIVE_INFINITY && least === 0) return;
  const upper =
    most === Number.POSITIVE_INFINITY
      ? []
      : [most - 1, most, most + 1, most + 2, most + 10, most * 2, most * 2 + 1, ...FAR];
  const habitual = kit.depth <= 0 ? [32, 63, 64, 127, 128, 255] : HABITUAL;
  const lengths = [...new Set([0, 1, least - 1, least, least + 1, ...habitual, ...upper])].sort((a, b) => a - b);
  for (const length of lengths) {
    // What is longer than any bound must not be too long for a URL.
    if (length < 0 || (length > 2 * most && length > 300 && subject.place === 'path' && length > 4000)) continue;
    for (const [shape, fill] of shapes(subject)) {
      if (shape !== 'letters' && ![most - 1, most, most + 1, most * 2, 64, 129, 255, 256].includes(length)) continue;
      const value = ofLength(length, fill);
      const broken = subject.broken(value.replaceAll(TOKEN, SAMPLE_TOKEN));
      const onlyLength = broken.every((id) => subject.rule.lengthClauses.includes(id));
      if (broken.length > 0 && !onlyLength && length > 0) continue;
      addWord(kit, subject, 'length', value, [
        shape,
        ...(length > most ? ['too long'] : []),
        ...(length === 0 ? ['empty'] : []),
      ]);
    }
  }
};

const shapes = (subject: Subject): [string, string][] => {
  const all: [string, string][] = [
    ['letters', 'm'],
    ['digits', '7'],
    ['parts', 'mp-rs_'],
    ['double separators', 'n__'],
  ];
  return subject.rule.automaton ? all : all.slice(0, 1);
};

// The last character is a letter, so that no rule of the end is broken.
const ofLength = (length: number, fill: string): string => {
  const room = length - SAMPLE_TOKEN.length;
  if (room < 1) return 'xvwtskqhgdbnm'.slice(0, Math.max(0, length));
  return `${TOKEN}${fill.repeat(Math.ceil(room / fill.length)).slice(0, room - 1)}m`;
};

const addOddCharacters = (kit: CaseKit, subject: Subject): void => {
  // The plainest ones stand for most mistakes, the others for tables of characters.
  const many = kit.depth <= 0 ? 12 : ODD_CHARACTERS.length;
  for (const [index, { character }] of ODD_CHARACTERS.slice(0, many).entries()) {
    if (subject.isValid(`b${character}b`)) continue;
    const words = [character + TOKEN, `${TOKEN}${character}b`, TOKEN + character];
    if (index < 7 && kit.depth > 0)
      words.push(character, `b${character}${TOKEN}`, `${TOKEN}${character}${character}b`, `${TOKEN}-${character}-b`);
    for (const word of words) addWord(kit, subject, 'odd character', word);
  }
  // A rule with the flag for many lines looks at one line only.
  for (const word of ['\nb', 'b\n', 'b\nA', 'A\nb', 'b\nb', '_\nb', 'b\r\nb', '\r\nb', 'b\r\n', 'b\n\n', 'b\0', 'b\0A'])
    addWord(kit, subject, 'odd character', word.replace('b', TOKEN));
  for (const text of ['%62', '%5f', '%2d', '&#98;', '%41', '%2e', '%20', '%00', '%', '%25', '+', '%zz'])
    addWord(kit, subject, 'odd character', `${TOKEN}${text}b`);
};

/** Each letter and digit at every kind of place. */
const addOrdinaryCharacters = (kit: CaseKit, subject: Subject): void => {
  const { automaton } = subject.rule;
  if (!automaton || !takesToken(subject.rule)) return;
  const separators = automaton.classes
    .map(({ sample }) => sample)
    .filter((sample) => !/[a-z0-9]/i.test(sample) && subject.isValid(`b${sample}b`));
  for (const { ranges } of automaton.classes) {
    const size = ranges.reduce((sum, { min, max }) => sum + max - min + 1, 0);
    if (size < 2 || size > 100) continue;
    for (const { min, max } of ranges)
      for (let code = min; code <= max; code += 1) {
        const own = String.fromCodePoint(code);
        addWord(kit, subject, 'each character', own, [`uses ${own}`]);
        const beside = separators.map((separator) => `${separator}${own}${separator}b`).join('');
        const words = [own + TOKEN, TOKEN + own, `${TOKEN}${own}b`];
        if (kit.depth > 0)
          words.push(
            `b${own}${TOKEN}${own}${own}b`,
            `${TOKEN}${beside}`,
            ...separators.map((separator) => `${TOKEN}${separator}${own}`),
          );
        for (const word of words) addWord(kit, subject, 'each character', word, [`uses ${own}`]);
      }
  }
};

/** Every construct of up to three characters alone, twice in one name, and beside the ends. */
const addConstructs = (kit: CaseKit, subject: Subject): void => {
  const { automaton } = subject.rule;
  if (!automaton) return;
  const all = automaton.classes.map(({ sample }) => sample).slice(1);
  const samples = all.filter((sample) => subject.isValid(`b${sample}b`));
  const pairs = samples.flatMap((left) => samples.map((right) => left + right));
  const constructs = [
    ...all,
    ...pairs,
    ...samples.map((each) => each.repeat(3)),
    ...samples.map((each) => each.repeat(4)),
  ];
  const good = constructs.filter((construct) => subject.isValid(`b${construct}b`));
  const bad = constructs.filter((construct) => !good.includes(construct));
  for (const construct of [...good, ...bad])
    for (const word of [
      `b${construct}${TOKEN}`,
      `${TOKEN}${construct}b`,
      `b${construct}b`,
      `${TOKEN}0${construct}b`,
      `${TOKEN}${construct}0`,
      `${TOKEN}0${construct}0`,
    ])
      addWord(kit, subject, 'construct', word);
  addFarConstructs(kit, subject, [...bad, ...(kit.depth > 0 ? good : [])]);
  if (kit.depth > 0) {
    for (const construct of [...good, ...bad])
      for (const other of samples) {
        addWord(kit, subject, 'construct twice', `${TOKEN}${other}b${construct}b`, ['two constructs']);
        addWord(kit, subject, 'construct twice', `${TOKEN}${construct}b${other}b`, ['two constructs']);
      }
    for (const construct of bad)
      addWord(kit, subject, 'construct twice', `${TOKEN}${construct}b${construct}b`, ['two constructs']);
    for (const construct of good)
      for (const other of good)
        addWord(kit, subject, 'construct twice', `${TOKEN}${construct}b${other}0`, ['two constructs']);
  }
  for (const sample of samples)
    for (const count of [5, 16]) {
      addWord(kit, subject, 'construct', `${TOKEN}${sample.repeat(count)}b`, ['long run']);
      addWord(kit, subject, 'construct twice', `${TOKEN}${`${sample}b`.repeat(count)}`, ['many constructs']);
      for (const other of samples)
        if (other !== sample)
          addWord(kit, subject, 'construct twice', `${TOKEN}${`${sample}b${other}c`.repeat(count)}`, [
            'many constructs',
          ]);
    }
};

/** The same beyond the places at which a program may stop looking, and behind long texts. */
const addFarConstructs = (kit: CaseKit, subject: Subject, constructs: readonly string[]): void => {
  const odd = kit.depth <= 0 ? [] : ['A', '\n', ' ', '\u00e9', '/'];
  for (const length of [32, 64, 100, 250]) {
    if (length + 8 > subject.rule.most) continue;
    const stem = TOKEN.padEnd(length - SAMPLE_TOKEN.length + 1, 'k');
    for (const construct of [...constructs, ...odd]) {
      addWord(kit, subject, 'far', `${stem}${construct}b`, ['far']);
      addWord(kit, subject, 'far', `${stem}${construct}`, ['far']);
      addWord(kit, subject, 'far', `b${construct}${stem}`, ['far']);
      addWord(kit, subject, 'far', `${construct}${stem}`, ['far']);
    }
  }
  const { most } = subject.rule;
  if (most > 300) return;
  for (const construct of [...constructs, ...odd]) {
    const room = most - SAMPLE_TOKEN.length - [...construct].length;
    addWord(kit, subject, 'far', `${TOKEN}${'k'.repeat(room)}${construct}`, ['far']);
    addWord(kit, subject, 'far', `${TOKEN}${'k'.repeat(room - 1)}${construct}b`, ['far']);
    addWord(kit, subject, 'far', `${construct}${TOKEN}${'k'.repeat(room)}`, ['far']);
  }
};

/** Ordinary names that mean something to a program. */
const SPECIAL = `constructor prototype null undefined true false nan infinity admin root default system latest test
  new edit index none all con nul aux prn repos repositories namespaces tags manage select drop 1 0 -1 0x1f 1e5 v2`.split(
  /\s+/,
);

const addSpecialWords = (kit: CaseKit, subject: Subject): void => {
  for (const word of [
    ...SPECIAL,
    '__proto__',
    'hasOwnProperty',
    'toString',
    '..',
    '.',
    '../b',
    'b/..',
    '%2e%2e',
    '{b}',
    `$${'{b}'}`,
    'b b',
  ])
    addWord(kit, subject, 'special word', word, [`word ${word}`]);
};
