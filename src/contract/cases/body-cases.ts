import { BOUNDARY, multipartText } from '../../http/bodies/write-multipart.ts';
import { isValid } from '../../openapi/compile-schema.ts';
import { type Text, textOf } from '../../text/bilingual.ts';
import { nearValues } from '../../values/plain-value.ts';
import { sampleOf, TOKEN } from '../model/placeholders.ts';
import { fieldsOf, type Given, jsonOf, RAW } from '../model/request.ts';
import type { Level } from './case.ts';
import { type CaseKit, type CaseTraits, fillOthers, setTo } from './case-kit.ts';

const FORM = 'multipart/form-data';
const JSON_TYPE = 'application/json';
const URL_ENCODED = 'application/x-www-form-urlencoded';
const SUCCESS: Given = { outcome: 'success' };
const REFUSED: Given = { outcome: 'refusal', statuses: ['4xx'] };

const NO_BODY = textOf('a request without a body', '没有正文的请求');

/** A body as it is: its name in ids, its media type and text. */
type Body = readonly [key: string, type: string | undefined, text: string];

/** Other media types, bodies that are none, and the ways in which HTTP lets the same values be written. */
export const addBodyCases = (kit: CaseKit): void => {
  const { model } = kit;
  if (!model.media) return;
  const fields = fieldsOf(model, {}, fillOthers(model));
  const form = multipartText(fields);
  const json = JSON.stringify(model.isJson ? jsonOf(model, {}, fillOthers(model)) : Object.fromEntries(fields));
  addOtherTypes(kit, json, form, fields.map(([name, value]) => `${name}=${urlEncoded(String(value))}`).join('&'));
  const { refusal } = model.clauseOf;
  if (model.operation.bodyRequired) addBody(kit, ['nothing', undefined, ''], NO_BODY, REFUSED, 'must', refusal);
  if (model.isJson) addJson(kit, json);
  else addFields(kit);
  if (model.media.type === FORM) addForms(kit, form);
};

const addBody = (
  { add, model }: CaseKit,
  [key, type, text]: Body,
  what: Text,
  given: Given,
  level: Level,
  clause: string | undefined,
  rank: 1 | 2 = 2,
): void => {
  // A body that is written out names no record that is there.
  const namesRecord = [...model.containers, ...model.records].some(({ place }) => place === 'body');
  if (namesRecord && given.outcome === 'success') return;
  add(rank, 'body', key, what, { body: { type, text } }, { kind: key, given, level, clauses: [clause] });
};

/** How another media type than the document's is refused is open. */
const addOtherTypes = (kit: CaseKit, json: string, form: string, urlEncodedForm: string): void => {
  const { model, contract } = kit;
  const clause = model.failureClause('media-type') ?? model.clauseOf.refusal;
  const jsonClause = model.ambiguityAt('/requestBody/content', JSON_TYPE) ?? clause;
  const taken = contract.operations.filter(({ operation }) => operation.id === model.operation.id);
  const others: readonly Body[] = [
    ['JSON', JSON_TYPE, json],
    ['text', 'text/plain', json],
    ['URL-encoded', URL_ENCODED, urlEncodedForm],
    ['no type', undefined, model.isJson ? json : form],
  ];
  const untaken = others.filter(([, type]) => !taken.some(({ media }) => media?.type === type));
  for (const [index, body] of untaken.entries()) {
    const [key, type] = body;
    const own = type === JSON_TYPE ? jsonClause : clause;
    const what = textOf(`a body of another media type (${key})`, `其他媒体类型（${key}）的正文`);
    addBody(kit, body, what, REFUSED, 'should', own, index === 0 ? 1 : 2);
  }
};

/** All but a new name, which is put in later. */
const urlEncoded = (value: string): string => value.replace(/[^\uE000-\uE0FF]+/gu, encodeURIComponent);

const addJson = (kit: CaseKit, text: string): void => {
  const { media, plainBody, isList, clauseOf } = kit.model;
  const { refusal, success } = clauseOf;
  const truncated = textOf('JSON without its end', '不完整的 JSON');
  addBody(kit, ['truncated', JSON_TYPE, text.slice(0, -1)], truncated, REFUSED, 'must', refusal);
  const more = textOf('JSON with something behind it', '其后还有内容的 JSON');
  addBody(kit, ['more', JSON_TYPE, `${text} more`], more, REFUSED, 'should', refusal);
  addBody(kit, ['empty', JSON_TYPE, ''], textOf('an empty body', '空正文'), REFUSED, 'should', refusal);
  const near = plainBody === undefined ? [] : nearValues(media?.schema, plainBody);
  const wrong = [
    isList
      ? { what: 'no list', value: (JSON.parse(text) as unknown[])[0], isLoose: true }
      : { what: 'list', value: [JSON.parse(text)], isLoose: true },
    { what: 'null', value: null, isLoose: true },
    { what: 'string', value: 'text', isLoose: true },
  ];
  for (const { what, value, isLoose } of [...near, ...wrong]) {
    const [given, clause] = media && isValid(media.validate, value) ? [SUCCESS, success] : [REFUSED, refusal];
    const body: Body = [what, JSON_TYPE, JSON.stringify(value)];
    const said = textOf(`another body (${what})`, `另一正文（${what}）`);
    addBody(kit, body, said, given, isLoose ? 'should' : 'must', clause);
  }
  const charset: Body = ['charset', `${JSON_TYPE}; charset=utf-8`, text];
  addBody(kit, charset, textOf('JSON with a charset', '带 charset 的 JSON'), SUCCESS, 'should', success);
  const capitals: Body = ['capitals', 'Application/JSON', text];
  addBody(kit, capitals, textOf('JSON with its type in capitals', '类型为大写的 JSON'), SUCCESS, 'transport', success);
};

