import type { Subject } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';

/** Texts of a field with no rule: whatever people write, at any length. */
export const addTextCases = (kit: CaseKit, subject: Subject): void => {
  if (subject.type !== 'string' || subject.values.length > 0 || subject.rule.hasPatterns) return;
  if (subject.place !== 'body' || subject === kit.model.nameSubject || !subject.isValid('any text at all')) return;
  const texts = kit.depth > 0 ? TEXTS : TEXTS.slice(0, kit.depth < 0 ? 12 : 70);
  for (const [name, text, tags = []] of texts) add(kit, subject, name, text, [name, ...tags]);
  for (const length of LENGTHS) {
    if (length > subject.rule.most || (kit.depth <= 0 && ![1, 64, 128, 255, 256, 257, 1024, 4096].includes(length)))
      continue;
    add(
      kit,
      subject,
      `${length} characters`,
      'lorem '
        .repeat(Math.ceil(length / 6))
        .slice(0, length - 1)
        .padEnd(length, 'x'),
      ['long'],
    );
    if (length < 5000 && length % 16 === 0)
      add(kit, subject, `${length} wide characters`, '\u4e2d'.repeat(length), ['long', 'non-ASCII']);
    if (length === 255 || length === 1024)
      add(kit, subject, `${length} emoji`, '\u{1f600}'.repeat(length), ['long', 'non-ASCII', 'emoji']);
  }
};

const LENGTHS = [
  1, 2, 30, 31, 32, 33, 50, 51, 63, 64, 65, 80, 100, 101, 127, 128, 129, 140, 160, 200, 201, 250, 254, 255, 256, 257,
  300, 400, 500, 501, 511, 512, 513, 600, 800, 1000, 1001, 1023, 1024, 1025, 1500, 2000, 2001, 2047, 2048, 2049, 3000,
  4000, 4001, 4095, 4096, 4097, 5000, 8000, 8192, 8193, 10_000, 16_384, 20_000, 32_768, 50_000, 65_535, 65_536,
];
/** Beyond this a limit on bodies is nobody's deviation. */
const SOME_LIMIT = 16_384;

const add = (kit: CaseKit, subject: Subject, name: string, value: string, tags: readonly string[]): void => {
  if (!subject.isValid(value)) return;
  const open = [...value].length > SOME_LIMIT || value.includes('\0');
  const limit = subject.ambiguity('maxLength');
  const isLong = tags.includes('long');
  // A length limit that the register knows has a status of its own.
  const tooLong = isLong && limit !== undefined ? ['413'] : [];
  const expect = open
    ? kit.open(...kit.model.success)
    : { ...kit.success, ...(tooLong.length > 0 ? { tolerated: [...kit.model.success, ...tooLong] } : {}) };
  kit.add({
    family: `${subject.name}/text`,
    key: name,
    title: `${subject.name} with ${name} is accepted`,
    subject,
    value: value.length > 60 ? `${[...value].slice(0, 40).join('')}…` : value,
    clauses: [subject.presence?.id, isLong ? limit : undefined],
    level: open ? 'should' : 'must',
    reason: open ? 'the source gives no range, yet no server takes everything' : 'the source gives no range',
    tags: ['text', ...tags],
    steps: [kit.step(expect, { set: { [subject.ref]: value } })],
  });
};

