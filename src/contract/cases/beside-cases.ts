import { type Field, TOKEN } from '../case.ts';
import type { Changes } from '../plan-request.ts';
import type { Subject } from '../subject.ts';
import type { CaseKit } from './case-kit.ts';
import { variations } from './state-kit.ts';
import { SAMPLE_TOKEN } from './word-cases.ts';

/** No rule connects the fields: what is judged alone must be judged the same beside every other value. */
export const addBesideCases = (kit: CaseKit): void => {
  const { model, depth } = kit;
  if (model.mediaType === undefined || !model.nameSubject || kit.isPrepared) return;
  for (const subject of model.subjects) {
    if (subject.rule.automaton) addWordsBeside(kit, subject);
    else if (subject.place === 'body' && subject.values.length > 0) addValuesBeside(kit, subject);
    if (subject.place === 'body' && subject.required) addNearNames(kit, subject);
  }
  if (depth <= 0) return;
  addTriples(kit);
  addSameValues(kit);
  addUsualHeaders(kit);
};

type Beside = readonly [key: string, changes: Changes];

const others = (kit: CaseKit, subject: Subject): Beside[] => {
  const all = variations(kit, subject)
    .slice(1)
    .filter(([, { set = {} }]) => kit.model.nameSubject === undefined || !(kit.model.nameSubject.ref in set));
  return kit.depth <= 0 ? all.filter((_, index) => index % 4 === 3) : all;
};

const addBeside = (kit: CaseKit, subject: Subject, value: string, [key, changes]: Beside): void => {
  const sample = value.replaceAll(TOKEN, SAMPLE_TOKEN);
  const broken = subject.broken(sample);
  const accepted = broken.length === 0;
  const shown = value.length > 40 ? `${value.slice(0, 12)}...` : value;
  kit.add({
    family: `${subject.name}/beside`,
    key: `${shown}&${key}`,
    title: `${subject.name} ${JSON.stringify(shown.replaceAll(TOKEN, 't'))} is ${accepted ? 'accepted' : 'refused'} beside ${key}`,
    subject,
    value,
    clauses: accepted ? [kit.model.clauseOf.success] : broken,
    reason: accepted ? 'every value is valid alone, and no rule connects them' : `breaks ${broken.join(', ')} alone`,
    tags: ['beside', ...(accepted ? [] : ['one rule']), `beside ${key}`],
    steps: [
      kit.step(accepted ? kit.success : kit.refusal, { ...changes, set: { ...changes.set, [subject.ref]: value } }),
    ],
    needsContainers: kit.model.containers.includes(subject),
  });
};

/** One plain word for each clause that it breaks alone, and the plainest good ones. */
const addWordsBeside = (kit: CaseKit, subject: Subject): void => {
  const t = TOKEN;
  const { most } = subject.rule;
  const samples = (subject.rule.automaton?.classes ?? []).map(({ sample }) => sample);
  const separators = samples.filter((sample) => !/[a-z0-9]/i.test(sample));
  const pairs = separators.flatMap((left) => separators.map((right) => left + right));
  const long = (length: number): string => `${t}${'k'.repeat(Math.max(0, length - SAMPLE_TOKEN.length))}`;
  const words = [
    ...[...samples, ...pairs, ...samples.map((each) => each.repeat(3)), 'A', '.', ' '].flatMap((piece) => [
      `${t}${piece}b`,
      `${piece}${t}`,
      `${t}${piece}`,
    ]),
    ...(most < 1000 ? [long(most), long(most + 1), long(most * 2)] : []),
  ];
  const seen = new Set<string>();
  for (const word of words) {
    const broken = subject.broken(word.replaceAll(TOKEN, SAMPLE_TOKEN));
    if (broken.length > 1) continue;
    // Which mark breaks the clause matters, not how often it stands there.
    const marks = [...new Set(word.replaceAll(TOKEN, '').replace(/b$/, ''))].join('');
    const kind = broken.length === 1 && word.length < 40 ? `${broken[0]}${marks}` : word;
    if (seen.has(kind) || (broken.length === 0 && kit.depth <= 0)) continue;
    seen.add(kind);
    // What is good alone is tried beside the richest requests, what is not beside each value.
    const beside = others(kit, subject).filter(
      ([key], index) =>
        broken.length > 0 || word.length > 40 || /^(all|fields)/.test(key) || index % 3 === seen.size % 3,
    );
    for (const each of beside) addBeside(kit, subject, word, each);
  }
};

const addValuesBeside = (kit: CaseKit, subject: Subject): void => {
  for (const value of ['nonsense', subject.values[0]?.toUpperCase() ?? '', `${subject.values[0]}x`])
    if (!subject.isValid(value)) for (const each of others(kit, subject)) addBeside(kit, subject, value, each);
};

