import { coveringArray } from '../../words/covering-array.ts';
import { isFresh, sampleOf, TOKEN } from '../model/placeholders.ts';
import { nearValues } from '../model/plain-value.ts';
import type { OperationModel } from '../model/read-model.ts';
import type { Changes } from '../model/request.ts';
import { asText, coerceText, type Subject } from '../model/subject.ts';
import { besideAll, type CaseKit, type CaseTraits, quoted } from './case-kit.ts';
import { ofLength, wordsOfClasses } from './word-cases.ts';

/** Presence, listed values, texts and numbers of a request's values, and all of them in pairs. */
export const addFieldCases = (kit: CaseKit): void => {
  for (const subject of kit.model.subjects) {
    const { place, values, pairs, rule, type, baseline } = subject;
    if (place === 'path' || place === 'cookie') continue;
    if (pairs === undefined) addPresence(kit, subject);
    if (values.length > 0) addListed(kit, subject);
    else if (pairs === undefined && type !== 'string' && baseline !== undefined) addNear(kit, subject, baseline);
    else if (pairs === undefined && type === 'string' && !rule.hasPatterns) addTexts(kit, subject);
    if (kit.model.isJson && place === 'body') addJsonTypes(kit, subject);
  }
  addCombinations(kit);
  addExample(kit);
};

const set = ({ ref }: Subject, value: string | undefined): Changes => ({ set: { [ref]: value } });

/** The point that changes a keyword of a value, to what does not hold a text. */
const openPoint = (model: OperationModel, { name }: Subject, keyword: string, lost?: string): string | undefined =>
  model.ambiguityAt(`/properties/${name.split('.').at(-1)}`, keyword, lost);

const addPresence = ({ model, add }: CaseKit, subject: Subject): void => {
  const { name, place, presence, ref, required, baseline, rule } = subject;
  const family = `${name}/presence`;
  const missing = { subject, kind: 'missing', clauses: [presence?.id] };
  // Where one of several values must be there, another takes its place.
  const isOnly = model.needsOne !== undefined && model.plain[ref] !== undefined && place === 'body';
  const without = (isOnly ? besideAll(model, ref, undefined) : undefined) ?? set(subject, undefined);
  add(1, family, 'missing', `a request without ${name}`, without, missing);
  const beside = required ? besideAll(model, ref, undefined) : undefined;
  if (beside) add(2, family, 'missing beside', `a request without ${name}, but every other value,`, beside, missing);
  if (model.plain[ref] === undefined && baseline !== undefined)
    add(1, family, 'present', `a request with ${name}`, set(subject, baseline), { ...missing, kind: 'present' });
  // A rule of characters says itself whether it takes an empty text.
  if (rule.hasPatterns) return;
  // Read as a value it is none, read as nothing it may be missing.
  const isOpen = !required && !subject.isValid('');
  const clauses = [(isOpen ? openPoint(model, subject, 'x-empty') : undefined) ?? presence?.id];
  const empty = { subject, kind: 'empty', clauses, level: isOpen ? ('should' as const) : undefined };
  add(2, family, 'empty', `${name} ""`, set(subject, ''), empty);
};

const addListed = ({ model, add }: CaseKit, subject: Subject): void => {
  const { name, values, valueClause, ref, place } = subject;
  for (const [index, value] of values.entries()) {
    const rank = index === 0 || index === values.length - 1 ? 1 : 2;
    // Another reading may have another list.
    const open = openPoint(model, subject, 'enum', value);
    const level = open === undefined ? undefined : 'should';
    const traits: CaseTraits = { subject, kind: value, clauses: [valueClause?.id, open], level };
    add(rank, `${name}/valid`, value, `${name} ${quoted(value)}`, set(subject, value), traits);
  }
  for (const [kind, misses] of Object.entries(nearMisses(values)))
    for (const value of misses.filter((each) => !subject.isValid(each))) {
      const what = `${name} ${quoted(value)}`;
      add(kind === ANY ? 1 : 2, `${name}/listed`, value, what, set(subject, value), { subject, kind });
      const beside = kind === ANY && place === 'body' ? besideAll(model, ref, value) : undefined;
      if (beside) add(2, `${name}/beside`, value, what, beside, { subject, kind });
    }
};

const ANY = 'any text';

/** Texts that are almost a listed value, by how they differ from it. */
const nearMisses = (values: readonly string[]): Readonly<Record<string, readonly string[]>> => {
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
    'another word': isTruth ? ['1', '0', 'yes', 'no', 'on', 'off', 't', 'null'] : [],
  };
};

