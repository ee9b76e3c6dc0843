import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { identifyCommand } from '../../src/cli/identify/identify.ts';
import { mockCommand } from '../../src/cli/mock/mock.ts';
import { describeStart } from '../../src/cli/mock/say-start.ts';
import { verifyCommand } from '../../src/cli/verify/verify.ts';
import { create } from '../behaviour/surface.ts';
import { type RunningMock, runMockHere } from './mock/run-mock-here.ts';
import { type Ended, runCommandHere, startCli } from './run-cli.ts';

const SPEC = join(import.meta.dirname, '..', '..', 'spec', 'openapi.yaml');

let folder = '';
const running: RunningMock[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'editions-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ stop }) => stop()));
  rmSync(folder, { recursive: true });
});

const mock = (...args: readonly string[]): Promise<Ended> => runCommandHere(mockCommand(), args);
const verify = (...args: readonly string[]): Promise<Ended> => runCommandHere(verifyCommand(), args);

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** An overlay with actions, each a target and what is done. */
const overlay = (...actions: readonly [target: string, change: string][]): string =>
  [
    'overlay: 1.1.0',
    'info: { title: t, version: v }',
    'actions:',
    ...actions.map(([target, change]) => `  - target: ${target}\n    ${change}`),
    '',
  ].join('\n');

/** A client of a fake. */
const at = (origin: string) => ({
  origin,
  /** The status and body of a create. */
  make: async (repository: string): Promise<[number, string]> => {
    const { path, ...init } = create({ repository });
    const answer = await fetch(origin + path, init as RequestInit);
    return [answer.status, await answer.text()];
  },
  document: async (): Promise<unknown> => (await fetch(`${origin}/__mock/openapi.json`)).json(),
});

const start = async (...args: readonly string[]) => {
  const started = await runMockHere(...args);
  running.push(started);
  const { text } = describeStart(started.options, started, started.origin);
  return { ...started, ...at(started.origin), told: text };
};

const LENGTH = "$.components.schemas.RepositoryName.allOf[?@['x-clause'].id == 'R7'].maxLength";

describe('swr-contract mock --edition', () => {
  test('[R2] answers as that edition says, and says which it is', async () => {
    const mock = await start('--edition', '2019-02');
    expect(mock.told).toMatch(/edition\s+2019-02/);
    expect((await mock.make('9a'))[0]).toBe(201);
    expect(await mock.document()).toMatchObject({ info: { version: '2019-02' } });
    const yaml = await (await fetch(`${mock.origin}/__mock/openapi.yaml`)).text();
    expect(yaml).toMatch(/^ {2}version: 2019-02$/m);
  });

  test('[A1] takes tokens as that edition does, and shows how; verify and identify send them so', async () => {
    const mock = await start('--edition', '2022-10', '--token', 'secret');
    expect(mock.told).toContain('-H "X-Auth-Token: $TOKEN"');
    const list = (headers: Record<string, string>) => fetch(`${mock.origin}/v2/manage/namespaces`, { headers });
    expect((await list({ 'x-auth-token': 'secret' })).status).toBe(200);
    const refused = await list({ authorization: 'Bearer secret' });
    expect([refused.status, await refused.text()]).toEqual([401, expect.stringContaining('X-Auth-Token: …')]);

    const given = ['--target', mock.origin, '--token', 'secret'];
    const own = await verify(...given, '--edition', '2022-10', '--depth', 'smoke', '--operation', 'createNamespace');
    expect([own.code, own.stdout]).toEqual([0, expect.stringContaining('Conforms')]);
    const other = await verify(...given, '--depth', 'smoke');
    expect([other.code, other.stdout.replace(/\s+/g, ' ')]).toEqual([
      2,
      expect.stringContaining('Check --token (it goes out as Authorization: Bearer … by this edition)'),
    ]);
    const found = await runCommandHere(identifyCommand(), given);
    expect([found.code, found.stdout]).toEqual([0, expect.stringContaining('2022-10')]);
  });

  test('[R2] the first edition is the default', async () => {
    const mock = await start('--edition', '2018-12');
    expect(await mock.make('9a')).toEqual([400, expect.stringContaining('lowercase letter')]);
    expect(await mock.document()).toMatchObject({ info: { version: '2018-12' } });
  });

  test('[A4] takes other readings too', async () => {
    const mock = await start('--edition', '2019-02', '--reading', 'A4=object');
    expect(await mock.make('9a')).toEqual([201, '{}']);
  });

  test.each([
    ['mock', 1],
    ['verify', 2],
  ])('%s: an edition that is none ends with one line that lists the known ones', async (command, code) => {
    expect(await (command === 'mock' ? mock : verify)('--edition', 'none')).toEqual({
      code,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: Failed to use --edition none: there is no such edition \(known: 2018-12, 2019-02.*\)\.\n?$/,
      ),
    });
  });

  test('[R2] a state file of a later edition is refused: it says which record breaks which clause', async () => {
    const state = join(folder, 'state.jsonl');
    const later = await start('--edition', '2019-02', '--state', state);
    expect((await later.make('busybox'))[0]).toBe(201);
    expect((await later.make('9a'))[0]).toBe(201);
    await later.stop();
    running.length = 0;
    const before = readFileSync(state, 'utf8');
    expect(await mock('--port', '0', '--edition', '2018-12', '--state', state)).toEqual({
      code: 1,
      stdout: '',
      stderr: `error: Failed to load the state file ${state}: repositories[1].name must start with a lowercase letter (R2), in group/9a.\n`,
    });
    expect(readFileSync(state, 'utf8')).toBe(before);
    const again = await start('--edition', '2019-02', '--state', state);
    expect((await again.make('9a'))[0]).toBe(409);
  });

  test('an edition of another document is refused', async () => {
    const { stderr } = await mock('--edition', '2019-02', '--spec', SPEC);
    expect(stderr).toBe('error: Failed to use --edition: --spec gives another document. Give one of them.\n');
  });
});

