import { textOf } from '../../text/bilingual.ts';
import { coveringArray } from '../../values/covering-array.ts';
import { ANY, FREE_TEXTS, nearMisses, STRANGE_TEXTS, TIMES } from '../../values/odd-texts.ts';
import { nearValues } from '../../values/plain-value.ts';
import { asText, coerceText } from '../../values/text-value.ts';
import { isFresh, sampleOf, TOKEN } from '../model/placeholders.ts';
import type { OperationModel } from '../model/read-model.ts';
import { MAY_REFUSE } from '../model/request.ts';
import type { Subject } from '../model/subject.ts';
import { besideAll, type CaseKit, quoted, setTo } from './case-kit.ts';
import { ofLength, wordsOfClasses } from './word-cases.ts';

/** Presence, listed values, texts and numbers of a request's values, and all of them in pairs. */
export const addFieldCases = (kit: CaseKit): void => {
  for (const subject of kit.model.subjects) {
    const { place, values, pairs, rule, type, baseline } = subject;
    if (subject === kit.model.numbered) addNoNumbers(kit, subject);
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

/** The point that changes a keyword of a value, to what does not hold a text. */
const openPoint = (model: OperationModel, { name }: Subject, keyword: string, lost?: string): string | undefined =>
  model.ambiguityAt(`/properties/${name.split('.').at(-1)}`, keyword, lost);

const addPresence = ({ model, add, addValue }: CaseKit, subject: Subject): void => {
  const { name, place, presence, ref, required, baseline, rule } = subject;
  const missing = { subject, kind: 'missing', clauses: [presence?.id] };
  const beside = besideAll(model, ref, undefined);
  // Where one of several values must be there, another takes its place.
  const isOnly = model.needsOne !== undefined && model.plain[ref] !== undefined && place === 'body';
  const without = isOnly && beside ? beside : setTo(subject, undefined);
  const family = `${name}/presence`;
  add(1, family, 'missing', textOf(`a request without ${name}`, `不含 ${name} 的请求`), without, missing);
  const others = textOf(`a request without ${name}, but every other value,`, `不含 ${name}、但含其他全部取值的请求`);
  if (required && beside) add(2, family, 'missing beside', others, beside, missing);
  if (model.plain[ref] === undefined && baseline !== undefined) {
    const what = textOf(`a request with ${name}`, `带有 ${name} 的请求`);
    addValue(1, subject, 'presence', baseline, { key: 'present', what, kind: 'present', clauses: [presence?.id] });
  }
  // A rule of characters says itself whether it takes an empty text.
  if (rule.hasPatterns) return;
  // Read as a value it is none, read as nothing it may be missing.
  const isOpen = !required && !subject.isValid('');
  const clauses = [(isOpen ? openPoint(model, subject, 'x-empty') : undefined) ?? presence?.id];
  addValue(2, subject, 'presence', '', { key: 'empty', kind: 'empty', clauses, level: isOpen ? 'should' : undefined });
};

const addNoNumbers = ({ addValue }: CaseKit, subject: Subject): void => {
  for (const [index, text] of ['nonsense', '1.5', '7 '].entries())
    if (!subject.isValid(text)) addValue(index === 0 ? 1 : 2, subject, 'type', text, { kind: 'no number' });
};

const addListed = ({ model, addValue, addBeside }: CaseKit, subject: Subject): void => {
  const { name, values, valueClause } = subject;
  for (const value of values) {
    const rank = value === values[0] || value === values.at(-1) ? 1 : 2;
    // Another reading may have another list.
    const open = openPoint(model, subject, 'enum', value);
    const level = open === undefined ? undefined : 'should';
    addValue(rank, subject, 'valid', value, { kind: value, clauses: [valueClause?.id, open], level });
  }
  for (const [kind, misses] of Object.entries(nearMisses(values)))
    for (const value of misses.filter((each) => !subject.isValid(each))) {
      addValue(kind === ANY ? 1 : 2, subject, 'listed', value, { kind });
      if (kind === ANY) addBeside(subject, value, `${name} ${quoted(value)}`, kind);
    }
};

const addTexts = ({ model, addValue }: CaseKit, subject: Subject): void => {
  const { name, place, valueClause, ref, maker } = subject;
  const isFree = subject.isValid('any text at all');
  const isName = model.nameSubject?.ref === ref;
  for (const [kind, text] of isFree ? FREE_TEXTS : TIMES) {
    // No server need read a longer line than 8,000 octets (RFC 9110 section 4.1).
    if (place !== 'body' && text.length > 2000) continue;
    const value = isFree && isName ? `${TOKEN}${text.slice(0, 2000)}` : text;
    // How near to a time a text must be, the source hardly says.
    const isLoose = kind !== ANY && !subject.isValid(sampleOf(value, maker));
    // Where the source gives no bound there may be one all the same, beyond what people write.
    const isLong = text.length > 1000;
    const open = text.length > 2000 ? openPoint(model, subject, 'maxLength') : undefined;
    // What names something that is made elsewhere, an account, may have rules that this document does not know.
    const isOfOthers = isFree && isName && kind !== ANY;
    addValue(kind === ANY ? 1 : 2, subject, 'text', value, {
      ...(isFree ? { key: kind, what: `${name} (${kind})` } : {}),
      kind,
      clauses: [open ?? valueClause?.id],
      level: isLong || isLoose || isOfOthers ? 'should' : undefined,
    });
  }
  if (!isFree || isName || place !== 'body') return;
  for (const [kind, value] of STRANGE_TEXTS)
    addValue(2, subject, 'text', value, { key: kind, what: `${name} (${kind})`, kind, given: MAY_REFUSE });
};

/** Values of one list or object that are tried. */
const MOST_NEAR = 40;

/** A number at its bounds and beyond them; a list or object with one thing changed. */
const addNear = ({ addValue }: CaseKit, subject: Subject, baseline: string): void => {
  const { name, type, valueClause } = subject;
  for (const { what, value, isLoose } of nearValues(subject.schema, coerceText(baseline, type)).slice(0, MOST_NEAR)) {
    const isText = what === 'a text' && type !== 'other';
    addValue(isText ? 1 : 2, subject, 'near', asText(value), {
      key: what,
      what: `${name} (${what})`,
      kind: isText ? ANY : what,
      clauses: [valueClause?.id],
      level: isLoose && !isText ? 'should' : undefined,
    });
  }
};

const JSON_VALUES = { string: 'text', number: 1, boolean: true, list: ['text'], object: { text: 'text' }, null: null };

/** Values of another JSON type than the document's. Which of them a program takes for a text is its language's affair. */
const addJsonTypes = ({ add }: CaseKit, subject: Subject): void => {
  const { name, type, baseline } = subject;
  // What says a number or a truth is often taken as a text, too.
  const texts = type === 'string' || type === 'other' || baseline === undefined ? {} : { 'its text': baseline };
  for (const [kind, value] of Object.entries({ ...JSON_VALUES, ...texts })) {
    const isOther = kind !== (type === 'integer' ? 'number' : type);
    const changes = { json: { [name]: value } };
    if (isOther) add(2, `${name}/type`, kind, `${name} as ${kind}`, changes, { subject, kind, level: 'should' });
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
  const what = textOf("the source's own example", '来源文档自带的示例');
  add(1, 'example', 'example', what, { set: Object.fromEntries(entries) }, { clauses });
};
