import { type BodyPlan, type Expectation, type Field, TOKEN } from '../case.ts';
import { BOUNDARY, multipartText } from '../encode-request.ts';
import type { CaseKit } from './case-kit.ts';
import { SAMPLE_TOKEN } from './word-cases.ts';

const FORM = 'multipart/form-data';

/** Ways to write the body that are legal, and ways that are not. */
export const addMediaTypeCases = (kit: CaseKit): void => {
  const body = kit.plan().body;
  if (body?.kind === 'form' && body.type === FORM) {
    addLegalForms(kit, body.fields);
    addBrokenForms(kit, body.fields);
    addOtherTypes(kit, body.fields);
  } else if (body?.kind === 'json') {
    addBrokenJson(kit, body.value);
  }
};

const addCase = (
  kit: CaseKit,
  key: string,
  title: string,
  body: BodyPlan,
  expect: Expectation,
  clauses: readonly (string | undefined)[],
  reason: string,
): void =>
  kit.add({
    family: 'media-type',
    key,
    title,
    clauses,
    level: expect.outcome === 'open' ? 'should' : 'must',
    reason,
    tags: [
      'media type',
      `media type ${key}`,
      ...(expect.outcome === 'success' ? ['legal form'] : []),
      ...(/capitals/.test(key) ? ['capitals'] : []),
      ...(body.kind === 'raw' && body.text === '' ? ['no body'] : []),
      ...(key === 'only the end' ? ['missing', 'missing everything'] : []),
    ],
    steps: [kit.step(expect, { body })],
  });

const raw = (type: string | undefined, text: string, fields?: readonly Field[]): BodyPlan => ({
  kind: 'raw',
  type,
  text,
  ...(fields ? { fields } : {}),
});

