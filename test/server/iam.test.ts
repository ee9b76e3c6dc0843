import { describe, expect, it, test } from 'vitest';

import { checkSignatures } from '../../src/engine/access/check-signature.ts';
import { createIam, type IamOptions } from '../../src/server/iam/iam.ts';
import { signingTime, signRequest } from '../engine/access/sign-request.ts';
import { operationOf } from '../openapi/shipped.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const HOST = '127.0.0.1:8080';

const setUp = (change: Partial<IamOptions> = {}) => {
  let time = START;
  const now = () => new Date(time);
  const iam = createIam({
    tokens: [],
    accounts: {},
    accessKeys: new Map(),
    defaultAccount: 'demo',
    services: [{ type: 'things', name: 'things', path: '/v2/' }],
    security: () => operationOf('createRepository').security,
    checkSignature: checkSignatures({ KEY: 's3cret' }, now),
    now,
    ...change,
  });
  const ask = async (
    method: string,
    target: string,
    headers: Readonly<Record<string, string>> = {},
    body: unknown = undefined,
  ) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const bytes = new TextEncoder().encode(text);
    const answer = await iam.answer({ method, target, headers: { host: HOST, ...headers }, body: bytes });
    return { ...answer, json: answer.body === '' ? undefined : JSON.parse(answer.body) };
  };
  const logIn = async (auth: unknown, headers: Readonly<Record<string, string>> = {}, target = '/v3/auth/tokens') => {
    const answer = await ask('POST', target, headers, { auth });
    return { ...answer, token: answer.headers['x-subject-token'] ?? '' };
  };
  return {
    iam,
    ask,
    logIn,
    wait: (milliseconds: number) => {
      time += milliseconds;
    },
  };
};

const byPassword = (password = 'any', domain: unknown = { name: 'partner' }, scope?: unknown) => ({
  identity: { methods: ['password'], password: { user: { name: 'me', password, domain } } },
  ...(scope ? { scope } : {}),
});
const byToken = (id: string) => ({ identity: { methods: ['token'], token: { id } } });
const byKey = (key: string, secret: string) => ({
  identity: { methods: ['hw_ak_sk'], hw_ak_sk: { access: { key }, secret: { key: secret } } },
});
const PROJECT = { project: { name: 'eu-de_project' } };
const PARTNER = { accounts: { partner: 's3cret' } };

