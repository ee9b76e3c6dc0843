import { TOKEN } from '../case.ts';
import type { Subject } from '../subject.ts';
import { takesToken } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';
import { addWord } from './word-cases.ts';

/**
 * A value that names something without creating it: each of its rules is broken alone. That the rule
 * is the right one is shown where names are made.
 */
export const addRuleCases = (kit: CaseKit, subject: Subject): void => {
  if (subject.place === 'body' || subject.pairs !== undefined || !subject.rule.hasPatterns) return;
  if (!takesToken(subject.rule)) return;
  const words = [
    '',
    ...['A', '_', '-', '.', 'a-', 'a_', 'a.', '0-'],
    ...['A', '0', '_', '-', '.'].map((first) => first + TOKEN),
    ...['A', '_', '-', '.', ' ', '\u00e9', '\u4e2d', '\u{1f600}'].map((last) => TOKEN + last),
    ...['A', '.', ' ', '+', '@', '\u00e9', '\u4e2d', '\u{1f600}', '___', '____', '_-', '-_', '\n'].map(
      (middle) => `${TOKEN}${middle}b`,
    ),
    ...[1, 2, 100].map((more) => TOKEN.padEnd(subject.rule.most + more - 10, 'k')),
  ];
  for (const word of words) {
    const broken = subject.broken(word.replaceAll(TOKEN, 'bdfghjkmnpb'));
    if (broken.length === 1) addWord(kit, subject, 'rule', word, ['named']);
  }
};