const addLegalForms = (kit: CaseKit, fields: readonly Field[]): void => {
  const text = multipartText(fields);
  const type = `${FORM}; boundary=${BOUNDARY}`;
  const legal: [string, string | undefined, string][] = [
    ['type in capitals', `Multipart/Form-Data; boundary=${BOUNDARY}`, text],
    ['all in capitals', `MULTIPART/FORM-DATA; BOUNDARY=${BOUNDARY}`, text],
    ['quoted boundary', `${FORM}; boundary="${BOUNDARY}"`, text],
    ['no blank before boundary', `${FORM};boundary=${BOUNDARY}`, text],
    ['charset before boundary', `${FORM}; charset=utf-8; boundary=${BOUNDARY}`, text],
    ['charset behind boundary', `${type}; charset=utf-8`, text],
    [
      'boundary of a browser',
      `${FORM}; boundary=----WebKitFormBoundaryAaB03x`,
      text.replaceAll(BOUNDARY, '----WebKitFormBoundaryAaB03x'),
    ],
    [
      'boundary of curl',
      `${FORM}; boundary=------------------------d74496d66958873e`,
      text.replaceAll(BOUNDARY, '------------------------d74496d66958873e'),
    ],
    ['short boundary', `${FORM}; boundary=9`, text.replaceAll(BOUNDARY, '9')],
    ['longest boundary', `${FORM}; boundary=${'9'.repeat(70)}`, text.replaceAll(BOUNDARY, '9'.repeat(70))],
    ['type in each part', type, text.replaceAll(/(name="[^"]*")/g, '$1\r\nContent-Type: text/plain; charset=utf-8')],
    ['plain type in each part', type, text.replaceAll(/(name="[^"]*")/g, '$1\r\nContent-Type: text/plain')],
    [
      'an encoding in each part',
      type,
      text.replaceAll(/(name="[^"]*")/g, '$1\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 8bit'),
    ],
    [
      'the type of each part first',
      type,
      text.replaceAll('Content-Disposition', 'Content-Type: text/plain; charset=utf-8\r\nContent-Disposition'),
    ],
    ['a header of its own in each part', type, text.replaceAll(/(name="[^"]*")/g, '$1\r\nX-Part: 1')],
    [
      'a length in each part',
      type,
      fields.reduce(
        (sent, [name, value]) =>
          sent.replace(
            `name="${name}"`,
            `name="${name}"\r\nContent-Length: ${String(value).replaceAll(TOKEN, SAMPLE_TOKEN).length}`,
          ),
        text,
      ),
    ],
    ['part headers in capitals', type, text.replaceAll('Content-Disposition', 'CONTENT-DISPOSITION')],
    [
      'signs in the boundary',
      `${FORM}; boundary="a.b'c+d_e:f=g?h/i,j(k)"`,
      text.replaceAll(BOUNDARY, "a.b'c+d_e:f=g?h/i,j(k)"),
    ],
    ['part headers in lower case', type, text.replaceAll('Content-Disposition', 'content-disposition')],
    ['unquoted names', type, text.replaceAll(/name="([^"]*)"/g, 'name=$1')],
    ['no line end behind the last boundary', type, text.replace(/\r\n$/, '')],
  ];
  for (const [key, sent, body] of legal)
    addCase(
      kit,
      key,
      `a form with ${key} is accepted`,
      raw(sent, body, fields),
      kit.success,
      [kit.model.example?.clause ?? kit.model.clauseOf.success],
      'is a form as HTTP and RFC 7578 define it',
    );
};

const addBrokenForms = (kit: CaseKit, fields: readonly Field[]): void => {
  const { model } = kit;
  const text = multipartText(fields);
  const type = `${FORM}; boundary=${BOUNDARY}`;
  const broken: [string, string | undefined, string][] = [
    ['no boundary', FORM, text],
    ['empty boundary', `${FORM}; boundary=`, text],
    ['another boundary', `${FORM}; boundary=another`, text],
    ['empty body', type, ''],
    ['only the end', type, `--${BOUNDARY}--\r\n`],
    ['truncated at once', type, text.slice(0, 20)],
  ];
  // Without its second required field the form is refused, however it is read.
  const second = text.indexOf(`--${BOUNDARY}`, 5);
  if (fields.length > 1) broken.push(['truncated after the first field', type, text.slice(0, second)]);
  const lenient: [string, string | undefined, string][] = [
    ['truncated end', type, text.slice(0, text.lastIndexOf(`--${BOUNDARY}`))],
    ['line feeds only', type, text.replaceAll('\r\n', '\n')],
    [
      'part without a name',
      type,
      text.replace(`--${BOUNDARY}--`, `--${BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx\r\n--${BOUNDARY}--`),
    ],
    ['part without headers', type, text.replace(`--${BOUNDARY}--`, `--${BOUNDARY}\r\n\r\nx\r\n--${BOUNDARY}--`)],
  ];
  for (const [key, sent, body] of broken)
    addCase(
      kit,
      key,
      `a form with ${key} is refused`,
      raw(sent, body),
      kit.anyRefusal,
      [model.clauseOf.refusal],
      'its required fields cannot be read',
    );
  for (const [key, sent, body] of lenient)
    addCase(
      kit,
      key,
      `a form with ${key} does not crash`,
      raw(sent, body),
      kit.open(...['4xx']),
      [model.clauseOf.refusal],
      'is no form, but some readers mend it',
    );
};

const addOtherTypes = (kit: CaseKit, fields: readonly Field[]): void => {
  const { model } = kit;
  const texts = fields.map(([name, value]) => [name, String(value)] as const);
  const json = JSON.stringify(Object.fromEntries(texts));
  const urlEncoded = texts.map(([name, value]) => `${name}=${value}`).join('&');
  const form = multipartText(fields);
  const clause = model.failureClause('media-type') ?? model.clauseOf.refusal;
  const jsonClause = model.ambiguityAt('/requestBody/content', 'application/json') ?? clause;
  const others: [string, string | undefined, string, string | undefined][] = [
    ['JSON', 'application/json', json, jsonClause],
    ['JSON with charset', 'application/json; charset=utf-8', json, jsonClause],
    ['broken JSON', 'application/json', '{', jsonClause],
    ['url-encoded', 'application/x-www-form-urlencoded', urlEncoded, clause],
    ['text', 'text/plain', urlEncoded, clause],
    ['XML', 'application/xml', '<a/>', clause],
    ['mixed', `multipart/mixed; boundary=${BOUNDARY}`, form, clause],
    ['octets', 'application/octet-stream', form, clause],
    ['no type', undefined, form, clause],
    ['no type and no body', undefined, '', clause],
    ['empty type', '', form, clause],
    ['nonsense type', 'x', form, clause],
  ];
  for (const [key, sent, body, id] of others) {
    if (sent !== undefined && model.operation.mediaTypes.some(({ type }) => sent.startsWith(type))) continue;
    addCase(
      kit,
      key,
      `a body with ${key} is refused`,
      raw(sent, body),
      kit.open('4xx'),
      [id],
      'the source shows a form; how another type is refused is open',
    );
  }
};

const addBrokenJson = (kit: CaseKit, value: unknown): void => {
  const type = 'application/json';
  const text = JSON.stringify(value);
  const broken: [string, string][] = [
    ['empty body', ''],
    ['truncated', text.slice(0, -1)],
    ['an array', `[${text}]`],
    ['null', 'null'],
    ['a string', '"text"'],
    ['a trailing comma', text.replace(/\}$/, ',}')],
  ];
  for (const [key, body] of broken)
    addCase(
      kit,
      key,
      `a body with ${key} is refused`,
      raw(type, body),
      kit.anyRefusal,
      [kit.model.clauseOf.refusal],
      'is not the object that the operation takes',
    );
  addCase(
    kit,
    'charset',
    'JSON with a charset is accepted',
    raw(`${type}; charset=utf-8`, text),
    kit.success,
    [kit.model.clauseOf.success],
    'is JSON',
  );
  const others: [string, string | undefined][] = [
    ['text', 'text/plain'],
    ['XML', 'application/xml'],
    ['url-encoded', 'application/x-www-form-urlencoded'],
    ['octets', 'application/octet-stream'],
    ['no type', undefined],
    ['nonsense type', 'x'],
  ];
  for (const [key, other] of others)
    addCase(
      kit,
      key,
      `a body with ${key} is refused`,
      raw(other, text),
      kit.open('4xx'),
      [kit.model.failureClause('media-type') ?? kit.model.clauseOf.refusal],
      'the source shows JSON; how another type is refused is open',
    );
};