describe('a token', () => {
  it('comes with who, for what, until when, and where the services are', async () => {
    const { iam, logIn } = setUp(PARTNER);
    const { status, json, token } = await logIn(byPassword('s3cret', { name: 'partner' }, PROJECT));
    expect(status).toBe(201);
    expect(token).toMatch(/^[\w-]{64}$/);
    expect(iam.accountOfToken(token)).toBe('partner');
    const id = expect.stringMatching(/^[0-9a-f]{32}$/);
    const endpoint = (region: string, path: string) => ({
      id,
      interface: 'public',
      region,
      region_id: region,
      url: `http://${HOST}${path}`,
    });
    const service = (type: string, name: string, path: string) => ({
      id,
      type,
      name,
      endpoints: [endpoint('eu-de', path), endpoint('*', path)],
    });
    const domain = { id, name: 'partner' };
    expect(json).toEqual({
      token: {
        methods: ['password'],
        issued_at: '2026-01-01T00:00:00.000000Z',
        expires_at: '2026-01-02T00:00:00.000000Z',
        user: { id, name: 'me', domain, password_expires_at: '' },
        project: { id, name: 'eu-de_project', domain },
        roles: [{ id: '0', name: 'te_admin' }],
        catalog: [
          service('things', 'things', '/v2/'),
          service('identity', 'keystone', '/v3'),
          service('iam', 'iam', '/v3'),
        ],
      },
    });
  });

  it('has a domain where it has no project, and no catalogue where none is wanted', async () => {
    const { logIn } = setUp();
    const { json } = await logIn(byPassword('any', { name: 'theirs', id: 'd1' }), {}, '/v3/auth/tokens?nocatalog');
    expect(json.token).toMatchObject({ domain: { id: 'd1', name: 'theirs' }, catalog: [] });
    expect(json.token.project).toBeUndefined();
  });

  it('is another each time, and holds a day', async () => {
    const { iam, logIn, wait } = setUp(PARTNER);
    const { token } = await logIn(byPassword('s3cret'));
    expect((await logIn(byPassword('s3cret'))).token).not.toBe(token);
    wait(24 * 3_600_000 - 1);
    expect(iam.accountOfToken(token)).toBe('partner');
    wait(1);
    expect(iam.accountOfToken(token)).toBeUndefined();
    expect(iam.accountOfToken('other')).toBeUndefined();
  });

  it('is shown, and taken back', async () => {
    const { iam, ask, logIn } = setUp({ ...PARTNER, tokens: ['good'] });
    const { token, json } = await logIn(byPassword('s3cret', { name: 'partner' }, PROJECT));
    const headers = { 'x-auth-token': token, 'x-subject-token': token };
    const shown = await ask('GET', '/v3/auth/tokens', headers);
    expect(shown).toMatchObject({ status: 200, json, headers: { 'x-subject-token': token } });
    expect((await ask('GET', '/v3/auth/tokens', { ...headers, 'x-auth-token': 'bad' })).status).toBe(401);
    expect((await ask('GET', '/v3/auth/tokens', { ...headers, 'x-subject-token': 'bad' })).status).toBe(404);
    expect((await ask('DELETE', '/v3/auth/tokens', headers)).status).toBe(204);
    expect(iam.accountOfToken(token)).toBeUndefined();
    expect((await ask('GET', '/v3/auth/tokens', headers)).status).toBe(401);
  });
});

describe('the account of a log-in', () => {
  const id = async () => (await setUp().logIn(byPassword('any', { name: 'partner' }))).json.token.domain.id as string;
  test.each<[what: string, auth: () => unknown, account: string]>([
    ["is that of the user's domain", () => byPassword('s3cret'), 'partner'],
    ['or of the domain that is asked for', () => byPassword('s3cret', {}, { domain: { name: 'partner' } }), 'partner'],
    [
      "or of the project's domain",
      () => byPassword('s3cret', {}, { project: { name: 'a', domain: { name: 'partner' } } }),
      'partner',
    ],
    ['or of the project', () => byPassword('s3cret', {}, { project: { name: 'partner' } }), 'partner'],
    ['or the default one', () => byPassword('any', { name: 'unknown' }), 'demo'],
    ['or the default one, where nothing is said', () => byPassword('any', null), 'demo'],
  ])('%s', async (_what, auth, account) => {
    const { iam, logIn } = setUp(PARTNER);
    expect(iam.accountOfToken((await logIn(auth())).token)).toBe(account);
  });

  it('is found by the id of a domain, too', async () => {
    const { iam, logIn } = setUp(PARTNER);
    expect(iam.accountOfToken((await logIn(byPassword('s3cret', { id: await id() }))).token)).toBe('partner');
  });

  it('is that of the access key or the token', async () => {
    const { iam, logIn } = setUp({
      ...PARTNER,
      tokens: ['good'],
      accessKeys: new Map([['KEY', { secret: 's3cret', account: 'owner' }]]),
    });
    const accountOf = async (auth: unknown) => iam.accountOfToken((await logIn(auth)).token);
    expect(await accountOf(byKey('KEY', 's3cret'))).toBe('owner');
    expect(await accountOf(byToken('s3cret'))).toBe('partner');
    expect(await accountOf(byToken('good'))).toBe('demo');
    const { token } = await logIn(byKey('KEY', 's3cret'));
    expect(await accountOf(byToken(token))).toBe('owner');
  });
});

