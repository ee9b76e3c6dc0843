import { TOKEN } from '../case.ts';
import type { Subject } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';
import { ODD_CHARACTERS } from './character-kinds.ts';
import { addWord, SAMPLE_TOKEN } from './word-cases.ts';

/** Named values in the places where a rule is seldom looked at: each length, each character, marks around a name. */
export const addRareNames = (kit: CaseKit, subject: Subject): void => {
  if (!subject.rule.automaton || kit.depth <= 0) return;
  addEachLength(kit, subject);
  addRareCharacters(kit, subject);
  addMarks(kit, subject);
  addRuns(kit, subject);
  for (const word of WORDS) addWord(kit, subject, 'special word', word, [`word ${word}`]);
};

/** Lengths that only a counter of one or two bytes, or a limit that is a round number, takes for short ones. */
const OVERFLOWS = [255, 257, 258, 260, 300, 320, 333, 384, 500, 600, 768, 1023, 1024, 1025, 2000, 65_537, 65_600];

const addEachLength = (kit: CaseKit, subject: Subject): void => {
  const { least, most } = subject.rule;
  if (most > 300) return;
  const short = Array.from({ length: most + 3 - least }, (_, index) => least + index);
  for (const length of [...short, most * 2 - 1, most * 3, ...OVERFLOWS]) {
    // A path of so many characters is refused by any server.
    if (length <= SAMPLE_TOKEN.length || (subject.place !== 'body' && length > 4000)) continue;
    const value = `${TOKEN}${'k'.repeat(length - SAMPLE_TOKEN.length)}`;
    addWord(kit, subject, 'length', value, ['letters', ...(length > most ? ['too long'] : [])]);
  }
};

const MORE_CHARACTERS = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCodePoint(code)),
  ...'\u0085\u3000\u00ad\u00aa\u00ba\u00bd\u00b5\u0130\u01c5\u2177\u2460\u24d0\u1e9e\u0250\u05d0\u3042\uac00\u2212\u2043\u203f\ufe4d',
  '\u{1d4b6}',
];

const addRareCharacters = (kit: CaseKit, subject: Subject): void => {
  const odd = ODD_CHARACTERS.map(({ character }) => character);
  const isOdd = (character: string): boolean => !subject.isValid(`b${character}b`);
  for (const character of MORE_CHARACTERS.filter(isOdd)) {
    addWord(kit, subject, 'odd character', `${TOKEN}${character}b`);
    if (character < '\x80' && /[\p{L}\x01-\x08\x0e-\x1f]/u.test(character)) continue;
    addWord(kit, subject, 'odd character', character + TOKEN);
    addWord(kit, subject, 'odd character', TOKEN + character);
  }
  for (const character of odd.filter(isOdd)) addWord(kit, subject, 'odd character', `b${character}${TOKEN}`);
  // An upper case letter where a word begins, and words of nothing else.
  for (const character of ['A', '.', ' '])
    for (const word of ['cc', 'ccc', 'cccc', 'ccT', 'cccT', 'T-cb', 'T_cb', 'T0cb', 'Tc0', 'Tcc', 'Tbcbcb', 'T-b-cb'])
      addWord(kit, subject, 'odd character', word.replaceAll('c', character).replaceAll('T', TOKEN));
};

/** What people, shells and other formats put around a name; `*` is the name. */
const MARKS =
  `"*" '*' \`*\` [*] (*) {*} <*> ["*"] '*" “*” /*/ **/ *.git *.tar.gz *.b *:latest *:1 *@b *@sha256:bb */ /* ./*
  ../* ~/* b/* b//* docker.io/* localhost:5000/* http://b/* *?b=c *#b *;b *&b=c *=b *,b *,* <b>*</b> *<b>b *<br> *&amp;b
  *\\u0062 *\\x62 *\\b *\\nb *\\ -- * *%5Fb *%5fb =* @* #* $* !* *! *? ** *%0a *%0Ab \\* "* *" '* *' :* *:`.split(
    /\s+/,
  );

const addMarks = (kit: CaseKit, subject: Subject): void => {
  for (const mark of new Set([...MARKS, ' * ', '\n*\n', '\t*\t', '* b', '*, b', '* -b']))
    addWord(kit, subject, 'odd character', mark.replaceAll('*', TOKEN), [`mark ${mark}`]);
};

/** Runs of each separator at each length, all triples, and a fault only behind two good separators. */
const addRuns = (kit: CaseKit, subject: Subject): void => {
  const { automaton, most } = subject.rule;
  const samples = (automaton?.classes ?? [])
    .map(({ sample }) => sample)
    .filter((sample) => !/[a-z]/i.test(sample) && subject.isValid(`b${sample}b`));
  const pairs = samples.flatMap((left) => samples.map((right) => left + right));
  const triples = pairs.flatMap((pair) => samples.map((right) => pair + right));
  for (const sample of samples)
    for (const count of [3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 20, 33])
      for (const word of [`b${sample.repeat(count)}${TOKEN}`, `${TOKEN}${sample.repeat(count)}b`])
        addWord(kit, subject, 'construct', word, ['long run']);
  const doubled = pairs.flatMap((pair) => pairs.map((other) => pair + other));
  for (const construct of [...triples, ...doubled]) addWord(kit, subject, 'construct', `${TOKEN}${construct}b`);
  const bad = [...pairs, ...triples].filter((construct) => !subject.isValid(`b${construct}b`));
  for (const construct of bad)
    for (const sample of samples)
      for (const count of [2, 3]) {
        const good = `${sample}b`.repeat(count);
        addWord(kit, subject, 'construct twice', `${TOKEN}${good}${construct}b`, ['many constructs']);
        addWord(kit, subject, 'construct twice', `${TOKEN}${construct}b${good}`, ['many constructs']);
      }
  // One part of a name may be as long as the whole.
  for (const length of [32, 41, 50, 64, 100])
    for (const sample of samples)
      if (length + 2 <= most) {
        const part = TOKEN.padEnd(length - SAMPLE_TOKEN.length + 1, 'k');
        addWord(kit, subject, 'far', `${part}${sample}b`, ['far']);
        addWord(kit, subject, 'far', `b${sample}${part}`, ['far']);
      }
};

/** Names that other programs keep for themselves, or take for something else than a text. */
const WORDS = `library docker registry public private user users group groups api www mail help support status health
  login account settings search static assets blog yes no y n on off xn--b xn--bcd v1 v2 v10 b20181219 b2018-12-19 e5
  inf b1e5 feedfacefeedfacefeedfacefeedface feedfacefeedfacefeedfacefeedfacefeedfacefeedfacefeedfacefeedface
  feedfacefeedfacefeedfacefeedfacefeedface bcdefabc-bcde-4cde-8cde-bcdefabcdefa localhost host-name b-1-2-3 lpt1 com1
  self this class function return import default-pool kube-system`.split(/\s+/);
