import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadEditions } from '../../src/cli/document/choose-document.ts';
import { identifyCommand } from '../../src/cli/identify/identify.ts';
import { verifyCommand } from '../../src/cli/verify/verify.ts';
import type { IdentifyReport } from '../../src/identify/report/report.ts';
import { applyOverlay } from '../../src/openapi/overlays/apply-overlay.ts';
import { withoutReadings } from '../../src/openapi/overlays/apply-readings.ts';
import { parseOverlay } from '../../src/openapi/overlays/parse-overlay.ts';
import { recordsOf, serveFake } from '../contract/send-to-fake.ts';
import { type Ended, runCommandHere } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'identify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const editions = await loadEditions();
const edition = editions.find(({ name }) => name === '2021-09')?.document;
if (!edition) throw new Error('There is no edition 2021-09.');
const CREATED = "$.paths['/v2/manage/namespaces/{namespace}/repos'].post.responses";
const ours = applyOverlay(withoutReadings(edition), [
  { target: CREATED, update: { 202: { description: 'It was done.' } } },
  { target: `${CREATED}['201']`, update: { 'x-alternative': true } },
]);

// As a process of its own it runs in the examples of src/contract/README.md.
const identify = (...args: readonly string[]): Promise<Ended> => runCommandHere(identifyCommand(), args);

describe('identify on a server', () => {
  it('names the edition, writes the result and what differs, and leaves nothing', async () => {
    const server = await serveFake(undefined, { document: ours });
    const [json, overlay] = [join(folder, 'result.json'), join(folder, 'deep', 'ours.yaml')];
    const target = ['--target', server.url, '--token', 'demo'];
    const ended = await identify(...target, '--json', json, '--write-overlay', overlay);
    expect(ended).toMatchObject({ code: 0, stderr: `What differs is written to ${overlay}.` });
    expect(ended.stdout).toMatch(/^✓ The server keeps edition 2021-09\.\n/);
    expect(ended.stdout).toContain(`verify --target ${server.url} --edition 2021-09`);
    const report = JSON.parse(readFileSync(json, 'utf8')) as IdentifyReport;
    expect(report).toMatchObject({ outcome: 'identified', editions: ['2021-09'], leftBehind: [], target: server.url });
    expect(report.requests).toBe(server.requests.length);
    expect(report.requests).toBeLessThanOrEqual(30);
    expect(recordsOf(server.backend)).toEqual([]);
    const text = readFileSync(overlay, 'utf8');
    expect(parseOverlay(text).overlay.actions).toMatchObject([
      { description: expect.stringContaining('createRepository answers 202, 2021-09 says 201') },
      { update: { 'x-alternative': true } },
    ]);
    const again = await runCommandHere(verifyCommand(), [
      '--edition',
      '2021-09',
      '--overlay',
      overlay,
      '--list',
      '--only',
      'RL1',
    ]);
    expect(again.stderr).not.toContain('warning');
    expect(again.code).toBe(0);
    await server.close();
  }, 60_000);

  it('says that nothing is to be written where nothing differs', async () => {
    const server = await serveFake(undefined, { document: edition });
    const file = join(folder, 'none.yaml');
    const ended = await identify('--target', server.url, '--token', 'demo', '--write-overlay', file);
    expect(ended).toMatchObject({ code: 0, stderr: 'No overlay is written: nothing was seen to differ.' });
    expect(() => readFileSync(file)).toThrow('ENOENT');
    await server.close();
  }, 60_000);

  it('asks with what it was given, and says where that is refused', async () => {
    const server = await serveFake(undefined, { document: edition, tokens: ['secret-of-ours'] });
    const ended = await identify('--target', server.url, '--token', 'wrong-one');
    expect(ended.code).toBe(2);
    expect(ended.stdout).toMatch(/^! the server refuses the credentials \(401\)/);
    expect(ended.stdout + ended.stderr).not.toContain('wrong-one');
    await server.close();
  }, 60_000);
});

describe('what can not be identified', () => {
  it('a server that is none of these', async () => {
    const server = createServer((_, response) => response.writeHead(302, { location: 'https://example.com/' }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ended = await identify('--target', url);
    server.close();
    expect(ended).toMatchObject({ code: 2 });
    expect(ended.stdout).toMatch(/^! the server redirects to\s+https:\/\/example\.com/);
  }, 60_000);

  it('an address that has no such API: no edition is offered to check it by', async () => {
    const server = createServer(({ url }, response) => response.writeHead(url === '/' ? 200 : 404).end('{}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ended = await identify('--target', url, '--token', 'demo');
    server.close();
    expect(ended).toMatchObject({ code: 1 });
    expect(ended.stdout).toMatch(/^✗ No edition explains most of the answers/);
    expect(ended.stdout).toContain('listSharedRepositories answers 404, 2018-12 says 400');
    expect(ended.stdout).not.toMatch(/takes it \((?!2)|refuses it \(2/);
    expect(ended.stdout).not.toContain('swr-contract verify');
  }, 60_000);

  it.each([
    [[], /^error: Failed to identify: no target\. Give --target URL/],
    [['--target', 'ftp://x'], /^error: Failed to identify: --target is no http or https URL/],
    [['--target', 'http://127.0.0.1:1', '--cert', 'a.pem'], /^error: Failed to read --cert a\.pem: /],
    [['--target', 'http://127.0.0.1:1', '--max-requests', '3'], /--max-requests/],
    [['--target', 'http://127.0.0.1:1', '--depth', 'smoke'], /unknown option '--depth'/],
    [['--edition', '2021-09'], /unknown option '--edition'.*verify --edition NAME/s],
  ])('%j', async (args, expected) => {
    const ended = await identify(...args);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(expected);
  });
});
