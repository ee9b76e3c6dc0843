import type { Expectation } from '../case.ts';
import type { Subject } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';

/** Each value of a list is accepted, and what is near one or of another list is not. */
export const addListed = (kit: CaseKit, subject: Subject): void => {
  const { ref, name, values } = subject;
  const add = (value: string, accepted: boolean, tags: readonly string[]): void => {
    if (!kit.isNew(subject, value)) return;
    kit.add({
      family: `${name}/${accepted ? 'valid' : (subject.valueClause?.id ?? 'invalid')}`,
      key: value,
      title: `${name} ${JSON.stringify(value)} is ${accepted ? 'accepted' : 'refused'}`,
      subject,
      value,
      clauses: [subject.valueClause?.id],
      reason: accepted ? 'is in the list of values' : `is not in the list of values (${values.join(', ')})`,
      tags: ['listed', ...tags],
      steps: [kit.step(expect(value, accepted), { set: { [ref]: value } })],
    });
  };
  // A reading of the register may take a value away.
  const open = subject.ambiguity('enum') !== undefined;
  const expect = (value: string, accepted: boolean): Expectation =>
    !accepted ? kit.refusal : open && value !== values[0] ? kit.open(...kit.model.success) : kit.success;
  for (const value of values) add(value, true, [`value ${value}`]);
  const others = kit.model.subjects.flatMap((other) => (other === subject ? [] : other.values));
  const odd = [
    ...values.flatMap((value) =>
      nearMisses(value)
        .slice(0, SAMPLE[kit.depth]?.near)
        .map((miss) => [miss, `near ${value}`] as const),
    ),
    ...[...others, ...NEVER.slice(0, SAMPLE[kit.depth]?.never)].map((value) => [value, 'unrelated'] as const),
  ];
  for (const [value, tag] of odd)
    if (value !== '' && !values.includes(value) && !subject.isValid(value)) add(value, false, [tag]);
};

/** How many values of a list are tried where the run does not look deep. */
const SAMPLE: Readonly<Record<number, { readonly near: number; readonly never: number }>> = {
  [-1]: { near: 3, never: 6 },
  0: { near: 10, never: 25 },
};

const nearMisses = (value: string): string[] => [
  value.toUpperCase(),
  value.slice(0, 1).toUpperCase() + value.slice(1),
  value.slice(0, -1) + value.slice(-1).toUpperCase(),
  `${value} `,
  ` ${value}`,
  `${value}\n`,
  `\n${value}`,
  `${value}\r\n`,
  `\t${value}`,
  `${value}\0`,
  `${value}s`,
  `${value}1`,
  `x${value}`,
  `${value}x`,
  `${value}_`,
  value.slice(0, -1),
  value.slice(0, 3),
  value.slice(0, 1),
  value.slice(1),
  `"${value}"`,
  `'${value}'`,
  `[${value}]`,
  `${value},${value}`,
  `${value}${value}`,
  `${value};`,
  `!${value}`,
  value.replaceAll('_', '-'),
  value.replaceAll('_', ''),
  value.replaceAll('_', ' '),
  value.replace(/_(.)/, (_, letter: string) => letter.toUpperCase()),
  value.replace(/s$/, ''),
  value.replace(/^./, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)),
  value.replace('i', '\u0131'),
  value.replace('s', '\u017f'),
  [...value].reverse().join(''),
  ...otherSpellings(value),
];

/** The words of a value as other formats join and write them. */
const otherSpellings = (value: string): string[] => {
  const words = value.split('_');
  const titled = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return [
    titled.join('_'),
    titled.join(''),
    titled.join(' '),
    words.join('.'),
    words.join('/'),
    words.join('__'),
    words.join('%5F'),
    words.toReversed().join('_'),
    ...words,
    `_${value}`,
    `${value}\u200b`,
    `\ufeff${value}`,
    `${value}\u00a0`,
    `${value}/`,
    `${value}:`,
    `${value}.`,
    `${value}-`,
    `${value}=`,
    `${value}|${value}`,
    `${value} ${value}`,
    value.replace(/.$/, 'q'),
    value.replace(/^./, 'q'),
    [...value].toSpliced(Math.floor(value.length / 2), 1, 'q').join(''),
    [...value].toSpliced(Math.floor(value.length / 2), 1).join(''),
  ];
};

const NEVER =
  `write read,write delete manage admin 1 0 -1 2 3 4 5 6 7 8 9 10 01 1.0 0x1 yes no y n on off t f null undefined none all * any default unknown NaN [] {} [object\u00a0Object]
  constructor __proto__ toString hasOwnProperty valueOf prototype length application app server mac macos os db mysql
  language framework arm arm64 x86 x86_64 amd64 public private system TRUE FALSE True False truE`
    .split(/\s+/)
    .map((word) => word.replace('\u00a0', ' '))
    .concat(' ', '\u4e2d\u6587', '\u{1f600}', 'x'.repeat(300));
