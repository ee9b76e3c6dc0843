import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { listEditions } from '../../src/cli/document/choose-document.ts';
import { mockCommand } from '../../src/cli/mock/mock.ts';
import { create, reposOf, type TestRequest } from '../behaviour/surface.ts';
import { signingTime, signRequest } from '../engine/access/sign-request.ts';
import { type RunningMock, runMockHere } from './mock/run-mock-here.ts';
import { type RunningCli, runCli, runCommandHere, startCli } from './run-cli.ts';

let folder = '';
let running: RunningCli[] = [];
const here: RunningMock[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});
afterEach(async () => {
  for (const cli of running) {
    cli.child.kill('SIGKILL');
    await cli.ended;
  }
  running = [];
  await Promise.all(here.splice(0).map(({ stop }) => stop()));
  rmSync(folder, { recursive: true });
});

interface Mock {
  readonly origin: string;
  readonly send: (request: TestRequest) => Promise<{ status: number; headers: Headers; text: string }>;
}

const at = (origin: string): Mock => ({
  origin,
  send: async ({ method = 'GET', path = '/', headers = {}, body }) => {
    const answer = await fetch(origin + path, { method, headers, body: body ?? null });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  },
});

const startMock = async (
  args: readonly string[] = [],
  environment: Record<string, string> = {},
): Promise<Mock & RunningCli> => {
  const cli = startCli(['mock', '--port', '0', ...args], environment);
  running.push(cli);
  const [, origin = ''] = await cli.prints(/listening(?:\s+|","url":")(http:[^\s"]+)/);
  return { ...cli, ...at(origin) };
};

/** The same in this process, for what has nothing to do with the process. */
const mockHere = async (...args: readonly string[]): Promise<Mock> => {
  const mock = await runMockHere(...args);
  here.push(mock);
  return at(mock.origin);
};

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const SPEC = join(import.meta.dirname, '..', '..', 'spec', 'openapi.yaml');

describe('swr-contract mock', () => {
  test('[S1] says where it listens, and the curl it shows works as pasted', async () => {
    const mock = await startMock();
    const [curl] = await mock.prints(/curl -i [\s\S]*is_public=true/);
    const answer = execFileSync('sh', ['-c', curl], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    expect(answer).toMatch(/^HTTP\/1\.1 201 Created/);
    await mock.prints(/201 POST/);
  });

  test('[S1] SIGTERM has the running request answered, waits for nothing that is half-sent, and the exit code is 0', async () => {
    const mock = await startMock(['--latency', '60000']);
    const half = connect(Number(new URL(mock.origin).port), '127.0.0.1').on('error', () => undefined);
    half.write('GET /v2');
    const answer = mock.send(create());
    // Whatever is answered later was accepted later, so the create is under way by then.
    await mock.send({ method: 'OPTIONS', path: reposOf('group') });
    mock.child.kill('SIGTERM');
    expect((await answer).status).toBe(201);
    expect((await mock.ended).code).toBe(0);
    half.destroy();
  });

  test('[R2] logs a line a request and one for each clause that was broken', async () => {
    const mock = await startMock();
    await mock.send(create({ repository: 'Bad_' }));
    await mock.prints(
      /400 POST {2}\/v2\/manage\/namespaces\/group\/repos .*ms\n +R2 +repository must start with a lowercase letter\n +R6 /,
    );
  });

  test('[A6] a hostile name reaches the terminal as escapes', async () => {
    const mock = await startMock(['--reading', 'A6=reject']);
    await mock.send(create({ 'x\u009b2J\u202e\u001b': 'a' }));
    const [line] = await mock.prints(/.*is not a field of this operation/);
    expect(line).toContain('x\\u009b2J\\u202e\\u001b is not a field');
  });

  test('C5: [A1] --log json: every line is JSON, without credentials', async () => {
    const spec = join(folder, 'openapi.yaml');
    copyFileSync(SPEC, spec);
    const mock = await startMock(['--log', 'json', '--watch', '--spec', spec]);
    const { path = '', ...request } = create({}, { headers: { authorization: 'Bearer s3cret' } });
    await mock.send({ ...request, path: `${path}?token=s3cret` });
    await mock.prints(/"event":"request"/);
    writeFileSync(spec, readFileSync(SPEC, 'utf8').replace('pattern: ___', 'pattern: "("'));
    await mock.prints(/"event":"error".*not a regular expression/);
    copyFileSync(SPEC, spec);
    await mock.prints(/"event":"reloaded"/);
    mock.child.kill('SIGTERM');
    const { stdout, stderr } = await mock.ended;
    expect(stdout + stderr).not.toContain('s3cret');
    const read = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
    expect(read(stderr)).toMatchObject([{ at: expect.any(String), event: 'error', message: expect.any(String) }]);
    expect(read(stdout)).toMatchObject([
      { event: 'listening', url: mock.origin, console: `${mock.origin}/__mock/`, document: spec, records: {} },
      { event: 'request', method: 'POST', status: 201, operation: 'createRepository', issues: [] },
      { event: 'reloaded', message: expect.any(String) },
    ]);
  });

  test('takes PORT from the environment, and a taken port is one clear line', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const cli = startCli(['mock'], { PORT: String(port) });
    const { code, stderr } = await cli.ended;
    taken.close();
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `error: Failed to listen on 127.0.0.1:${port}: port ${port}, from PORT in the environment, is taken. Stop what uses it, or choose another with --port (0 picks a free one).\n`,
    });
  });

  test('[A2] [A5] short options and --reading choose other readings', async () => {
    const mock = await startMock([
      '--namespaces',
      'strict',
      '--auth',
      'off',
      '--description-limit',
      '3',
      '--reading',
      'A4=object',
    ]);
    await mock.prints(/readings\s+A1=off A2=strict A4=object A5=3/);
    expect((await mock.send(create())).status).toBe(404);
  });

  test('[A2] --seed-file: namespaces and records from YAML', async () => {
    const seed = file(
      'seed.yaml',
      'namespaces:\n  - name: group\nrepositories:\n  - {namespace: group, name: busybox, is_public: true}\n',
    );
    const mock = await mockHere('--namespaces', 'strict', '--seed-file', seed);
    expect((await mock.send(create())).status).toBe(409);
    expect((await mock.send(create({ repository: 'other' }))).status).toBe(201);
    expect((await mock.send(create({}, { namespace: 'unknown' }))).status).toBe(404);
  });

  test('--records and --seed: the same records every time', async () => {
    const states = [];
    for (const seed of ['7', '7', '8']) {
      const mock = await mockHere('--records', '30', '--seed', seed);
      states.push(await (await fetch(`${mock.origin}/__mock/state`)).json());
    }
    expect(states[0]).toEqual(states[1]);
    expect(states[0]).not.toEqual(states[2]);
  });

  test('[A1] --token: only these credentials', async () => {
    const mock = await mockHere('--token', 'one', '--token', 'two');
    expect((await mock.send(create())).status).toBe(401);
    expect((await mock.send(create({}, { headers: { authorization: 'Bearer two' } }))).status).toBe(201);
  });

  test('[RL2] [SL2] [AC5] --account: a token speaks for another account, which sees what is shared with it', async () => {
    const mock = await mockHere('--account', 'partner=secret');
    const ask = async (method: string, path: string, token: string, body?: object) => {
      const headers = { 'x-auth-token': token, 'content-type': 'application/json' };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      return mock.send({ method, path: `/v2/manage${path}`, headers, ...sent });
    };
    await mock.send(create());
    const sharing = { access_domain: 'partner', permit: 'read', deadline: 'forever' };
    const shared = '/namespaces/group/repositories/busybox/access-domains';
    expect((await ask('POST', shared, 'demo', sharing)).status).toBe(201);
    const thirdparty = '/shared-repositories?filter=center::thirdparty';
    expect(JSON.parse((await ask('GET', thirdparty, 'secret')).text)).toMatchObject([
      { name: 'busybox', domain_name: 'demo', status: true },
    ]);
    expect(JSON.parse((await ask('GET', thirdparty, 'demo')).text)).toEqual([]);
    expect(JSON.parse((await ask('GET', '/repos?filter=center::self', 'secret')).text)).toEqual([]);
  });

  /** The first namespace's owner is the account that made it. */
  const ownerOf = async (mock: Mock): Promise<unknown> => {
    const { records } = (await (await fetch(`${mock.origin}/__mock/records/namespaces`)).json()) as {
      records: { owner: string }[];
    };
    return records[0]?.owner;
  };

  const sign = (origin: string, secret: string, { accessKey = 'KEY', at = new Date() } = {}) => {
    const { method = '', path = '' } = create();
    const headers = {
      host: new URL(origin).host,
      'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD',
      'x-sdk-date': signingTime(at),
    };
    const { host: _, ...signed } = signRequest({ method, path, headers }, { accessKey, secret });
    return create({}, { headers: signed });
  };

  test('[A1] --access-key: signatures are checked, and speak for the account', async () => {
    const state = join(folder, 'state.jsonl');
    const mock = await startMock(['--access-key', 'KEY:s3cret=partner', '--access-key', 'OTHER', '--state', state]);
    const wrong = await mock.send(sign(mock.origin, 'wr0ng'));
    expect(wrong.status).toBe(401);
    expect(wrong.text).toContain('the signature does not fit');
    expect(wrong.text).toContain(`|host:${new URL(mock.origin).host}|`);
    await mock.prints(/401 POST .*ms\n +A1 +the signature does not fit/);
    const early = await mock.send(sign(mock.origin, 's3cret', { at: new Date(Date.now() - 3_600_000) }));
    expect(early.text).toMatch(/x-sdk-date is 36\d\d s behind the clock of this server/);
    const unknown = await mock.send(sign(mock.origin, 's3cret', { accessKey: 'UNKN0WN' }));
    expect(unknown.status).toBe(401);
    expect(unknown.text).toContain('does not know the access key');
    // Nobody knows its secret, so nobody can tell.
    expect((await mock.send(sign(mock.origin, 'any', { accessKey: 'OTHER' }))).status).toBe(201);

    const right = sign(mock.origin, 's3cret');
    expect((await mock.send({ ...right, method: 'DELETE' })).status).not.toBe(204);
    const signature = /Signature=(\w+)/.exec(right.headers?.['authorization'] ?? '')?.[1] ?? '-';
    expect((await mock.send({ ...right, body: create({ repository: 'other' }).body ?? '' })).status).toBe(201);
    const kept = await (await fetch(`${mock.origin}/__mock/requests`)).text();
    mock.child.kill('SIGTERM');
    const { stdout, stderr } = await mock.ended;
    for (const text of [kept, stdout, stderr, readFileSync(state, 'utf8'), wrong.text])
      expect(text).not.toMatch(new RegExp(`s3cret|${signature}|UNKN0WN`));
  });

  test('[A1] --access-key without a secret: the account of the key', async () => {
    const mock = await mockHere('--access-key', 'KEY=partner', '--token', 'good');
    expect((await mock.send(create({}, { headers: { authorization: 'Bearer bad' } }))).status).toBe(401);
    expect((await mock.send(sign(mock.origin, 'any'))).status).toBe(201);
    expect(await ownerOf(mock)).toBe('partner');
  });

  test('[A1] credentials from files and from the environment', async () => {
    const mock = await startMock(
      [
        '--token-file',
        file('tokens', '\uFEFFone\r\n\r\n two \n'),
        '--account-file',
        file('accounts', 'partner=three\nother=four=five\n'),
        '--token',
        'six',
      ],
      { MOCK_ACCESS_KEY: 'KEY:s3cret\nNEXT:a=b==partner', MOCK_TOKEN: 'ignored: there is --token' },
    );
    const statusOf = async (token: string) =>
      (
        await mock.send(
          create({ repository: token.replace('=', '') }, { headers: { authorization: `Bearer ${token}` } }),
        )
      ).status;
    for (const token of ['one', 'two', 'three', 'four=five', 'six']) expect(await statusOf(token)).toBe(201);
    for (const token of ['seven', 'ignored: there is --token']) expect(await statusOf(token)).toBe(401);
    expect((await mock.send(sign(mock.origin, 's3cret'))).status).toBe(201);
    expect((await mock.send(sign(mock.origin, 'a=b=', { accessKey: 'NEXT' }))).status).toBe(409);
    expect((await mock.send(sign(mock.origin, 'a=b', { accessKey: 'NEXT' }))).status).toBe(401);
  });

  describe('--iam', () => {
    const logIn = (password: string, more: object = {}) => ({
      method: 'POST',
      path: '/v3/auth/tokens',
      body: JSON.stringify({
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'me', password, domain: { name: 'partner' } } },
          },
          ...more,
        },
      }),
    });

    test('[A1] gives a token for an account, which is accepted beside the pinned ones', async () => {
      const mock = await startMock(['--iam', '--token', 'good', '--account', 'partner=s3cret']);
      await mock.prints(/IAM\s+http:\S+\/v3\n/);
      const refused = await mock.send(logIn('wr0ng'));
      expect(refused.status).toBe(401);
      expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 401, title: 'Unauthorized' } });
      const given = await mock.send(logIn('s3cret', { scope: { project: { name: 'eu-de' } } }));
      expect(given.status).toBe(201);
      const token = given.headers.get('x-subject-token') ?? '';
      const { catalog } = (
        JSON.parse(given.text) as { token: { catalog: { type: string; endpoints: { url: string }[] }[] } }
      ).token;
      const urls = Object.fromEntries(catalog.map(({ type, endpoints }) => [type, endpoints[0]?.url]));
      expect(urls).toMatchObject({ swr: `${mock.origin}/v2/`, swrv2: `${mock.origin}/v2/`, smn: `${mock.origin}/v2/` });

      const made = await fetch(`${urls['swrv2']}manage/namespaces`, {
        method: 'POST',
        headers: { 'x-auth-token': token, 'content-type': 'application/json' },
        body: '{"namespace":"group"}',
      });
      expect(made.status).toBe(201);
      expect(await ownerOf(mock)).toBe('partner');
      expect((await mock.send(create({}, { headers: { authorization: '', 'x-auth-token': 'bad' } }))).status).toBe(401);

      const kept = await (await fetch(`${mock.origin}/__mock/requests`)).text();
      expect(kept).toContain('/v3/auth/tokens');
      mock.child.kill('SIGTERM');
      const { stdout, stderr } = await mock.ended;
      expect(stdout).toContain('201 POST  /v3/auth/tokens');
      for (const text of [kept, stdout, stderr]) expect(text).not.toMatch(new RegExp(`s3cret|wr0ng|${token}`));
    });

    test('without it nobody gives tokens', async () => {
      const mock = await mockHere();
      expect((await mock.send(logIn('any'))).status).toBe(404);
      expect((await mock.send({ path: '/v3' })).status).toBe(404);
    });
  });

  test('[A5] --max-body', async () => {
    const mock = await mockHere('--max-body', '400');
    expect((await mock.send(create({ description: 'x'.repeat(400) }))).status).toBe(413);
  });

  test('--cors off: no page of another origin may read', async () => {
    const mock = await mockHere('--cors', 'off');
    expect((await mock.send(create())).headers.get('access-control-allow-origin')).toBeNull();
  });

  describe('control API', () => {
    test('[S4] [A1] health, requests without credentials, faults, reset', async () => {
      const mock = await startMock();
      await mock.send(create({}, { headers: { authorization: 'Bearer s3cret' } }));
      const health = (await (await fetch(`${mock.origin}/__mock/health`)).json()) as {
        status: string;
        records: object;
      };
      expect(health).toMatchObject({ status: 'ok', records: { repositories: 1 } });

      const requests = await (await fetch(`${mock.origin}/__mock/requests`)).text();
      expect(requests).not.toContain('s3cret');
      const [entry] = JSON.parse(requests) as { curl: string }[];
      expect(entry?.curl).toContain('$TOKEN');
      const again = execFileSync('sh', ['-c', entry?.curl ?? ''], {
        encoding: 'utf8',
        env: { ...process.env, TOKEN: 't' },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      expect(again).toMatch(/^HTTP\/1\.1 409/);

      const faults = JSON.stringify([{ operation: 'createRepository', status: 500, times: 1 }]);
      expect((await fetch(`${mock.origin}/__mock/faults`, { method: 'PUT', body: faults })).status).toBe(200);
      expect((await mock.send(create({ repository: 'other' }))).status).toBe(500);
      expect((await fetch(`${mock.origin}/__mock/reset`, { method: 'POST' })).status).toBe(200);
      expect((await mock.send(create())).status).toBe(201);
    });

    test('[TL1] [TD1] records: a tag is added, shown by the API, and taken away', async () => {
      const mock = await mockHere();
      await mock.send(create());
      const records = `${mock.origin}/__mock/records/tags`;
      const tag = { namespace: 'group', repository: 'busybox', tag: '1.29' };
      const add = () => fetch(records, { method: 'POST', body: JSON.stringify(tag) });
      expect([(await add()).status, (await add()).status]).toEqual([201, 409]);
      const headers = { authorization: 'Bearer a' };
      const tags = await mock.send({ path: `${reposOf('group')}/busybox/tags`, headers });
      expect(JSON.parse(tags.text)).toMatchObject([{ id: 1, Tag: '1.29', repo_id: 1 }]);
      expect((await fetch(`${records}/group/busybox/1.29`, { method: 'DELETE' })).status).toBe(204);
      expect((await fetch(`${records}/group/busybox/1.29`)).status).toBe(404);
    });

    test('serves the document, as written and as it is read', async () => {
      const mock = await mockHere();
      expect(await (await fetch(`${mock.origin}/__mock/openapi.yaml`)).text()).toBe(readFileSync(SPEC, 'utf8'));
      const strict = await mockHere('--namespaces', 'strict');
      expect(await (await fetch(`${strict.origin}/__mock/openapi.yaml`)).text()).toContain('x-requires');
      expect(await (await fetch(`${strict.origin}/__mock/openapi.json`)).json()).toMatchObject({ openapi: '3.1.1' });
    });

    test('--no-control: not there', async () => {
      const mock = await mockHere('--no-control');
      expect((await mock.send({ path: '/__mock/health' })).status).toBe(404);
    });
  });

  describe('--watch', () => {
    test('[R7] takes an edit; a broken one keeps the document before and says where it is broken', async () => {
      const spec = join(folder, 'openapi.yaml');
      copyFileSync(SPEC, spec);
      const text = readFileSync(SPEC, 'utf8');
      const mock = await startMock(['--watch', '--spec', spec]);
      await mock.send(create());
      const long = create({ repository: 'a'.repeat(11) });

      writeFileSync(spec, text.replaceAll('maxLength: 128', 'maxLength: 10'));
      await mock.prints(/was loaded again/);
      expect((await mock.send(long)).status).toBe(400);
      expect((await mock.send(create())).status).toBe(409);

      writeFileSync(spec, text.replace('pattern: ___', 'pattern: "("'));
      const [, line] = await mock.prints(
        /openapi\.yaml:(\d+):\d+: not a regular expression.*\nThe document before stays in use/,
      );
      expect(text.split('\n')[Number(line) - 1]).toContain('pattern: ___');
      expect((await mock.send(long)).status).toBe(400);

      writeFileSync(spec, text.replace('indexes: [owner]', 'indexes: [name]'));
      await mock.prints(/the collections, with their keys and indexes, are those of the start/);
      expect((await mock.send(long)).status).toBe(400);

      writeFileSync(spec, 'openapi: 3.1.1\npaths: [\n');
      await mock.prints(/openapi\.yaml:\d+:\d+: not YAML/);
      expect((await mock.send(long)).status).toBe(400);
    });
  });

  describe('ends with one clear line and exit code 1', () => {
    // FILE holds the text, and NONE is not there; what is said is told up to "…" and behind it.
    const SEED = '--seed-file FILE';
    test.each<[what: string, args: string, text: string, says: string]>([
      ['no such seed file', '--seed-file NONE', '', 'read --seed-file NONE: there is no such file.'],
      ['a seed file that is no YAML', SEED, 'a: [', 'read the seed file FILE:1:5: not YAML: ….'],
      [
        '[R2] a seed file with a broken name',
        SEED,
        '{"repositories":[{"namespace":"a","name":"Bad","is_public":true}]}',
        'load the seed file FILE:1:42: repositories[0].name must start with a lowercase letter (R2), in a/Bad.',
      ],
      ...['[1]', '', '\x01\x02\x7f'].map((text): [string, string, string, string] => [
        `a seed file of ${JSON.stringify(text)}`,
        SEED,
        text,
        'load the seed file FILE: it must list records by collection. See README.md.',
      ]),
      [
        '[R1] a seed file with many faults',
        SEED,
        'repositories: [{}, {}]\nusers: []',
        'load the seed file FILE:1:16: repositories[0].namespace is missing. (6 more problems)',
      ],
      [
        'a state file of another kind',
        '--state FILE',
        'hello\n',
        'read the state file FILE: line 1: this is no state file. Mend or move the file.',
      ],
      [
        'a damaged state file',
        '--state FILE',
        '{"format":"contract-state","version":1}\nbroken\n{"insert":"namespaces","record":{"name":"a"}}\n',
        'read the state file FILE: line 2: not readable as JSON (…). Mend or move the file.',
      ],
      ['a state file in no folder', '--state NONE/state', '', 'open the state file …'],
      ['a folder as state file', '--state FOLDER', '', 'open the state file FOLDER: it is a folder.'],
      ['no such document', '--spec NONE', '', 'read the document NONE: there is no such file.'],
      [
        'a document that is no YAML',
        '--spec FILE',
        'openapi: 3.1.1\n  a: b',
        'use the document FILE:1:10: not YAML: …',
      ],
      [
        'a document of another kind',
        '--spec FILE',
        'asyncapi: 3',
        'use the document FILE:1:1: not an OpenAPI document…',
      ],
      [
        'no reading',
        '--reading A7=never',
        '',
        'use --reading: unknown reading "never" of A7 (known: reject, first, last).',
      ],
      ['no point', '--reading B1=x', '', 'use --reading: unknown point "B1" (known: A1, A2, …, A20).'],
      [
        '[A2] options that contradict each other',
        '--namespaces strict --reading A2=open',
        '',
        'use --reading A2=open: another option chose strict. Give one of them.',
      ],
      [
        'an account without a token',
        '--account s3cret',
        '',
        'read --account: it must be NAME=TOKEN, such as partner=secret.',
      ],
      ['an account without a name', '--account =s3cret', '', 'read --account: it must be NAME=…'],
      ...['KEY_s3cret', 'KEY:=partner', 'KEY:'].map((key): [string, string, string, string] => [
        `the access key ${key}`,
        `--access-key ${key}`,
        '',
        'read --access-key: it must be KEY[:SECRET][=ACCOUNT], such as KEY:secret=partner.',
      ]),
      [
        'an empty token, as an unset variable of a shell leaves it',
        '--token ',
        '',
        'read --token: it is empty. Give a credential, or leave the option out.',
      ],
      [
        'a file with a wrong line',
        '--access-key-file FILE',
        'KEY:s3cret\n:s3cret\n',
        'read --access-key-file FILE: it must be KEY[:SECRET][=ACCOUNT], such as KEY:secret=partner.',
      ],
      ['no such file of tokens', '--token-file NONE', '', 'read --token-file NONE: there is no such file.'],
      ['an empty file of accounts', '--account-file FILE', ' \n\n', 'read --account-file FILE: it is empty.'],
      ['a folder of access keys', '--access-key-file FOLDER', '', 'read --access-key-file FOLDER: it is a folder.'],
    ])('%s, and no secret is shown', async (_what, args, text, says) => {
      const places = { FILE: file('given', text), NONE: join(folder, 'none'), FOLDER: folder };
      const fill = (words: string): string =>
        words.replace(/FILE|NONE|FOLDER/g, (name) => places[name as keyof typeof places]);
      const given = args.split(' ').map((word) => fill(word).replaceAll('_', ' '));
      const { code, stderr } = await runCommandHere(mockCommand(), ['--port', '0', ...given]);
      const [begin = '', end = ''] = fill(`error: Failed to ${says}\n`).split('…');
      expect(code).toBe(1);
      expect(stderr.slice(0, begin.length)).toBe(begin);
      expect(stderr.endsWith(end), stderr).toBe(true);
      expect(stderr.trimEnd()).not.toContain('\n');
      expect(stderr).not.toContain('s3cret');
    });

    test('an address of another machine', async () => {
      expect(await runCli('mock', '--port', '0', '--host', '192.0.2.1')).toEqual({
        code: 1,
        stdout: '',
        stderr:
          'error: Failed to listen on 192.0.2.1:0: 192.0.2.1 is no address of this machine. Give one that is, e.g. --host 127.0.0.1.\n',
      });
    });

    test.each([
      ['--port', 'x', 'whole number from 0 to 65535'],
      ['--latency', '5-1', '200 or 50-300'],
      ['--reading', 'A7', 'such as A7=last'],
      ['--cors', 'localhost', 'an origin such as'],
      ['--namespaces', 'closed', 'Allowed choices are open, strict'],
      ['--description-limit', '0', 'from 1'],
    ])('%s %s: says what is allowed', async (option, value, allowed) => {
      const { code, stderr } = await runCommandHere(mockCommand(), [option, value]);
      expect(code).toBe(1);
      expect(stderr).toContain(allowed);
      expect(stderr).not.toContain('    at ');
    });
  });

  test('--help shows every option and examples', async () => {
    const { code, stdout } = await runCli('mock', '--help');
    expect(code).toBe(0);
    const options = `--port --host --allow-host MOCK_ALLOW_HOST --tls-cert --tls-key --namespaces --auth --token
      --token-file --account --account-file --access-key --access-key-file MOCK_TOKEN MOCK_ACCOUNT MOCK_ACCESS_KEY
      --records --seed --seed-file --state --latency --description-limit --reading --max-body --cors --log --no-control
      --iam --watch --spec --edition --overlay`;
    for (const option of options.split(/\s+/)) expect(stdout).toMatch(new RegExp(`${option}\\b(?!-)`));
    expect(stdout).toContain('Examples:');
  });

  test.each([['mock'], ['verify'], ['identify'], ['diff'], []])(
    '%s --help fits into 80 columns',
    async (...command) => {
      const { stdout } = await runCli(...command, '--help');
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  test.each(['mock', 'verify'])('%s --help names the editions', async (command) => {
    const { stdout } = await runCli(command, '--help');
    const [, said = ''] = /--edition <name>(.*?)\(default:\s+2018-12\)/s.exec(stdout) ?? [];
    for (const name of listEditions().slice(1)) expect(said).toContain(name);
  });

  test('an old Node is told in one line which one is needed', () => {
    const script = `Object.defineProperty(process.versions, 'node', { value: '20.20.0' });await import(${JSON.stringify(join(import.meta.dirname, '../../src/cli/require-node.js'))});`;
    expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' })).toThrow(
      /needs Node 22\.12 or newer, and this is 20\.20\.0\./,
    );
  });
});