describe('swr-contract verify --edition', () => {
  test('finds nothing in the fake of the largest edition, over a connection', async () => {
    const { origin } = await start('--edition', '2025-10');
    const target = ['--target', origin, '--token', 't', '--edition', '2025-10'];
    const { code, stdout } = await verify(...target, '--depth', 'smoke');
    expect(stdout).toContain('No deviation was found.');
    expect(stdout).toContain('Nothing was left behind.');
    expect(code).toBe(0);
  }, 120_000);

  test('[R2] checks by that edition', async () => {
    const { stdout } = await verify('--list', '--only', 'R2@2019-02', '--edition', '2019-02');
    expect(stdout).toMatch(/\[R2@2019-02 /);
    const own = await verify('--list', '--only', 'R2@2019-02');
    expect(own).toMatchObject({ stdout: '', stderr: expect.stringContaining('no case is left') });
  });

  test('[R7] checks by an overlay', async () => {
    const short = file('short.yaml', overlay([LENGTH, 'update: 60']));
    const { stdout, stderr } = await verify('--list', '--only', 'R7', '--overlay', short);
    expect(stderr).not.toContain('warning');
    expect(stdout).toMatch(/clause\/\w+\.\.\.51 /);
  });
});

describe('--overlay', () => {
  test('[R2] [R7] is laid over the edition, in the order given', async () => {
    const two = file('two.yaml', overlay([LENGTH, 'update: 2']));
    const three = file('three.yaml', overlay([LENGTH, 'update: 3']));
    const mock = await start('--edition', '2019-02', '--overlay', two, '--overlay', three);
    expect(mock.told).toMatch(/overlay\s+\S+two\.yaml\n\s+overlay\s+\S+three\.yaml/);
    expect((await mock.make('9ab'))[0]).toBe(201);
    expect((await mock.make('9abc'))[0]).toBe(400);
  });

  test('[A4] chooses readings, which an option overrules', async () => {
    const object = file('a.yaml', overlay(["$['x-ambiguities'].A4.default", 'update: object']));
    expect((await (await start('--overlay', object)).make('busybox'))[1]).toBe('{}');
    const mock = await start('--overlay', object, '--reading', 'A4=empty');
    expect((await mock.make('busybox'))[1]).toBe('');
    expect(mock.told).toMatch(/readings\s+A4=empty/);
  });

  test('[R7] changes a document of the user', async () => {
    const spec = join(folder, 'own.yaml');
    copyFileSync(SPEC, spec);
    const mock = await start('--spec', spec, '--overlay', file('a.yaml', overlay([LENGTH, 'update: 2'])));
    expect((await mock.make('abc'))[0]).toBe(400);
  });

  test('[R7] is loaded again when it changes', async () => {
    const path = file('a.yaml', overlay([LENGTH, 'update: 2']));
    const cli = startCli(['mock', '--port', '0', '--watch', '--edition', '2019-02', '--overlay', path]);
    const [, origin = ''] = await cli.prints(/listening\s+(http:\S+)/);
    const { make } = at(origin);
    expect((await make('abc'))[0]).toBe(400);
    writeFileSync(path, overlay([LENGTH, 'update: 3']));
    await cli.prints(/was loaded again/);
    expect((await make('abc'))[0]).toBe(201);
    writeFileSync(path, overlay([LENGTH, 'update: []']));
    await cli.prints(/a\.yaml:4:13: the update is a list[\s\S]*The document before stays in use/);
    expect((await make('abcd'))[0]).toBe(400);
    cli.child.kill('SIGKILL');
    await cli.ended;
  });

  test.each<[what: string, text: string, message: string]>([
    ['no YAML', 'a: [', ':1:5: not YAML: '],
    ['no overlay', readFileSync(SPEC, 'utf8'), ':1:1: not an overlay that can be read: '],
    ['a field that is none', overlay(['$.info', 'updates: 1']), ':5:14: unknown field "updates" '],
    [
      'a target that leads nowhere',
      overlay(['$.nothing', 'remove: true']),
      ':4:13: the target leads nowhere: $.nothing',
    ],
    ['no query', overlay(['$.info[', 'remove: true']), ':4:13: not a query that can be used: $.info[ ('],
    [
      'an update that does not fit',
      overlay(['$.info', 'update: 1']),
      ':4:13: the update is a value, what stands there ',
    ],
  ])('one that is bad ends with one line that says where: %s', async (_what, text, message) => {
    const path = file('a.yaml', text);
    const ended = [await mock('--port', '0', '--overlay', path), await verify('--list', '--overlay', path)];
    expect(ended).toMatchObject([
      { code: 1, stdout: '' },
      { code: 2, stdout: '' },
    ]);
    for (const { stderr } of ended) {
      expect(stderr).toContain(`error: Failed to use the overlay ${path}${message}`);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  });

  test('one that makes the document useless is told so', async () => {
    const path = file('a.yaml', overlay(['$.components.schemas.RepositoryName', 'remove: true']));
    const { stderr } = await verify('--list', '--overlay', path);
    expect(stderr).toMatch(
      /^error: Failed to use the document with \S+a\.yaml: it has \d mistakes\.\n( +\$ref leads nowhere: .*RepositoryName\. .*\n?)+$/,
    );
  });

  test('one that is not there is told so', async () => {
    const { stderr } = await mock('--overlay', join(folder, 'no.yaml'));
    expect(stderr).toMatch(/^error: Failed to read the overlay \S+no\.yaml: there is no such file\.\n$/);
  });
});