/** RFC 7578 and 2046: legal ways to write a form, and bodies that are none. */
const addForms = (kit: CaseKit, text: string): void => {
  const type = `${FORM}; boundary=${BOUNDARY}`;
  const long = '9'.repeat(70);
  const signs = "a'b+c_d,e-f.g:h=i?j";
  const inParts = (header: string): string => text.replaceAll(/(name="[^"]*")/g, `$1\r\n${header}`);
  const legal: readonly Body[] = [
    ['media type in capitals', `Multipart/Form-Data; boundary=${BOUNDARY}`, text],
    ['quoted boundary', `${FORM}; boundary="${BOUNDARY}"`, text],
    ['charset before the boundary', `${FORM}; charset=utf-8; boundary=${BOUNDARY}`, text],
    ['longest boundary', `${FORM}; boundary=${long}`, text.replaceAll(BOUNDARY, long)],
    ['signs in the boundary', `${FORM}; boundary="${signs}"`, text.replaceAll(BOUNDARY, signs)],
    ['a type in each part', type, inParts('Content-Type: text/plain; charset=utf-8')],
    ['a header of its own in each part', type, inParts('X-Part: 1')],
    ['part headers in lower case', type, text.replaceAll('Content-Disposition', 'content-disposition')],
    ['unquoted part names', type, text.replaceAll(/name="([^"]*)"/g, 'name=$1')],
    ['a preamble', type, `preamble\r\n${text}`],
    ['no line end behind the last boundary', type, text.replace(/\r\n$/, '')],
  ];
  const broken: readonly Body[] = [
    ['no boundary', FORM, text],
    ['another boundary', `${FORM}; boundary=another`, text],
    ['an empty body', type, ''],
    ['no parts', type, `--${BOUNDARY}--\r\n`],
    ['an end in its first part', type, text.slice(0, 20)],
    ['line feeds only', type, text.replaceAll('\r\n', '\n')],
  ];
  const { success, refusal } = kit.model.clauseOf;
  const sayForm = ([key]: Body): Text => textOf(`a form with ${key}`, `表单（${key}）`);
  for (const body of legal) addBody(kit, body, sayForm(body), SUCCESS, 'transport', success);
  for (const body of broken) addBody(kit, body, sayForm(body), REFUSED, 'transport', refusal);
};

/** Fields sent twice, fields that nobody knows, files in the place of texts. */
const addFields = ({ model, add }: CaseKit): void => {
  const { media, plain, failureClause } = model;
  const repeated: CaseTraits = {
    level: 'should',
    given: media?.repeatedFields === 'reject' ? REFUSED : SUCCESS,
    clauses: [failureClause('field-repeated')],
  };
  for (const subject of model.subjects.filter(({ place }) => place === 'body')) {
    const { name, ref, values, baseline, presence } = subject;
    const content = plain[ref] ?? values[0] ?? baseline;
    if (content === undefined) continue;
    const twice = { ...setTo(subject, content), more: [[name, content] as const] };
    const sentTwice = textOf(`${name} sent twice`, `重复发送的 ${name}`);
    add(2, `${name}/repeated`, 'same', sentTwice, twice, { ...repeated, subject });
    const file = { set: { [ref]: { filename: 'a.txt', type: 'text/plain', content } } };
    const ofFile: CaseTraits = { subject, given: REFUSED, level: 'transport', clauses: [presence?.id] };
    const asFile = textOf(`${name} as a file`, `以文件形式发送的 ${name}`);
    if (media?.type === FORM) add(2, `${name}/file`, 'file', asFile, file, ofFile);
  }
  const unknown: CaseTraits = {
    level: 'should',
    given: media?.schema['additionalProperties'] === false ? REFUSED : SUCCESS,
    clauses: [failureClause('field-unknown')],
  };
  for (const kind of ['unknown', 'id', '__proto__']) {
    const what = textOf(`an unknown field "${kind}"`, `未知字段“${kind}”`);
    add(2, 'unknown-field', kind, what, { more: [[kind, 'text']] }, { ...unknown, kind });
  }
};

/** A path may spell any letter with a percent sign (RFC 3986 section 2.3); it is still the same path. */
export const addPathCases = ({ model, addValue }: CaseKit): void => {
  const { operation, containers } = model;
  const subject = containers.find(({ place }) => place === 'path');
  const isFree = operation.effect?.kind === 'create' && operation.requires.length === 0;
  if (!subject || !isFree || !subject.isValid(sampleOf(`${TOKEN}a`, subject.maker))) return;
  addValue(2, subject, 'encoded', `${RAW}${TOKEN}%61`, {
    key: 'letter',
    what: textOf(`${subject.name} with a letter percent-encoded`, `含百分号编码字母的 ${subject.name}`),
    given: SUCCESS,
    level: 'transport',
    clauses: [subject.presence?.id],
    needsContainers: true,
  });
};