const TEXTS: readonly (readonly [name: string, text: string, tags?: readonly string[]])[] = [
  ['a word', 'text'],
  ['one letter', 'x'],
  ['a digit', '0'],
  ['a sentence', 'This is a plain sentence, with a comma and a full stop.'],
  ['upper case', 'UPPER CASE'],
  ['a blank', ' ', ['blank']],
  ['blanks around', '  text  ', ['blank']],
  ['a tab', 'one\ttwo', ['control']],
  ['a newline', 'one\ntwo', ['line end']],
  ['CR LF', 'one\r\ntwo', ['line end']],
  ['a carriage return', 'one\rtwo', ['line end']],
  ['only a newline', '\n', ['line end']],
  ['a newline at the end', 'one\n', ['line end']],
  ['CR LF twice', 'one\r\n\r\ntwo', ['line end']],
  ['Chinese', '\u8fd9\u662f\u4e00\u4e2a\u955c\u50cf\u4ed3\u5e93', ['non-ASCII']],
  ['accents', 'd\u00e9j\u00e0 vu, \u00fcber, \u00f1and\u00fa', ['non-ASCII']],
  ['Arabic', '\u0645\u0631\u062d\u0628\u0627', ['non-ASCII']],
  ['Cyrillic', '\u043f\u0440\u0438\u0432\u0435\u0442', ['non-ASCII']],
  ['an emoji', 'text \u{1f600}', ['non-ASCII', 'emoji']],
  ['only an emoji', '\u{1f680}', ['non-ASCII', 'emoji']],
  ['a joined emoji', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', ['non-ASCII', 'emoji']],
  ['a combining accent', 'e\u0301', ['non-ASCII']],
  ['a character beyond the BMP', '\u{20bb7}', ['non-ASCII', 'emoji']],
  ['a zero-width space', 'one\u200btwo', ['non-ASCII']],
  ['a byte order mark', '\ufefftext', ['non-ASCII']],
  ['a line separator', 'one\u2028two', ['non-ASCII']],
  ['a right-to-left mark', '\u202etext', ['non-ASCII']],
  ['a private-use character', '\ue123', ['non-ASCII']],
  ['curly quotes', '\u201ctext\u201d', ['non-ASCII']],
  ['a quote', 'say "text"', ['quote']],
  ['an apostrophe', "it's", ['quote']],
  ['one apostrophe', "'", ['quote']],
  ['a backtick', '`text`', ['quote']],
  ['a backslash', 'one\\two', ['quote']],
  ['a backslash at the end', 'one\\', ['quote']],
  ['a semicolon', 'one; two', ['punctuation']],
  ['a colon', 'one: two', ['punctuation']],
  ['an equals sign', 'one=two', ['punctuation']],
  ['an ampersand', 'one & two', ['punctuation']],
  ['a percent sign', '100%', ['percent']],
  ['percent escapes', '%20%00%zz', ['percent']],
  ['a plus', 'one+two', ['punctuation']],
  ['a hash', '#one', ['punctuation']],
  ['a slash', 'one/two', ['punctuation']],
  ['an at sign', '@one', ['punctuation']],
  ['angle brackets', '<b>text</b>', ['angle bracket']],
  ['a script', '<script>alert(1)</script>', ['angle bracket']],
  ['braces', '{"one":1}', ['brace']],
  ['brackets', '[1]', ['brace']],
  ['a template', `$${'{one} {{two}}'} %s %d`, ['brace']],
  ['a dash first', '-one', ['punctuation']],
  ['two dashes', 'one -- two', ['punctuation']],
  ['a boundary', '------WebKitFormBoundaryAaB03x\r\nContent-Disposition: form-data', ['line end', 'boundary']],
  ['a statement', "'; DROP TABLE things; --", ['quote']],
  ['a word of programs', 'null', ['word']],
  ['undefined', 'undefined', ['word']],
  ['true', 'true', ['word']],
  ['__proto__', '__proto__', ['word']],
  ['a number', '12345', ['word']],
  ['a URL', 'https://example.com/a?b=c#d', ['punctuation']],
  ['a mail address', 'a@example.com', ['punctuation']],
  ['a control character', 'one\u0001two', ['control']],
  ['an escape character', '\u001b[31mred', ['control']],
  ['NUL', 'one\0two', ['control', 'NUL']],
  ['many lines', 'line\n'.repeat(50), ['line end']],
  ['many blanks', ' '.repeat(100), ['blank']],
  ['hundreds of lines', 'line\n'.repeat(300), ['line end']],
  ['a tab only', '\t', ['blank', 'control']],
  ['a long word', 'm'.repeat(240)],
  ['a formula', '=1+1', ['punctuation']],
  ['words of SQL', 'select * from things union insert delete drop where 1=1 or', ['word']],
  ['a script URL', 'javascript:void(0)', ['punctuation']],
  ['a path upwards', '../../etc/passwd', ['punctuation']],
  ['a command', '$(id) `id` && id || id', ['punctuation', 'quote']],
  ['false', 'false', ['word']],
  ['an empty list', '[]', ['brace']],
  ['an empty object', '{}', ['brace']],
  ['two quotes', '""', ['quote']],
  ['an amount', '5 \u20ac, 5 \u00a3, \u00a9 \u2122', ['non-ASCII']],
  ['Korean', '\uc800\uc7a5\uc18c', ['non-ASCII']],
  ['Japanese', '\u3053\u308c\u306f\u30ab\u30bf\u30ab\u30ca', ['non-ASCII']],
  ['Thai', '\u0e20\u0e32\u0e1e', ['non-ASCII']],
  ['Hebrew', '\u05e9\u05dc\u05d5\u05dd', ['non-ASCII']],
  ['Devanagari', '\u091a\u093f\u0924\u094d\u0930', ['non-ASCII']],
  ['Greek', '\u03b1\u03b2\u03b3', ['non-ASCII']],
  ['a flag', '\u{1f1e8}\u{1f1f3}', ['non-ASCII', 'emoji']],
  ['full-width letters', '\uff41\uff11\uff01', ['non-ASCII']],
  ['a non-breaking space', 'one\u00a0two', ['non-ASCII']],
  ['U+0085', 'one\u0085two', ['non-ASCII', 'line end']],
  ['the last character', '\u{10fffd}', ['non-ASCII']],
  ['a line of dashes', 'one\r\n--two', ['line end', 'punctuation']],
  ['a carriage return at the end', 'one\r', ['line end']],
  ['CR LF at the end', 'one\r\n', ['line end']],
  ['CR LF first', '\r\none', ['line end']],
  ['a form feed', 'one\u000c\u000btwo', ['control']],
  ['DEL', 'one\u007ftwo', ['control']],
  ...[...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'].flatMap((sign): [string, string, readonly string[]][] => [
    [`the sign ${sign}`, `one ${sign} two`, ['sign']],
    [`the sign ${sign} alone`, sign, ['sign']],
  ]),
];
