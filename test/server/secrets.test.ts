import { describe, expect, it } from 'vitest';

import { createMockLog, type LogFormat } from '../../src/cli/mock/mock-log.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { NeutralRequest } from '../../src/http/message.ts';
import { githubAnnotations, githubSummary } from '../../src/reporters/github.ts';
import { htmlReport } from '../../src/reporters/html-report.ts';
import { jsonReport } from '../../src/reporters/json.ts';
import { junitReport } from '../../src/reporters/junit.ts';
import { terminalReport } from '../../src/reporters/terminal.ts';
import { createJournal } from '../../src/server/journal/journal.ts';
import type { Exchange } from '../../src/server/journal/keep-exchange.ts';
import { type Tamper, verifyFake } from '../contract/verify-fake.ts';
import { things } from '../engine/thing-document.ts';
import { utf8 } from '../http/encode-multipart.ts';

interface Message {
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const engine = createEngine({ document: things, resolvers: { readThing: () => ({ status: 200 }) } });
/** One that is so short that it is found by its place only. */
const S = 'Zk9w4q';
/** One that is long enough to be found wherever it stands, once its place told of it. */
const LONG = 'Zk9w4qXy72Lm';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const header = (name: string, value = S): Message => ({ headers: { [name]: value } });
const target = (text: string): Message => ({ target: `/api/things/a${text}` });
const body = (text: string | Uint8Array, type = 'application/json'): Message => ({
  headers: { 'content-type': type },
  body: text,
});
const part = (head: string, content = S, end = '\r\n'): Message =>
  body(
    [
      '--b',
      ...head.split('\n'),
      '',
      content,
      '--b',
      'Content-Disposition: form-data; name="a"',
      '',
      'b',
      '--b--',
      '',
    ].join(end),
    'multipart/form-data; boundary=b',
  );
const named = (name: string): string => `Content-Disposition: form-data; ${name}`;
const form = (text: string): Message => body(text, 'application/x-www-form-urlencoded');
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'));

/** Where clients put credentials. */
const REQUESTS: readonly (readonly [place: string, request: Message])[] = [
  ['Authorization', header('authorization', `Bearer ${S}`)],
  ['Authorization, another scheme', header('authorization', `Token ${S}`)],
  ['Authorization, Basic', header('authorization', `Basic ${base64(`user:${S}`)}`)],
  [
    'Authorization, a signature',
    header('authorization', `SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=${S}`),
  ],
  ['Proxy-Authorization', header('proxy-authorization', `Basic ${base64(`user:${S}`)}`)],
  ['X-Auth-Token', header('x-auth-token')],
  ['X-Subject-Token', header('x-subject-token')],
  ['X-Amz-Security-Token', header('x-amz-security-token')],
  ['X-Security-Token', header('x-security-token')],
  ['X-Sdk-Signature', header('x-sdk-signature')],
  ['X-Csrf-Token', header('x-csrf-token')],
  ['X-XSRF', header('x-xsrf')],
  ['X-Api-Key', header('x-api-key')],
  ['Ocp-Apim-Subscription-Key', header('ocp-apim-subscription-key')],
  ['X-Functions-Key', header('x-functions-key')],
  ['X-Jwt-Assertion', header('x-jwt-assertion')],
  ['DPoP', header('dpop')],
  ['X-WSSE', header('x-wsse', `UsernameToken PasswordDigest="${S}"`)],
  ['Cookie', header('cookie', `a=b; session=${S}`)],
  ['Referer, its query', header('referer', `https://a.example/?token=${S}`)],
  ['Referer, its user', header('referer', `https://user:${S}@a.example/`)],
  ['Referer, its fragment', header('referer', `https://a.example/#access_token=${S}&b=c`)],
  ['Origin, its user', header('origin', `https://user:${S}@a.example`)],
  ['X-Original-URL', header('x-original-url', `/a?password=${S}`)],
  ['X-Forwarded-Uri, encoded', header('x-forwarded-uri', `/a?next=${encodeURIComponent(`/b?token=${S}`)}`)],
  ['Forwarded', header('forwarded', `for=192.0.2.1;secret=${S};by=a`)],
  ['Link', header('link', `<https://a.example/?access_token=${S}>; rel="next"`)],
  ['a header of JSON', header('x-context', `{"token":"${S}"}`)],
  ['a parameter of a header', header('x-options', `a=b, password="${S}"`)],
  ['a header in capitals', header('X-AUTH-TOKEN')],
  ['a query', target(`?token=${S}&b=c`)],
  ['a query, encoded name', target(`?%74oken=${S}`)],
  ['a query, name encoded twice', target(`?%2574oken=${S}`)],
  ['a query, broken encoding beside', target(`?%zz%74oken=${S}`)],
  ['a query, a name in brackets', target(`?user[pwd]=${S}`)],
  ['a query, camel case', target(`?userPwd=${S}`)],
  ['a query, the second of one name', target(`?pwd=&pwd=${S}`)],
  ['a query, separated by semicolons', target(`?a=b;token=${S}`)],
  ['a query, a URL in it', target(`?next=${encodeURIComponent(`https://user:${S}@a.example/`)}`)],
  ['a query, a key', target(`?key=${S}`)],
  ['a query, a signed URL', target(`?X-Amz-Signature=${S}&X-Amz-Date=a`)],
  ['a parameter of the path', target(`;jsessionid=${S}/b`)],
  ['a path, what a header tells of', { ...target(`/${LONG}`), ...header('x-auth-token', LONG) }],
  ['an unknown path with a parameter', { target: `/nowhere;token=${S}` }],
  ['JSON', body(`{"password":"${S}"}`)],
  ['JSON, blanks and other members', body(`{ "a" : [1, {"b": null, "Token"\n:\t"${S}"}] , "c": "d" }`)],
  ['JSON, a number', body('{"otp":402713}')],
  ['JSON, an escaped name', body(`{"\\u0074oken":"${S}"}`)],
  ['JSON, escapes in the value', body(`{"token":"a\\"${S}"}`)],
  ['JSON, a list', body(`{"tokens":["a","${S}"]}`)],
  ['JSON, a list of lists', body(`{"secrets":[["${S}"]]}`)],
  ['JSON, a list of a name that says other things', body(`{"key":["a","${S}"]}`)],
  ['JSON, an object', body(`{"credentials":{"user":"${S}"}}`)],
  ['JSON, an object in a list', body(`{"credentials":[{"user":{"name":"${S}"}}]}`)],
  [
    'JSON, a log-in',
    body(`{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"a","password":"${S}"}}}}}`),
  ],
  [
    'JSON, a log-in by access key',
    body(`{"auth":{"identity":{"hw_ak_sk":{"access":{"key":"AK"},"secret":{"key":"${S}"}}}}}`),
  ],
  ['JSON, an auth of any kind', body(`{"auth":{"code":"${S}"}}`)],
  ['JSON, the configuration of docker', body(`{"auths":{"a.example":{"auth":"${base64(`user:${S}`)}"}}}`)],
  ['JSON, the same in base64', body(`{"data":{".dockerconfigjson":"${base64(`{"auths":{"a":{"auth":"${S}"}}}`)}"}}`)],
  ['JSON, in a text of JSON', body(JSON.stringify({ config: JSON.stringify({ token: S }) }))],
  ['JSON, a URL with a user', body(`{"endpoint":"https://user:${S}@a.example/b"}`)],
  ['JSON, a URL with a query', body(`{"endpoint":"https://a.example/b?sig=${S}&c=d"}`)],
  ['JSON, one name twice', body(`{"token":"","token":"${S}"}`)],
  ['JSON, several texts', body(`{"a":1}\n{"token":"${S}"}\n`)],
  ['JSON, cut in the middle of it', body(`{"a":1,"token":"${S}`)],
  ['JSON, cut in the middle of a list', body(`{"a":1,"tokens":["b","${S}"`)],
  ['JSON, that is none: no quotes', body(`{token: ${S}}`)],
  ['JSON, that is none: other quotes', body(`{'token': '${S} a'}`)],
  ['JSON, that is none: an odd value', body(`{"token": ${S}}`)],
  ['JSON, of another type', body(`{"token":"${S}"}`, 'application/x-www-form-urlencoded')],
  ['JSON, without a type', { body: `{"token":"${S}"}` }],
  ['JSON, two bytes a character', body(utf16('{"token":"abc"}'))],
  ['JSON, a byte that is no text', body(Buffer.from(`{"a":"\xff","token":"${S}"}`, 'latin1'))],
  ['a form', part(named('name="token"'))],
  ['a form, no quotes', part(named('name=token'))],
  ['a form, lines end in LF', part(named('name="token"'), S, '\n')],
  ['a form, an encoded name', part(named('name="%74oken"'))],
  ['a form, name*', part(named("name*=UTF-8''%74oken"))],
  ['a form, a name in pieces', part(named('name*0="tok"; name*1="en"'))],
  ['a form, a name as in mail', part(named(`name="=?utf-8?B?${base64('token')}?="`))],
  ['a form, a folded header', part('Content-Disposition: form-data;\n name="token"')],
  ['a form, other headers first', part(`Content-Type: text/plain\n${named('name="token"')}`)],
  ['a form, a file', part(named('name="token"; filename="a"'))],
  ['a form, no name that can be read', part(named('name="token'))],
  ['a form, several lines', part(named('name="private_key"'), `a\r\n\r\n${S}`)],
  ['a form, JSON in it', part(`${named('name="a"')}\nContent-Type: application/json`, `{"token":"${S}"}`)],
  ['a form, a text of JSON', part(named('name="a"'), `{"token":"${S}"}`)],
  ['a form, cut off', body(`--b\r\n${named('name="token"')}\r\n\r\n${S}`, 'multipart/form-data; boundary=b')],
  [
    'a form, another boundary',
    body(`--c\r\n${named('name="token"')}\r\n\r\n${S}\r\n--c--`, 'multipart/form-data; boundary=b'),
  ],
  [
    'a form, no blank line',
    body(`--b\r\n${named('name="token"')}\r\n${S}\r\n--b--`, 'multipart/form-data; boundary=b'),
  ],
  ['a form, of another type', body(`--b\r\n${named('name="token"')}\r\n\r\n${S}\r\n--b--`)],
  ['a URL-encoded form', form(`a=b&token=${S}&c=d`)],
  ['a URL-encoded form, encoded name', form(`a=b&%74oken=${S}`)],
  ['a URL-encoded form, JSON in it', form(`a=${encodeURIComponent(`{"token":"${S}"}`)}`)],
  ['a URL-encoded form without a type', { body: `a=b&token=${S}` }],
  ['XML', body(`<a><password b="c">${S}</password></a>`, 'application/xml')],
  ['XML, an attribute', body(`<a password="${S}"/>`, 'application/xml')],
  ['YAML', body(`user: a\npassword: ${S}\n`, 'application/yaml')],
  ['an INI file', body(`[a]\npassword = ${S}\n`, 'text/plain')],
  ['any text', body(`the token: ${S}, and more`, 'text/plain')],
  ['gzip', body(Buffer.from([0x1f, 0x8b, ...Buffer.from(S)]))],
  ['a body, what a header tells of', { ...header('x-auth-token', LONG), body: `a ${LONG} b` }],
  [
    'a body, cut in the middle of what a header tells of',
    { ...header('x-auth-token', LONG), body: `${'a'.repeat(16 * 1024 - 8)}${LONG}` },
  ],
  ['what a header says is compressed', { headers: { 'content-encoding': 'br' }, body: S }],
];

const json = (text: string): Message => ({ headers: { 'content-type': 'application/json' }, body: text });

/** Where servers answer with credentials. */
const ANSWERS: readonly (readonly [place: string, answer: Message])[] = [
  ['X-Subject-Token', header('x-subject-token')],
  ['Set-Cookie', header('set-cookie', `session=${S}; HttpOnly`)],
  ['a log-in command', header('x-swr-dockerlogin', `docker login -u user -p ${S} a.example`)],
  ['Location, its query', header('location', `/a?code=b&access_token=${S}`)],
  ['Location, its fragment', header('location', `https://a.example/#id_token=${S}`)],
  ['Location, its user', header('location', `https://user:${S}@a.example/`)],
  ['Content-Location', header('content-location', `/a?token=${S}`)],
  ['Link', header('link', `</a?token=${S}>; rel="next", </b>; rel="prev"`)],
  ['Refresh', header('refresh', `0; url=https://a.example/?token=${S}`)],
  ['Authentication-Info', header('authentication-info', `nextnonce="${S}"`)],
  ['a token', json(`{"access_token":"${S}","expires_in":60}`)],
  ['a token as an object', json(`{"token":{"id":"${S}"}}`)],
  ['an access key', json(`{"credential":{"access":"AK","secret":"${S}"}}`)],
  ['the configuration of docker', json(`{"auths":{"a.example":{"auth":"${base64(`user:${S}`)}"}}}`)],
  ['a message that repeats a URL', json(`{"message":"no route for /a?token=${S} here"}`)],
  ['a list that is cut off', json(`[{"name":"${'a'.repeat(16_350)}"},{"token":"${S}`)],
  [
    'a page',
    { headers: { 'content-type': 'text/html' }, body: `<a href="/a?token=${S}">a</a><input name="a" password="${S}">` },
  ],
];

const exchangeOf = async (sent: Message, given?: Message): Promise<Exchange> => {
  const content = sent.body ?? '';
  const request: NeutralRequest = {
    method: 'PUT',
    target: '/api/things/a',
    ...sent,
    headers: { 'x-trace': 'a', ...sent.headers },
    body: typeof content === 'string' ? utf8(content) : content,
  };
  const handled = await engine.handle(request);
  const answer = { status: 200, headers: { ...given?.headers }, body: String(given?.body ?? '') };
  const rawHeaders = Object.entries(request.headers).flatMap(([name, value = '']) => [name, value]);
  return { request, rawHeaders, handled: given ? { ...handled, answer } : handled, at: new Date(0), duration: 1 };
};

const logged = (format: LogFormat, exchange: Exchange): string => {
  let text = '';
  const stdout = { writableLength: 0, write: (written: string) => (text += written) };
  // Other pages may not read it: their origin is told.
  const log = createMockLog(format, 'https://only.example', { stdout } as unknown as NodeJS.Process);
  log.add(exchange);
  log.flush();
  return text;
};

/** All that shows an exchange: the journal's list with the curl line, its single entry, what the console polls, the log. */
const outputsOf = (exchange: Exchange): Readonly<Record<string, string>> => {
  const journal = createJournal();
  journal.add(exchange);
  const entry = journal.find(1, 'http://a.example');
  return {
    list: JSON.stringify(journal.list('http://a.example')),
    entry: JSON.stringify(entry),
    body: Buffer.from(entry?.bodyBase64 ?? '', 'base64').toString('latin1'),
    curl: entry?.curl ?? '',
    events: JSON.stringify(journal.after(0, 10)),
    pretty: logged('pretty', exchange),
    json: logged('json', exchange),
  };
};

/** A text and what is written in it in other ways. */
const spelledOut = (text: string): string =>
  [
    text,
    text.replace(/[\w+/]{8,}={0,2}/g, (word) => Buffer.from(word, 'base64').toString('latin1')),
    text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    text.replaceAll('\0', ''),
  ].join('\n');

const leaksOf = (outputs: Readonly<Record<string, string>>): string[] =>
  Object.entries(outputs).flatMap(([name, text]) =>
    [S, '402713', 'abc"'].some((secret) => spelledOut(text).includes(secret)) ? [`${name}: ${text}`] : [],
  );

describe('credentials are in nothing that shows an exchange', () => {
  it.each(REQUESTS)('of a request: %s', async (_place, sent) => {
    const outputs = outputsOf(await exchangeOf(sent));
    expect(leaksOf(outputs)).toEqual([]);
    expect(Object.values(outputs).join('')).toMatch(/<removed>|"kept":0/);
  });

  it.each(ANSWERS)('of an answer: %s', async (_place, given) => {
    const outputs = outputsOf(await exchangeOf({}, given));
    expect(leaksOf(outputs)).toEqual([]);
    expect(outputs['entry']).toContain('<removed>');
  });
});

describe('what tells of no credential stays as it is, byte for byte', () => {
  it.each<[what: string, sent: Message]>([
    ['a permission', body('[{"user_id":"a","user_name":"b","auth":7}]')],
    ['permissions', body('{"self_auth":{"user_id":"a","auth":1},"others_auths":[{"user_name":"b","auth":3}]}')],
    ['booleans and nothing', body('{"enable_authorization_token":true,"token":null,"secret":"","auths":{}}')],
    ['facts about credentials', body('{"token_type":"bearer","expires_at":"a","password_policy":"b","token_ttl":60}')],
    ['names that only look like it', body('{"author":"a","keyword":"b","design":"c","quota_key":"d","compass":"e"}')],
    ['odd JSON', body('{ "a" :\t1.0e5,"a":"\\u0061",\r\n"b":[ ], "c":"名" }')],
    ['JSON that is wrong', body('{"a":1,,"b":"\\q"')],
    ['a form', part(named('name="description"'), 'the token is here: a=b')],
    ['a form, lines end in LF', part(named('name=repository'), 'a', '\n')],
    ['a form, cut off', body('--b\r\nContent-Dispo', 'multipart/form-data; boundary=b')],
    ['a URL-encoded form', form('a=b&c=%41+d&e&=f&token=')],
    [
      'bytes',
      body(
        Uint8Array.from({ length: 256 }, (_, byte) => byte),
        'application/octet-stream',
      ),
    ],
    ['a text', body('the token is here\n', 'text/plain')],
    ['a query', target('?filter=center::self|name::a@b&limit=1;2&offset=%30&marker=x#y')],
    ['odd headers', header('x-note', 'Bearer of news; a="b"; https://a.example/b@c?d=e')],
    ['what programs send for nothing', { headers: { authorization: 'Bearer undefined', 'x-auth-token': 'null' } }],
    ['facts of a signature', header('x-sdk-date', '20260101T000000Z')],
    ['what CORS asks and says', header('access-control-allow-credentials', 'true')],
  ])('%s', async (_what, sent) => {
    const exchange = await exchangeOf(sent);
    const journal = createJournal();
    journal.add(exchange);
    const entry = journal.find(1, '');
    expect(Buffer.from(entry?.bodyBase64 ?? '', 'base64')).toEqual(Buffer.from(exchange.request.body));
    expect(entry?.request).toMatchObject({ target: exchange.request.target, headers: exchange.request.headers });
    expect(JSON.stringify(entry)).not.toContain('<removed>');
  });
});

describe('credentials that a target gives out are in no report', () => {
  it('where it answers something else than it must', async () => {
    const told = ANSWERS.filter(([place]) => !place.includes('cut off'));
    const headers = Object.fromEntries(told.flatMap(([, { headers = {} }]) => Object.entries(headers)));
    const bodies = told.flatMap(([, { body: text }]) => (text === undefined ? [] : [String(text)]));
    let count = 0;
    const tamper: Tamper = ({ method }) => {
      if (method !== 'GET') return undefined;
      count += 1;
      return { headers, body: bodies[count % bodies.length] ?? '', status: 200 + (count % 3) };
    };
    const report = await verifyFake(tamper, { maxRequests: 300 });
    const outputs = {
      json: jsonReport(report),
      junit: junitReport(report) + junitReport(report, { cases: true }),
      html: htmlReport(report),
      terminal: terminalReport(report, { color: false, width: 200, verbose: true }),
      summary: githubSummary(report),
      annotations: githubAnnotations(report).join('\n'),
    };
    expect(leaksOf(outputs).map((leak) => leak.slice(0, 20))).toEqual([]);
    expect(outputs.json).toContain('<removed>');
  });
});