describe('proofs', () => {
  const keys = new Map([
    ['KEY', { secret: 's3cret', account: 'owner' }],
    ['OPEN', { secret: undefined, account: 'owner' }],
  ]);
  test.each<[status: number, what: string, auth: unknown, options: Partial<IamOptions>]>([
    [201, 'any password where none is known', byPassword(), {}],
    [201, "the account's token", byPassword('s3cret'), PARTNER],
    [401, 'another password', byPassword('other'), PARTNER],
    [201, 'any password for an account without a token', byPassword('other', { name: 'x' }), PARTNER],
    [201, 'a pinned token, of the default account', byPassword('good', {}), { ...PARTNER, tokens: ['good'] }],
    [201, 'user and password as they are pinned', byPassword('good', {}), { tokens: ['me:good'] }],
    [401, 'another where tokens are pinned', byPassword('other', {}), { ...PARTNER, tokens: ['good'] }],
    [401, 'the token of another account', byPassword('s3cret', {}), { ...PARTNER, tokens: ['good'] }],
    [201, 'any token where none is pinned', byToken('any'), PARTNER],
    [401, 'another token', byToken('any'), { tokens: ['good'] }],
    [201, 'any access key where none is known', byKey('ANY', 'any'), {}],
    [201, 'an access key with its secret', byKey('KEY', 's3cret'), { accessKeys: keys }],
    [201, 'an access key whose secret nobody knows', byKey('OPEN', 'any'), { accessKeys: keys }],
    [401, 'another secret', byKey('KEY', 'any'), { accessKeys: keys }],
    [401, 'another access key', byKey('ANY', 's3cret'), { accessKeys: keys }],
    [401, 'an access key where only tokens are pinned', byKey('ANY', 'any'), { tokens: ['good'] }],
  ])('%i: %s', async (status, _what, auth, options) => {
    const answer = await setUp(options).logIn(auth);
    expect(answer.status).toBe(status);
    if (status === 401)
      expect(answer.json).toEqual({ error: { code: 401, message: expect.any(String), title: 'Unauthorized' } });
    expect(answer.body).not.toMatch(/s3cret|good/);
  });

  test('what is wrong is said in the language asked for', async () => {
    const { ask, logIn } = setUp(PARTNER);
    expect((await logIn(byPassword('no'), { 'accept-language': 'zh-CN' })).json.error.message).toBe('用户名或密码错误');
    expect((await logIn(byPassword('no'), { 'accept-language': 'en' })).json.error.message).toBe(
      'the user name or password is wrong',
    );
    expect((await ask('PUT', '/v3/auth/tokens', { 'accept-language': 'en' })).json.error).toEqual({
      code: 405,
      message: 'this path takes POST, GET, DELETE, not PUT',
      title: 'Method Not Allowed',
    });
  });

  test.each([
    ['no JSON', '{', 'the body must be JSON'],
    ['JSON too deep', '['.repeat(5000) + ']'.repeat(5000), 'the body must be JSON, at most 200 levels deep'],
    ['JSON of another kind', '[1]', 'auth.identity.methods must name one of password, token, hw_ak_sk'],
    [
      'a name without end',
      { auth: { identity: { methods: ['password'], password: { user: { name: 'x'.repeat(257), password: 'a' } } } } },
      'ids and names have at most 256 characters',
    ],
    ['no known method', { auth: { identity: { methods: ['totp', 1, null] } } }, 'must name one of password'],
    ['a method of objects', { auth: { identity: { methods: ['constructor'] } } }, 'must name one of password'],
    [
      'a method without its part',
      { auth: { identity: { methods: ['password'] } } },
      'auth.identity.password does not hold what this method needs',
    ],
    [
      'a secret that is no text',
      { auth: byKey('KEY', 1 as unknown as string) },
      'auth.identity.hw_ak_sk does not hold what this method needs',
    ],
  ])('400: %s', async (_what, body, message) => {
    const { status, json } = await setUp().ask('POST', '/v3/auth/tokens', { 'accept-language': 'en' }, body);
    expect({ status, ...json.error }).toMatchObject({ status: 400, code: 400, title: 'Bad Request' });
    expect(json.error.message).toContain(message);
  });
});

