/** The kind of a text that is none of those that a rule takes. */
export const ANY = 'any text';

/** Texts that are almost a listed value, by how they differ from it. */
export const nearMisses = (values: readonly string[]): Readonly<Record<string, readonly string[]>> => {
  const [first = ''] = values;
  const isTruth = values.some((value) => /^(true|false)$/.test(value));
  const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
  return {
    [ANY]: ['nonsense'],
    'another case': values.slice(0, 2).flatMap((value) => [capital(value), value.toUpperCase()]),
    blanks: [` ${first}`, `${first} `, `${first}\n`],
    longer: values.map((value) => `${value}s`),
    shorter: values.map((value) => value.slice(0, -1)),
    several: [values.slice(0, 2).join(',')],
    'another number': values.every((value) => /^-?\d+$/.test(value)) ? numbersAround(values.map(Number)) : [],
    'another word': isTruth ? ['1', '0', 'yes', 'no', 'on', 'off', 't', 'null'] : [],
  };
};

/** What is one more or less than numbers of a list, and not in it. */
const numbersAround = (numbers: readonly number[]): string[] =>
  [...new Set(numbers.flatMap((number) => [number - 1, number + 1]))]
    .filter((number) => !numbers.includes(number))
    .map(String);

/** Texts that a form, a program or a database may stumble over. */
export const FREE_TEXTS: readonly (readonly [kind: string, text: string])[] = [
  ['text', 'a text'],
  ['quote', 'a "text"'],
  ['apostrophe', "it's"],
  ['markup', '<b>a</b> &amp; b'],
  ['line end', 'two\r\nlines'],
  ['tab', 'a\ttab'],
  ['percent sign', '100% %41'],
  ['backslash', 'a\\nb'],
  ['template', 'a ${b} {{c}}'],
  ['accent', 'caf\u00e9'],
  ['Chinese', '\u4ed3\u5e93'],
  ['emoji', '\u{1f433}'],
  ['word', 'null'],
  ['256 characters', 'k'.repeat(256)],
  ['1001 characters', 'k'.repeat(1001)],
  ['70000 characters', 'k'.repeat(70_000)],
];

/** Texts that a program or its database may not take: it may say so, and must not fail. Of the last no UTF-8 is made. */
export const STRANGE_TEXTS: typeof FREE_TEXTS = [
  ['NUL', 'a\0b'],
  ['control character', 'a\u001bb'],
  ['no character', 'a\uffffb'],
  ['no UTF-8', 'a\udcffb'],
];

/** Times, and texts that are nearly some. */
export const TIMES: typeof FREE_TEXTS = [
  ['time', '2030-01-01T00:00:00Z'],
  ['time', '2030-01-01T12:30:15.123Z'],
  ['time', '2030-01-01T12:30:15.915153267Z'],
  ['word', 'forever'],
  ['word in capitals', 'FOREVER'],
  ['no zone', '2030-01-01T00:00:00'],
  ['other digits', '\u0662\u0660\u0663\u0660-01-01T00:00:00Z'],
  ['day', '2030-01-01'],
  ['day that is none', '2030-02-30T00:00:00Z'],
  ['another zone', '2030-01-01T00:00:00+08:00'],
  [ANY, 'nonsense'],
];