/** A required field under a name that is not quite its own, or outside of the body, is missing. */
const addNearNames = (kit: CaseKit, subject: Subject): void => {
  const { name, ref } = subject;
  const value = subject === kit.model.nameSubject ? TOKEN : subject.baseline;
  const words = name.split(/[_-]/);
  const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
  const near = [
    capital(name),
    name.toUpperCase(),
    words.map(capital).join('_'),
    words[0] + words.slice(1).map(capital).join(''),
    words.map(capital).join(''),
    words.join('-'),
    words.join(''),
    words.join('.'),
    words.at(-1) ?? '',
    name.slice(0, 4),
    name.slice(0, -1),
    `${name}s`,
    `${name}_`,
    `_${name}`,
    ` ${name}`,
    `${name} `,
    `${name}[]`,
    `${name}[0]`,
    `$${name}`,
    `x-${name}`,
    'name',
    'value',
    'id',
  ];
  const add = (key: string, changes: Changes, query: Record<string, string> = {}): void => {
    const plan = { ...kit.plan({ ...changes, set: { [ref]: undefined } }), query };
    kit.add({
      family: `${name}/presence`,
      key,
      title: `${name} missing is refused, ${key}`,
      subject,
      clauses: [subject.presence?.id],
      reason: `${name} is required, and no other place or name for it is given`,
      tags: ['missing', `missing ${name}`, key],
      steps: [{ requests: [plan], expect: kit.refusal }],
    });
  };
  for (const other of new Set(kit.depth <= 0 ? near.slice(0, 2) : near))
    if (other !== '' && !kit.model.subjects.some((each) => each.name === other && each.place === 'body'))
      add(`with ${JSON.stringify(other)} instead`, { more: [[other, value]] });
  add('in the query instead', {}, { [name]: value });
  add('in a header instead', { headers: { [name.replaceAll('_', '-')]: 'true' } });
};

/** All values of three fields. */
const addTriples = (kit: CaseKit): void => {
  const fields = kit.model.subjects.filter(({ place, ref }) => place === 'body' && ref !== kit.model.nameSubject?.ref);
  const [one, two, three] = fields;
  if (!one || !two || !three || fields.length > 4) return;
  const choices = ({ values }: Subject): readonly string[] => (values.length > 0 ? values : ['some text']);
  let count = 0;
  for (const left of choices(one))
    for (const middle of choices(two))
      for (const right of choices(three)) {
        count += 1;
        const set = { [one.ref]: left, [two.ref]: middle, [three.ref]: right };
        if (count <= 200) addTogether(kit, Object.values(set).join('&'), set, fields, count % 2 === 0);
      }
};

/** One text in two fields. */
const addSameValues = (kit: CaseKit): void => {
  const { nameSubject: name, subjects } = kit.model;
  if (!name) return;
  // A name of an exact form may exist already where others were created.
  const fresh = Object.fromEntries(kit.model.containers.map(({ ref }) => [ref, TOKEN]));
  for (const field of subjects.filter(({ place, ref }) => place === 'body' && ref !== name.ref)) {
    for (const value of field.values)
      if (name.isValid(value))
        addTogether(kit, `same-${field.name}`, { ...fresh, [name.ref]: value, [field.ref]: value }, [field]);
    if (field.isValid(SAMPLE_TOKEN)) addTogether(kit, `name-as-${field.name}`, { [field.ref]: TOKEN }, [field]);
  }
};

const addTogether = (
  kit: CaseKit,
  key: string,
  set: Readonly<Record<string, string>>,
  fields: readonly Subject[],
  reversed = false,
): void =>
  kit.add({
    family: 'together',
    key: `${key}${reversed ? '&reversed' : ''}`,
    title: `${Object.entries(set)
      .map(([ref, value]) => `${ref.split('.')[1]}=${value.replaceAll(TOKEN, 't')}`)
      .join(', ')} is accepted`,
    clauses: [kit.model.clauseOf.success, ...fields.map(({ presence }) => presence?.id)],
    reason: 'every value is valid alone, and no rule connects them',
    tags: ['together'],
    steps: [kit.step(kit.success, { set, reversed })],
    needsContainers: kit.model.containers.some(({ ref }) => ref in set),
  });

const HEADERS: readonly Field[] = [
  ['accept', '*/*'],
  ['accept', 'application/json'],
  ['accept', 'application/json, text/plain, */*'],
  ['accept-language', 'zh-CN,zh;q=0.9'],
  ['accept-language', 'en'],
  ['user-agent', 'curl/8.5.0'],
  ['user-agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36'],
  ['user-agent', 'Go-http-client/1.1'],
  ['cache-control', 'no-cache'],
  ['x-request-id', '7f3b'],
];

/** What curl, browsers and programs send with every request. */
const addUsualHeaders = (kit: CaseKit): void => {
  for (const [name, value] of HEADERS)
    kit.add({
      family: 'headers',
      key: `${name}: ${value}`,
      title: `a valid request with ${name}: ${value} is accepted`,
      clauses: [kit.model.clauseOf.success],
      reason: 'the header is an ordinary one of HTTP',
      tags: ['header', `header ${name}`],
      steps: [kit.step(kit.success, { headers: { [name]: String(value) } })],
    });
};
