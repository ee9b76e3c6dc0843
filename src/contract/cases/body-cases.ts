import { isValid } from '../../openapi/compile-schema.ts';
import { sampleOf, TOKEN } from '../model/placeholders.ts';
import { nearValues } from '../model/plain-value.ts';
import { type Fill, fieldsOf, type Given, jsonOf, RAW } from '../model/request.ts';
import type { Level } from './case.ts';
import type { CaseKit, CaseTraits } from './case-kit.ts';
import { BOUNDARY, multipartText } from './multipart.ts';

const FORM = 'multipart/form-data';
const JSON_TYPE = 'application/json';
const URL_ENCODED = 'application/x-www-form-urlencoded';
const SUCCESS: Given = { outcome: 'success' };
const REFUSED: Given = { outcome: 'refusal', statuses: ['4xx'] };

/** A body as it is: its name in ids, its media type and text. */
type Body = readonly [key: string, type: string | undefined, text: string];

/** Other media types, bodies that are none, and the ways in which HTTP lets the same values be written. */
export const addBodyCases = (kit: CaseKit): void => {
  const { model } = kit;
  const { media, nameSubject } = model;
  if (!media) return;
  // A body as it is is filled with new names of one kind.
  const fill: Fill = (value, maker) => (maker === nameSubject?.maker ? value : sampleOf(value, maker));
  const fields = fieldsOf(model, {}, fill);
  const form = multipartText(fields);
  const json = JSON.stringify(model.isJson ? jsonOf(model, {}, fill) : Object.fromEntries(fields));
  addOtherTypes(kit, json, form);
  const nothing: Body = ['nothing', undefined, ''];
  if (model.operation.bodyRequired)
    addBodies(kit, [nothing], () => 'a request without a body', REFUSED, 'must', model.clauseOf.refusal);
  if (model.isJson) addJson(kit, json);
  else addFields(kit);
  if (media.type === FORM) addForms(kit, form);
};

const addBodies = (
  { add }: CaseKit,
  bodies: readonly Body[],
  say: (key: string) => string,
  given: Given,
  level: Level,
  clause: string | undefined,
  rank: 1 | 2 = 2,
): void => {
  for (const [key, type, text] of bodies)
    add(rank, 'body', key, say(key), { body: { type, text } }, { kind: key, given, level, clauses: [clause] });
};

/** How another media type than the document's is refused is open. */
const addOtherTypes = (kit: CaseKit, json: string, form: string): void => {
  const { model, contract } = kit;
  const clause = model.failureClause('media-type') ?? model.clauseOf.refusal;
  const jsonClause = model.ambiguityAt('/requestBody/content', JSON_TYPE) ?? clause;
  const taken = contract.operations.filter(({ operation }) => operation.id === model.operation.id);
  const others: readonly (readonly [Body, string | undefined])[] = [
    [['JSON', JSON_TYPE, json], jsonClause],
    [['text', 'text/plain', json], clause],
    [['URL-encoded', URL_ENCODED, 'a=b'], clause],
    [['no type', undefined, model.isJson ? json : form], clause],
  ];
  const untaken = others.filter(([[, type]]) => !taken.some(({ media }) => media?.type === type));
  for (const [index, [body, id]] of untaken.entries())
    addBodies(
      kit,
      [body],
      (key) => `a body of another media type (${key})`,
      REFUSED,
      'should',
      id,
      index === 0 ? 1 : 2,
    );
};

const addJson = (kit: CaseKit, text: string): void => {
  const { media, plainBody } = kit.model;
  const { refusal, success } = kit.model.clauseOf;
  const cut: Body = ['truncated', JSON_TYPE, text.slice(0, -1)];
  addBodies(kit, [cut], () => 'JSON without its end', REFUSED, 'must', refusal);
  const none: Body = ['empty', JSON_TYPE, ''];
  addBodies(kit, [none], () => 'an empty body', REFUSED, 'should', refusal);
  const near = plainBody === undefined ? [] : nearValues(media?.schema, plainBody);
  const wrong = [
    { what: 'list', value: [JSON.parse(text)], isLoose: true },
    { what: 'null', value: null, isLoose: true },
    { what: 'string', value: 'text', isLoose: true },
  ];
  for (const { what, value, isLoose } of [...near, ...wrong]) {
    const isRight = media !== undefined && isValid(media.validate, value);
    const body: Body = [what, JSON_TYPE, JSON.stringify(value)];
    const level = isLoose ? 'should' : 'must';
    addBodies(
      kit,
      [body],
      (key) => `another body (${key})`,
      isRight ? SUCCESS : REFUSED,
      level,
      isRight ? success : refusal,
    );
  }
  const charset: Body = ['charset', `${JSON_TYPE}; charset=utf-8`, text];
  addBodies(kit, [charset], () => 'JSON with a charset', SUCCESS, 'should', success);
  const capitals: Body = ['capitals', 'Application/JSON', text];
  addBodies(kit, [capitals], () => 'JSON with its type in capitals', SUCCESS, 'transport', success);
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
  const say = (key: string): string => `a form with ${key}`;
  addBodies(kit, legal, say, SUCCESS, 'transport', kit.model.clauseOf.success);
  addBodies(kit, broken, say, REFUSED, 'transport', kit.model.clauseOf.refusal);
};

/** Fields sent twice, fields that nobody knows, files in the place of texts. */
const addFields = ({ model, add }: CaseKit): void => {
  const { media, plain } = model;
  const should: CaseTraits = { level: 'should' };
  const twice = media?.repeatedFields === 'reject' ? REFUSED : SUCCESS;
  for (const subject of model.subjects.filter(({ place }) => place === 'body')) {
    const { name, ref, values, baseline, presence } = subject;
    const content = plain[ref] ?? values[0] ?? baseline;
    if (content === undefined) continue;
    const repeated = { set: { [ref]: content }, more: [[name, content] as const] };
    const ofTwice = { ...should, subject, given: twice, clauses: [model.failureClause('field-repeated')] };
    add(2, `${name}/repeated`, 'same', `${name} sent twice`, repeated, ofTwice);
    const file = { set: { [ref]: { filename: 'a.txt', type: 'text/plain', content } } };
    const ofFile: CaseTraits = { subject, given: REFUSED, level: 'transport', clauses: [presence?.id] };
    if (media?.type === FORM) add(2, `${name}/file`, 'file', `${name} as a file`, file, ofFile);
  }
  const given = media?.schema['additionalProperties'] === false ? REFUSED : SUCCESS;
  const clauses = [model.failureClause('field-unknown')];
  for (const kind of ['unknown', 'id', '__proto__'])
    add(
      2,
      'unknown-field',
      kind,
      `an unknown field "${kind}"`,
      { more: [[kind, 'text']] },
      { ...should, kind, given, clauses },
    );
};

/** A path may spell any letter with a percent sign (RFC 3986 section 2.3); it is still the same path. */
export const addPathCases = ({ model, add }: CaseKit): void => {
  const { operation, containers } = model;
  const subject = containers.find(({ place }) => place === 'path');
  const isFree = operation.effect?.kind === 'create' && operation.requires.length === 0;
  if (!subject || !isFree || !subject.isValid(sampleOf(`${TOKEN}a`, subject.maker))) return;
  const { name, ref, presence } = subject;
  const clauses = [presence?.id];
  const traits: CaseTraits = { subject, given: SUCCESS, level: 'transport', clauses, needsContainers: true };
  const changes = { set: { [ref]: `${RAW}${TOKEN}%61` } };
  add(2, `${name}/encoded`, 'letter', `${name} with a letter percent-encoded`, changes, traits);
};
