import { type Expectation, type Field, TOKEN } from '../case.ts';
import type { Subject } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';
import { addFormatCases } from './format-cases.ts';
import { samplesOf } from './state-kit.ts';
import { SAMPLE_TOKEN } from './word-cases.ts';

/** Presence, listed values, numbers, free text, repeated and unknown fields. */
export const addFieldCases = (kit: CaseKit): void => {
  for (const subject of kit.model.subjects) {
    addPresence(kit, subject);
    addJsonTypes(kit, subject);
    if (subject.values.length > 0) addListed(kit, subject);
    else if (subject.type === 'integer' || subject.type === 'number') {
      if (subject.pairs === undefined) addNumbers(kit, subject);
    } else addFormatCases(kit, subject);
  }
  addCombinations(kit);
  if (kit.model.mediaType !== undefined) addForms(kit);
};

const addPresence = (kit: CaseKit, subject: Subject): void => {
  const { ref, name } = subject;
  if (subject.place === 'path') return;
  // Without it nothing would be left of what wants one of several values.
  if (kit.model.needsOne && kit.model.plainToo.includes(ref)) return;
  // The rest of the pairs may not be there without it either.
  if (subject.pairs !== undefined && (subject === kit.model.nameSubject || subject.type === 'integer')) return;
  const missing = kit.step(subject.required ? kit.refusal : kit.success, { set: { [ref]: undefined } });
  kit.add({
    family: `${name}/presence`,
    key: 'missing',
    title: `${name} missing is ${subject.required ? 'refused' : 'accepted'}`,
    subject,
    clauses: [subject.presence?.id],
    reason: `${name} is ${subject.required ? 'required' : 'optional'}`,
    tags: ['missing', `missing ${name}`],
    steps: [missing],
  });
  if (subject.required)
    for (const other of kit.model.subjects.filter((each) => each.place === 'body' && !each.required)) {
      const value = other.values[0] ?? (other.isValid('text') ? 'text' : other.baseline);
      kit.add({
        family: `${name}/presence`,
        key: `missing-with-${other.name}`,
        title: `${name} missing beside ${other.name} is refused`,
        subject,
        clauses: [subject.presence?.id],
        reason: `${name} is required`,
        tags: ['missing', `missing ${name}`],
        steps: [kit.step(kit.refusal, { set: { [ref]: undefined, [other.ref]: value } })],
      });
    }
  // A rule of characters says itself whether it takes an empty text.
  if (subject.rule.hasPatterns) return;
  const listed = subject.values.length > 0 || subject.type !== 'string' || !subject.isValid('');
  // Read as a value it is not in the list, read as nothing a required one is missing.
  const open = listed && !subject.required;
  kit.add({
    family: `${name}/presence`,
    key: 'empty',
    title: `${name} empty is ${listed ? 'refused' : 'accepted'}`,
    subject,
    clauses: [
      open
        ? (subject.ambiguity('x-empty') ?? subject.valueClause?.id)
        : listed
          ? subject.valueClause?.id
          : subject.presence?.id,
    ],
    level: open ? 'should' : 'must',
    reason: open
      ? 'an empty text is not among the values; whether it counts as not sent is open'
      : listed
        ? 'an empty text is not among the values, and a required one may not be left out'
        : 'a text may be empty',
    tags: ['empty', `empty ${name}`],
    steps: [kit.step(open ? kit.open(kit.model.refusal) : listed ? kit.refusal : kit.success, { set: { [ref]: '' } })],
  });
};

/** Values of another type than the document's, where the body is JSON. */
const addJsonTypes = (kit: CaseKit, subject: Subject): void => {
  if (subject.place !== 'body' || !/[/+]json$/.test(kit.model.mediaType ?? '')) return;
  const { name } = subject;
  const own = subject.type === 'integer' ? 'number' : subject.type;
  const values: readonly (readonly [type: string, value: unknown])[] = [
    ['string', 'text'],
    ['number', 1],
    ['boolean', true],
    ['list', ['text']],
    ['object', { text: 'text' }],
  ];
  for (const [type, value] of values) {
    if (type === own) continue;
    kit.add({
      family: `${name}/type`,
      key: type,
      title: `${name} as ${type === 'object' ? 'an' : 'a'} ${type} is refused`,
      subject,
      value: JSON.stringify(value),
      clauses: [subject.presence?.id],
      reason: `${name} is a ${own}`,
      tags: ['type', `${name} of another type`],
      steps: [kit.step(kit.refusal, { json: { [name]: value } })],
    });
  }
};