/** Texts that a form, a program or a database may stumble over. */
const TEXTS: readonly (readonly [kind: string, text: string])[] = [
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

const TIMES: typeof TEXTS = [
  ['time', '2030-01-01T00:00:00Z'],
  ['time', '2030-01-01T12:30:15.123Z'],
  ['word', 'forever'],
  ['day', '2030-01-01'],
  ['day that is none', '2030-02-30T00:00:00Z'],
  ['another zone', '2030-01-01T00:00:00+08:00'],
  [ANY, 'nonsense'],
];

const addTexts = ({ model, add }: CaseKit, subject: Subject): void => {
  const { name, presence, valueClause, ref, maker } = subject;
  const isFree = subject.isValid('any text at all');
  const isName = model.nameSubject?.ref === ref;
  for (const [kind, text] of isFree ? TEXTS : TIMES) {
    const value = isFree && isName ? `${TOKEN}${text.slice(0, 2000)}` : text;
    // How near to a time a text must be, the source hardly says.
    const isLoose = kind !== ANY && !subject.isValid(sampleOf(value, maker));
    // Where the source gives no bound there may be one all the same, beyond what people write.
    const open = text.length > 2000 ? openPoint(model, subject, 'maxLength') : undefined;
    const level = open !== undefined || isLoose ? 'should' : undefined;
    const traits: CaseTraits = { subject, kind, clauses: [open ?? valueClause?.id ?? presence?.id], level };
    const [key, what] = isFree ? [kind, `(${kind})`] : [value, quoted(value)];
    add(kind === ANY ? 1 : 2, `${name}/text`, key, `${name} ${what}`, set(subject, value), traits);
  }
};

/** Values of one list or object that are tried. */
const MOST_NEAR = 40;

/** A number at its bounds and beyond them; a list or object with one thing changed. */
const addNear = ({ add }: CaseKit, subject: Subject, baseline: string): void => {
  const { name, type, valueClause, presence } = subject;
  for (const { what, value, isLoose } of nearValues(subject.schema, coerceText(baseline, type)).slice(0, MOST_NEAR)) {
    const isText = what === 'a text' && type !== 'other';
    const level = isLoose && !isText ? 'should' : undefined;
    const clauses = [valueClause?.id ?? presence?.id];
    const traits: CaseTraits = { subject, kind: isText ? ANY : what, clauses, level };
    add(isText ? 1 : 2, `${name}/near`, what, `${name} (${what})`, set(subject, asText(value)), traits);
  }
};

const JSON_VALUES = { string: 'text', number: 1, boolean: true, list: ['text'], object: { text: 'text' }, null: null };

/** Values of another JSON type than the document's. Which of them a program takes for a text is its language's affair. */
const addJsonTypes = ({ add }: CaseKit, subject: Subject): void => {
  const { name, type } = subject;
  for (const [kind, value] of Object.entries(JSON_VALUES)) {
    const traits: CaseTraits = { subject, kind, level: 'should' };
    if (kind !== (type === 'integer' ? 'number' : type))
      add(2, `${name}/type`, kind, `${name} as ${kind}`, { json: { [name]: value } }, traits);
  }
};

/** Every value of one field beside every value of another (a covering array of strength 2), in both orders. */
const addCombinations = ({ model, add }: CaseKit): void => {
  const fields = model.subjects.filter(({ place, baseline }) => place === 'body' && baseline !== undefined);
  if (fields.every(({ ref }) => ref === model.nameSubject?.ref)) return;
  const factors = [...fields.map((field) => levelsOf(field, model.nameSubject?.ref === field.ref)), ORDERS];
  for (const row of coveringArray(factors.map(({ length }) => length))) {
    const values = row.map((level, factor) => factors[factor]?.[level]);
    const own = Object.fromEntries(fields.map(({ ref }, index) => [ref, values[index]]));
    const shown = fields.flatMap(({ name }, index) =>
      values[index] === undefined ? [] : [`${name}=${printed(values[index])}`],
    );
    const changes = { set: own, ...(values.at(-1) === 'reversed' ? { reversed: true } : {}) };
    add(2, 'together', row.join('-'), shown.join(', '), changes, { clauses: [model.clauseOf.success] });
  }
};

const ORDERS = ['in order', 'reversed'];

const printed = (value: string): string => quoted(value).slice(1, -1);

/** The values of a field that are tried beside those of another; of a name its kinds. */
const levelsOf = (field: Subject, isName: boolean): (string | undefined)[] => {
  const { required, values, baseline, rule, maker } = field;
  if (values.length > 0) return [...(required ? [] : [undefined]), ...values];
  const longest = isName && rule.most <= 1000 ? ofLength(field, rule.most) : undefined;
  const own = isName
    ? [TOKEN, ...wordsOfClasses(field), longest ?? ''].filter(isFresh)
    : [...(required ? [] : [undefined]), baseline, 'a text', '\u4ed3\u5e93', ''];
  return [...new Set(own)].filter((value) => value === undefined || field.isValid(sampleOf(value, maker)));
};

const addExample = ({ model, add }: CaseKit): void => {
  const shown = model.example?.value;
  if (typeof shown !== 'object' || shown === null || !model.nameSubject || model.plainBody !== undefined) return;
  const entries = Object.entries(shown).flatMap(([name, value]) => {
    const subject = model.subjects.find((each) => each.ref === `body.${name}` && each !== model.nameSubject);
    return subject ? [[subject.ref, asText(value)]] : [];
  });
  const clauses = [model.example?.clause, model.clauseOf.success];
  add(1, 'example', 'example', "the source's own example", { set: Object.fromEntries(entries) }, { clauses });
};
