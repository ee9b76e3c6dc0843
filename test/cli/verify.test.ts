import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Report } from '../../src/contract/report.ts';
import { startServer } from '../faults/conforming-server.ts';
import { faults } from '../faults/faults.ts';
import { runCli, startCli } from './run-cli.ts';

let folder = '';
let close: () => Promise<void> | void = () => undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
});
afterEach(async () => {
  await close();
  close = () => undefined;
  rmSync(folder, { recursive: true });
});

/** A conforming server, or one with a planted fault. */
const target = async (fault?: string): Promise<string> => {
  const server = await startServer(faults.find(({ id }) => id === fault)?.rules);
  close = server.close;
  return server.url;
};
const verify = (url: string, ...more: readonly string[]) =>
  runCli('verify', '--target', url, '--token', 's3cret', '--depth', '0', ...more);
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const reportIn = (path: string): Report => JSON.parse(readFileSync(path, 'utf8')) as Report;

describe('swr-contract verify', () => {
  test('a server that conforms: exit code 0, and nothing is left behind but what the last probe made', async () => {
    const json = join(folder, 'report.json');
    const { code, stdout } = await verify(await target(), '--json', json);
    expect({ code, verdict: stdout.split('\n')[0] }).toMatchObject({
      code: 0,
      verdict: expect.stringContaining('Conforms'),
    });
    const report = reportIn(json);
    expect(report.findings).toEqual([]);
    expect(report.results.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(report.deleted).toBeGreaterThan(0);
  });

  test('[R4] one deviation: exit code 1, one finding, in every report, and no credentials in any', async () => {
    const files = { json: join(folder, 'r.json'), junit: join(folder, 'r.xml'), html: join(folder, 'r.html') };
    const { code, stdout, stderr } = await verify(
      await target('r-underscores-three'),
      ...Object.entries(files).flatMap(([name, path]) => [`--${name}`, path]),
    );
    expect(code).toBe(1);
    expect(stdout).toContain('Findings (1)');
    const report = reportIn(files.json);
    expect(report.findings.map(({ clause, direction, reproduced }) => ({ clause, direction, reproduced }))).toEqual([
      { clause: 'R4', direction: 'too lax', reproduced: 'yes' },
    ]);
    expect(readFileSync(files.junit, 'utf8')).toContain('<failure');
    expect(readFileSync(files.html, 'utf8')).toContain('R4');
    for (const text of [stdout, stderr, ...Object.values(files).map((path) => readFileSync(path, 'utf8'))])
      expect(text).not.toContain('s3cret');
  });

  test('[R4] an accepted deviation: exit code 0; one that no longer occurs: exit code 1', async () => {
    const json = join(folder, 'report.json');
    const url = await target('r-underscores-three');
    await verify(url, '--json', json);
    const [finding] = reportIn(json).findings;
    const known = file('known.yaml', `- id: ${finding?.id}\n  reason: will be mended in May\n`);
    expect((await verify(url, '--known', known)).code).toBe(0);
    await close();
    const mended = await verify(await target(), '--known', known);
    expect(mended.code).toBe(1);
    expect(mended.stdout).toContain('will be mended in May');
    // A run that leaves cases out says nothing about what they would show.
    expect((await verify(await target(), '--known', known, '--only', 'P2')).code).toBe(0);
  });

  test('two runs against one server give the same verdicts', async () => {
    const url = await target();
    const verdicts = [];
    for (const name of ['a.json', 'b.json']) {
      await verify(url, '--json', join(folder, name));
      verdicts.push(
        reportIn(join(folder, name))
          .results.map(({ id, verdict }) => `${id} ${verdict}`)
          .sort(),
      );
    }
    expect(verdicts[0]).toEqual(verdicts[1]);
  });

  test('[A2] a deployment whose namespaces must exist: what could not be checked is said', async () => {
    const server = await startServer({ namespaceExists: (namespace: string) => namespace === 'group' } as never);
    close = server.close;
    const { code } = await verify(server.url, '--namespace', 'group');
    expect(code).toBe(0);
  });

  test.each([
    ['nobody listens', ['--target', 'http://127.0.0.1:1'], /nothing\s+listens on/],
    ['no target', [], /--target/],
    ['a target that is no URL', ['--target', 'localhost'], /no http or https URL/],
    ['no case is left', ['--target', 'http://127.0.0.1:1', '--only', 'nothing-like-this'], /no case/i],
    ['an unknown option', ['--targets', 'x'], /unknown option/],
    ['a bad depth', ['--target', 'http://127.0.0.1:1', '--depth', '9'], /from 0 to 2/],
    ['no such document', ['--target', 'http://127.0.0.1:1', '--spec', '/nonexistent.yaml'], /there is no such file/],
  ])('%s: exit code 2 and a clear word', async (_title, args, message) => {
    const { code, stdout, stderr } = await runCli('verify', ...args);
    expect(code).toBe(2);
    expect(stdout + stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });

  test('[A1] refused credentials: exit code 2', async () => {
    const server = createServer((_request, response) => response.writeHead(401).end('{}')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    close = () => {
      server.closeAllConnections();
      server.close();
    };
    const { code, stdout } = await verify(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect({ code, stdout }).toMatchObject({ code: 2, stdout: expect.stringMatching(/credentials/i) });
  });

  test('interrupted: what ran is reported, exit code 2', async () => {
    const url = await target();
    const cli = startCli(['verify', '--target', url, '--token', 't', '--rate', '500/s']);
    await cli.prints(/\d+%/);
    cli.child.kill('SIGINT');
    const { code, stdout } = await cli.ended;
    expect(code).toBe(2);
    expect(stdout).toMatch(/interrupted/i);
    expect(stdout).toContain('created and deleted again');
  });

  test('[R4] interrupted after a deviation: exit code 2 all the same, and what was created is deleted', async () => {
    const cli = startCli(['verify', '--target', await target('s-created-200'), '--token', 't', '--rate', '500/s']);
    await cli.prints(/\d+%/);
    cli.child.kill('SIGINT');
    const { code, stdout } = await cli.ended;
    expect(code).toBe(2);
    expect(stdout).toContain('S1');
    expect(stdout).toContain('created and deleted again');
  });

  test('[N2] a namespace that breaks its own rule: exit code 2', async () => {
    const { code, stdout } = await verify(await target(), '--namespace', 'Group');
    expect({ code, stdout }).toMatchObject({ code: 2, stdout: expect.stringMatching(/Group breaks a rule.*N2/s) });
  });

  test('[S1] answers that are lost now and then are no duplicates', async () => {
    let count = 0;
    const server = await startServer({
      write: (response, { status, headers, body }) => {
        count += 1;
        if (count % 400 === 0) response.socket?.destroy();
        else response.writeHead(status, headers).end(body);
      },
    });
    close = server.close;
    expect((await verify(server.url)).code).toBe(0);
  });

  test('[R4] --list and --dry-run send nothing', async () => {
    const list = await runCli('verify', '--list', '--only', '*/R4/*', '--depth', '0');
    expect(list.code).toBe(0);
    expect(list.stdout).toMatch(/createRepository\/repository\/R4\/\S+/);
    const requests = await runCli('verify', '--dry-run', '--only', '*/R4/*', '--depth', '0', '--token', 's3cret');
    expect(requests.code).toBe(0);
    expect(requests.stdout).toContain('curl -i');
    expect(requests.stdout).not.toContain('s3cret');
  });
});