const addListed = (kit: CaseKit, subject: Subject): void => {
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

const addNumbers = (kit: CaseKit, subject: Subject): void => {
  const { ref, name } = subject;
  for (const value of [
    '0',
    '1',
    '-1',
    '1.5',
    '2147483647',
    '2147483648',
    '1e3',
    'abc',
    '1x',
    ' 1',
    '0x10',
    'NaN',
    'true',
  ]) {
    const accepted = subject.isValid(value);
    kit.add({
      family: `${name}/${accepted ? 'valid' : 'invalid'}`,
      key: value,
      title: `${name} ${value} is ${accepted ? 'accepted' : 'refused'}`,
      subject,
      value,
      clauses: [subject.valueClause?.id],
      reason: accepted ? 'keeps the schema' : 'breaks the schema',
      tags: ['number'],
      steps: [kit.step(accepted ? kit.success : kit.refusal, { set: { [ref]: value } })],
    });
  }
};

/** Valid values of several fields together, in both orders. */
const addCombinations = (kit: CaseKit): void => {
  const { model } = kit;
  const fields = model.subjects.filter(({ place, ref }) => place === 'body' && ref !== model.nameSubject?.ref);
  const add = (set: Record<string, string | undefined>, reversed: boolean): void => {
    const shown = Object.entries(set).map(([ref, value]) => `${ref.split('.')[1]}=${value}`);
    kit.add({
      family: 'together',
      key: `${shown.join('&')}${reversed ? '&reversed' : ''}`,
      title: `${shown.join(', ') || 'the plainest request'} is accepted${reversed ? ', fields in reverse order' : ''}`,
      clauses: [
        model.clauseOf.success,
        ...(shown.length === 0 ? [] : fields.filter(({ ref }) => ref in set).map((each) => each.presence?.id)),
      ],
      reason: 'every value is valid alone, and no rule connects them',
      tags: ['together', ...(reversed ? ['reversed'] : [])],
      steps: [kit.step(kit.success, { set, reversed })],
    });
  };
  add({}, false);
  add({}, true);
  addNoneOfThem(kit);
  for (const [index, one] of fields.entries())
    for (const two of fields.slice(index + 1))
      for (const left of choices(one))
        for (const right of choices(two)) add({ [one.ref]: left, [two.ref]: right }, (left + right).length % 2 === 0);
  if (fields.length > 2)
    for (const reversed of [false, true])
      for (const first of choices(fields[0]))
        add(
          Object.fromEntries(fields.map((field, index) => [field.ref, index === 0 ? first : choices(field).at(-1)])),
          reversed,
        );
  addLongTogether(kit);
  if (model.example && model.nameSubject) {
    const { name } = model.nameSubject;
    const set = Object.fromEntries(
      Object.entries(model.example.value).flatMap(([key, value]) =>
        key === name ? [] : [[`body.${key}`, String(value)]],
      ),
    );
    kit.add({
      family: 'together',
      key: 'example',
      title: "the source's own example is accepted",
      clauses: [model.example.clause, model.clauseOf.success],
      reason: 'the source shows this request',
      tags: ['together', 'example'],
      steps: [kit.step(kit.success, { set })],
    });
  }
};

/** A request with none of the optional values, where the document wants one. */
const addNoneOfThem = (kit: CaseKit): void => {
  const { model } = kit;
  if (!model.needsOne) return;
  const set = Object.fromEntries(
    model.subjects.flatMap(({ place, ref }) => (place === 'body' ? [[ref, undefined]] : [])),
  );
  kit.add({
    family: 'together',
    key: 'none',
    title: 'a request with none of the optional values does not crash',
    clauses: [model.needsOne.id, model.ambiguityAt('/allOf', 'set')],
    level: 'should',
    reason: 'the source wants at least one of them, and the register has how that is answered',
    tags: ['together', 'nothing to change'],
    steps: [kit.step(kit.open(model.refusal), { set })],
  });
};

/** Every named value at its longest at once, and half of that. */
const addLongTogether = (kit: CaseKit): void => {
  const words = kit.model.subjects.filter(({ rule }) => rule.automaton !== undefined && rule.most < 1000);
  if (words.length < 2 || kit.isPrepared) return;
  const others = kit.model.subjects.filter(({ place, values }) => place === 'body' && values.length > 0);
  const longest = others.map(
    (each) => [each.ref, each.values.toSorted((left, right) => right.length - left.length)[0]] as const,
  );
  for (const share of [1, 0.75, 0.5])
    for (const more of [{}, Object.fromEntries(longest)]) {
      const set = Object.fromEntries(
        words.map(({ ref, rule }) => [ref, TOKEN + 'k'.repeat(Math.floor(rule.most * share) - SAMPLE_TOKEN.length)]),
      );
      kit.add({
        family: 'together',
        key: `long-${share * 100}${Object.keys(more).length > 0 ? '-all-fields' : ''}`,
        title: `${words.map(({ name }) => name).join(' and ')}, both long, are accepted`,
        clauses: [...words.flatMap(({ rule }) => rule.lengthClauses), kit.model.clauseOf.success],
        reason: 'each keeps its own length',
        tags: ['together', 'long together'],
        steps: [kit.step(kit.success, { set: { ...set, ...more } })],
        needsContainers: kit.model.containers.some((each) => words.includes(each)),
      });
    }
};

const choices = (subject: Subject | undefined): string[] =>
  subject === undefined
    ? []
    : [...new Set([...samplesOf(subject).slice(0, subject.values.length || 1), ''])].filter(subject.isValid);

const addForms = (kit: CaseKit): void => {
  const { model } = kit;
  for (const subject of model.subjects.filter(({ place }) => place === 'body')) {
    const value = kit.plan().body;
    if (value?.kind !== 'form') return;
    const own = value.fields.find(([name]) => name === subject.name);
    const first = own?.[1] ?? subject.values[0] ?? 'text';
    const second = subject.values.find((other) => other !== first) ?? first;
    for (const [key, sent] of [
      ['same', first],
      ['other', second],
      ['empty', ''],
    ] as const) {
      const more: Field[] = own
        ? [[subject.name, sent]]
        : [
            [subject.name, first],
            [subject.name, sent],
          ];
      kit.add({
        family: `${subject.name}/repeated`,
        key,
        title: `${subject.name} sent twice does not crash`,
        subject,
        clauses: [model.failureClause('field-repeated'), model.clauseOf.internal],
        level: 'should',
        reason: 'the source says nothing about a field sent twice; the reading taken is to refuse it',
        tags: ['repeated', `repeated ${subject.name}`, ...(sent === '' ? [`empty ${subject.name}`] : [])],
        steps: [kit.step(kit.open(model.refusal), { more })],
      });
    }
    kit.add({
      family: `${subject.name}/file`,
      key: 'file',
      title: `${subject.name} as a file does not crash`,
      subject,
      clauses: [subject.presence?.id, model.clauseOf.internal],
      level: 'should',
      reason: 'a file is not a text, but the source does not say how a form tells them apart',
      tags: ['file', `file ${subject.name}`],
      steps: [
        kit.step(kit.open(model.refusal), {
          set: { [subject.ref]: { filename: 'a.txt', type: 'text/plain', content: String(first) } },
        }),
      ],
    });
  }
  for (const name of [
    'unknown',
    '__proto__',
    'constructor',
    'id',
    'namespace',
    'name',
    'x[]',
    'a.b',
    '',
    '\u4e2d\u6587',
    'size',
  ])
    kit.add({
      family: 'unknown-field',
      key: name,
      title: `an unknown field ${JSON.stringify(name)} is passed over`,
      clauses: [model.failureClause('field-unknown'), model.clauseOf.internal],
      level: 'should',
      reason: 'the source does not forbid fields it does not know',
      tags: ['unknown field', `field ${name}`],
      steps: [kit.step(kit.open(...model.success), { more: [[name, 'text']] })],
    });
};