describe('what clients ask for around a log-in', () => {
  const signed = (target: string, secret = 's3cret') => {
    const [path = '', query = ''] = target.split('?');
    const headers = { host: HOST, 'x-sdk-date': signingTime(new Date(START)) };
    return signRequest({ method: 'GET', path, query, headers }, { accessKey: 'KEY', secret });
  };
  const OWNER = { accessKeys: new Map([['KEY', { secret: 's3cret', account: 'owner' }]]) };

  it.each(['/', '/v3', '/v3/'])('versions: %s', async (path) => {
    const { ask, iam } = setUp();
    expect(iam.owns(path)).toBe(true);
    const { status, json } = await ask('GET', path);
    expect(status).toBe(path === '/' ? 300 : 200);
    expect(json.version ?? json.versions.values[0]).toMatchObject({
      id: 'v3.6',
      status: 'stable',
      links: [{ rel: 'self', href: `http://${HOST}/v3/` }],
    });
  });

  it('projects by name, and the same project by its id afterwards', async () => {
    const { ask, logIn } = setUp(OWNER);
    const { json } = await ask('GET', '/v3/projects?name=eu-de', signed('/v3/projects?name=eu-de'));
    expect(json.projects).toMatchObject([{ name: 'eu-de', enabled: true }]);
    const [{ id }] = json.projects;
    const { json: body } = await logIn(byPassword('any', {}, { project: { id } }));
    expect(body.token.project).toMatchObject({ id, name: 'eu-de' });
    expect(body.token.catalog[0].endpoints[0].region).toBe('eu-de');
  });

  it("domains: the caller's, or one by name", async () => {
    const { ask } = setUp(OWNER);
    const own = await ask('GET', '/v3/auth/domains', signed('/v3/auth/domains'));
    expect(own.json.domains).toMatchObject([{ name: 'owner' }]);
    const named = await ask('GET', '/v3/auth/domains?name=x', signed('/v3/auth/domains?name=x'));
    expect(named.json.domains).toMatchObject([{ name: 'x' }]);
  });

  it('the catalogue', async () => {
    const { ask, logIn } = setUp({ tokens: ['good'] });
    const { token, json } = await logIn(byPassword('good', {}, PROJECT));
    const { json: own } = await ask('GET', '/v3/auth/catalog', { 'x-auth-token': token });
    expect(own.catalog).toEqual(json.token.catalog);
    const { json: general } = await ask('GET', '/v3/auth/catalog', { 'x-auth-token': 'good' });
    expect(general.catalog[0].endpoints).toMatchObject([{ region: '*', url: `http://${HOST}/v2/` }]);
  });

  it.each([
    ['/v3/auth/catalog', {}, 'a token that this server accepts is needed'],
    ['/v3/projects', { 'x-auth-token': '' }, 'a token that this server accepts is needed'],
    ['/v3/auth/domains', signed('/v3/auth/domains', 'other'), 'the signature does not fit'],
    ['/v3/auth/domains', signed('/v3/auth/domain'), 'the signature does not fit'],
  ])('401: %s with %o', async (target, headers, message) => {
    const { status, json } = await setUp(OWNER).ask('GET', target, { 'accept-language': 'en', ...headers });
    expect(status).toBe(401);
    expect(json.error.message).toContain(message);
  });

  it('asks nobody who they are where nobody has to say', async () => {
    expect((await setUp({ security: () => [] }).ask('GET', '/v3/projects')).status).toBe(200);
  });

  it.each(['/v3/other', '/v3/auth', '/v2/manage/repos', '//', '/v3//', '/constructor'])('leaves %s alone', (path) => {
    expect(setUp().iam.owns(path)).toBe(false);
  });
});
