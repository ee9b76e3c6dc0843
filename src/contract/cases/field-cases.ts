import type { Field } from '../case.ts';
import type { Subject } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';
import { addFormatCases } from './format-cases.ts';
import { addListed } from './listed-cases.ts';
import { addCombinations } from './together-cases.ts';

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
