import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { document } from '../../mocks/document.ts';
import { listenForInterruption } from '../../src/cli/verify/listen-for-interruption.ts';
import { verifyCommand } from '../../src/cli/verify/verify.ts';
import type { Report } from '../../src/contract/report/report.ts';
import { type RunningServer, recordsOf, serveFake } from '../contract/send-to-fake.ts';
import { certificate, privateKey } from './certificate.ts';
import { type Ended, runCommandHere, startCli } from './run-cli.ts';

let folder = '';
const open: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of open.splice(0)) await close();
  rmSync(folder, { recursive: true });
});

const run = (...args: readonly string[]): Promise<Ended> => runCommandHere(verifyCommand(), args);
const verify = (url: string, ...more: readonly string[]): Promise<Ended> =>
  run('--target', url, '--token', 's3cret', '--depth', 'smoke', ...more);
/** The JSON report of a run. */
const report = async (url: string, ...more: readonly string[]): Promise<Report> => {
  const json = path('of-run.json');
  await verify(url, '--json', json, ...more);
  return read(json);
};
const path = (name: string): string => join(folder, name);
const read = (file: string): Report => JSON.parse(readFileSync(file, 'utf8')) as Report;
const write = (name: string, text: string): string => {
  writeFileSync(path(name), text);
  return path(name);
};

const serve: typeof serveFake = async (...args) => {
  const server = await serveFake(...args);
  open.push(server.close);
  return server;
};
const listen = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A fake that lets three "_" in a row pass. */
const serveLax = (front?: Parameters<typeof serveFake>[0]): Promise<RunningServer> => {
  const lax = structuredClone(document);
  const name = lax.components?.schemas?.['RepositoryName'] as { allOf: { title: string }[] };
  name.allOf = name.allOf.filter(({ title }) => !title.includes('more than two'));
  return serve(front, { document: lax });
};

describe('the outcome', () => {
  test('a server that conforms: 0, and nothing is left behind', async () => {
    const { url, backend } = await serve();
    const { code, stdout, stderr } = await verify(url, '--json', path('r.json'));
    expect({ code, verdict: stdout.split('\n')[0] }).toMatchObject({
      code: 0,
      verdict: expect.stringContaining('Conforms'),
    });
    expect(stderr).toMatch(/100%[\s\S]*looking into what deviates, and deleting what was made/);
    expect(read(path('r.json'))).toMatchObject({ outcome: 'conforms', findings: [], leftBehind: [] });
    expect(recordsOf(backend)).toEqual([]);
  });

  test('[R4] one deviation: 1, one finding, in every report', async () => {
    const { url } = await serveLax();
    const files = ['--json', path('r.json'), '--junit', path('r.xml'), '--html', path('r.html')];
    const { code, stdout } = await verify(url, ...files);
    expect(code).toBe(1);
    expect(stdout).toContain('R4');
    expect(read(path('r.json')).findings).toMatchObject([{ clause: 'R4', direction: 'too lax', reproduced: 'yes' }]);
    expect(readFileSync(path('r.xml'), 'utf8')).toContain('<failure');
    expect(readFileSync(path('r.html'), 'utf8')).toContain('R4');
  });

  test('[R4] an accepted deviation: 0, and it says so; one that no longer occurs: 1', async () => {
    const { url } = await serveLax();
    const [finding] = (await report(url)).findings;
    const known = write('known.yaml', `- id: ${finding?.id}\n  reason: will be mended in May\n`);
    const accepted = await verify(url, '--known', known);
    expect(accepted.code).toBe(0);
    expect(accepted.stdout.replaceAll(/\s+/g, ' ')).toContain('apart from 1 accepted deviation');
    const mended = await run('--target', (await serve()).url, '--token', 't', '--known', known);
    expect(mended.code).toBe(1);
    expect(mended.stdout).toContain('will be mended in May');
  });

  test('[A7] a run in which open points fail counts what it says', async () => {
    const { url } = await serve(undefined, { readings: { A7: 'last' } });
    const json = path('r.json');
    const { code } = await run('--target', url, '--token', 't', '--json', json, '--operation', 'createRepository');
    const { summary, results } = read(json);
    const [passed, failed] = ['pass', 'fail'].map(
      (wanted) => results.filter(({ verdict }) => verdict === wanted).length,
    );
    expect(code).toBe(0);
    expect(failed).toBeGreaterThan(0);
    expect(summary).toBe(
      `The server keeps the contract in all ${(passed ?? 0) + (failed ?? 0)} cases, apart from ${failed} ${failed === 1 ? 'case' : 'cases'} on open points.`,
    );
  });

  test('two runs against one server give the same verdicts', async () => {
    const { url } = await serveLax();
    const verdicts = (of: Report): string[] => of.results.map(({ id, verdict }) => `${id} ${verdict}`).toSorted();
    expect(verdicts(await report(url))).toEqual(verdicts(await report(url)));
  });
});

describe('what can not be used: 2, and a clear word', () => {
  const T = ['--target', 'http://127.0.0.1:1'];
  test.each<[string, string[], RegExp]>([
    ['nobody listens', T, /nothing\s+listens on/],
    ['no target', [], /no target\. Give --target URL/],
    ['C3: an empty target', ['--target', ''], /no target\. Give --target URL/],
    ['a target that is no URL', ['--target', 'localhost'], /no http or https URL/],
    [
      'one with a password, and without a scheme',
      ['--target', 'me:hunter2@host:80'],
      /received host:80\)\. Did you mean/,
    ],
    ['such a one with a password', ['--target', 'ftp://me:hunter2@p@host'], /received ftp:\/\/host\)/],
    ['no case is left', [...T, '--only', 'nothing-like-this'], /no case/i],
    ['a clause of no case', [...T, '--only', 'Z9'], /^error: Failed to verify: no case is left\. Check .*--only/],
    ['an unknown option', ['--targets', 'x'], /unknown option/],
    ['a bad depth', [...T, '--depth', '9'], /one of smoke, standard, thorough, exhaustive, or 0, 1, 2/],
    ['a bad rate', [...T, '--rate', '0'], /a number a second/],
    ['a bad limit', [...T, '--time-limit', 'soon'], /as 90s or 5m/],
    ['no such document', [...T, '--spec', '/nonexistent.yaml'], /there is no such file/],
    [
      'no such operation',
      [...T, '--operation', 'fly'],
      /no operation fly in edition 2018-12\.\nKnown are:\n {2}.*createRepository/s,
    ],
    ['one of another edition', [...T, '--operation', 'createRetention'], /It is in\s\d.*give\s--edition\s\d/s],
    ['a file of accepted deviations that is none', [...T, '--known', '/nonexistent.yaml'], /there is no such file/],
    ['a report in no folder', [...T, '--json', '/dev/null/r.json'], /its folder is a file|EEXIST|not a directory/],
    ['a certificate without its key', [...T, '--cert', '/x'], /there is no such file/],
    ['a command that fails', [...T, '--token-command', 'exit 3'], /--token-command: it ended with 3/],
    [
      'no such file of a token',
      [...T, '--token-file', '/nonexistent'],
      /--token-file \/nonexistent: there is no such file/,
    ],
    ['an empty file of a token', [...T, '--token-file', '/dev/null'], /--token-file \/dev\/null: it is empty/],
    ['a namespace that breaks its rule', ['--namespace', 'Group', ...T], /Group breaks a rule.*N2/s],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stdout + stderr).toMatch(message);
    expect(stderr).not.toMatch(/ {4}at |hunter2/);
  });
});

describe('options that leave nothing to check', () => {
  test.each([
    ['--only', 'Z9'],
    ['--skip', '*'],
    ['--operation', 'fly'],
  ])('%s %s: nothing is sent, and no line is wider than 80 columns', async (...args) => {
    const { url, requests } = await serve();
    const { code, stderr } = await run('--target', url, '--token', 't', ...args);
    expect({ code, sent: requests.length }).toEqual({ code: 2, sent: 0 });
    expect(stderr.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('the end of a run', () => {
  test('SIGTERM: clean-up, reports, 2', async () => {
    const { url, backend } = await serve();
    const json = path('r.json');
    const args = ['verify', '--target', url, '--token', 't', '--rate', '300/s', '--json', json];
    const cli = startCli(args);
    await cli.prints(/10%/);
    expect(read(json)).toMatchObject({ outcome: 'unchecked', summary: 'The run has not finished.' });
    // Under npm each press arrives twice.
    cli.child.kill('SIGTERM');
    cli.child.kill('SIGTERM');
    const { code, stdout, stderr } = await cli.ended;
    expect(code).toBe(2);
    expect(stdout).toMatch(/interrupted/);
    expect(stderr).toContain('Interrupted: deleting what was made. Once more to end at once.');
    expect(read(json)).toMatchObject({ outcome: 'unchecked', leftBehind: [] });
    expect(recordsOf(backend)).toEqual([]);
    expect(readdirSync(folder)).toEqual(['r.json']);
  });

  test('while it waits for a busy server, it says so, and ends at once', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(429, { 'retry-after': '50' }).end();
      return true;
    });
    const cli = startCli(['verify', '--target', url, '--token', 't']);
    await cli.prints(/waiting 50 s: the server answered 429, so it is asked more slowly/);
    cli.child.kill('SIGINT');
    const { code, stdout } = await cli.ended;
    expect(code).toBe(2);
    expect(stdout).toMatch(/interrupted/);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)('%s ends one', (name) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { signal, end } = listenForInterruption();
    process.emit(name);
    expect(signal.aborted).toBe(true);
    end();
    said.mockRestore();
  });

  test('presses within a second are one; a later one ends it at once', () => {
    let time = 5000;
    const exit = vi.fn();
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { signal, end } = listenForInterruption(() => time, exit);
    process.emit('SIGINT');
    process.emit('SIGTERM');
    time += 900;
    process.emit('SIGINT');
    expect(signal.aborted).toBe(true);
    expect(exit).not.toHaveBeenCalled();
    time += 200;
    process.emit('SIGINT');
    expect(exit).toHaveBeenCalledExactlyOnceWith(2);
    end();
    said.mockRestore();
    expect(process.listeners('SIGTERM').filter(({ name }) => name === 'stop')).toEqual([]);
  });

  test('--max-failures: what failed is looked into, and what was made deleted', async () => {
    const { url, backend } = await serveLax();
    const { outcome, findings, summary, results } = await report(url, '--max-failures', '1');
    expect(outcome).toBe('deviates');
    expect(findings).toMatchObject([{ clause: 'R4', reproduced: 'yes' }]);
    expect(summary).toContain('The run ended early: 1 case failed, the most that were to.');
    expect(results.some(({ verdict }) => verdict === 'skip')).toBe(true);
    expect(recordsOf(backend)).toEqual([]);
  });

  test('--max-requests: the most telling ones are sent, the clauses left out are named, what was made is deleted', async () => {
    const { url, backend } = await serve();
    const { outcome, summary, requests, notChecked, cleanUpRequests, results } = await report(
      url,
      '--max-requests',
      '150',
    );
    expect({ outcome, summary }).toEqual({
      outcome: 'unchecked',
      summary: 'The server could not be checked: the limit of 150 requests was reached.',
    });
    expect(requests).toBeLessThanOrEqual(150);
    expect(cleanUpRequests).toBeGreaterThan(0);
    const left = notChecked.find(({ why }) => why.includes('limit of 150'))?.what.split(', ') ?? [];
    expect(left.length).toBeGreaterThan(5);
    for (const clause of left)
      expect(results.filter(({ clauses, verdict }) => verdict === 'pass' && clauses.includes(clause))).toEqual([]);
    expect(recordsOf(backend)).toEqual([]);
  });

  test('--max-requests: where something deviates, a part of them is kept for looking into it', async () => {
    const { url } = await serveLax();
    const { findings, requests } = await report(url, '--max-requests', '300', '--operation', 'createRepository');
    expect(findings).toMatchObject([{ clause: 'R4', reproduced: 'yes' }]);
    expect(requests).toBeLessThanOrEqual(300);
  });
});

test('answers of 1 MiB to everything take little memory', async () => {
  const { url } = await serve((_, response) => {
    const end = response.end.bind(response) as (text: string) => ServerResponse;
    response.writeHead = ((status: number) => {
      response.statusCode = status;
      return response;
    }) as typeof response.writeHead;
    response.end = ((body?: Buffer) => end(String(body ?? '') + ' '.repeat(1_040_000))) as typeof response.end;
    return false;
  });
  const told = "process.on('exit',()=>console.error('peak',process.resourceUsage().maxRSS))";
  const cli = startCli(['verify', '--target', url, '--token', 't', '--depth', 'smoke', '--json', path('r.json')], {
    NODE_OPTIONS: `--import=data:text/javascript,${told}`,
  });
  const { stderr } = await cli.ended;
  // Of these 100 MiB are for reading TypeScript, which what is shipped does not do.
  expect(Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024).toBeLessThan(400);
  expect(readFileSync(path('r.json')).byteLength).toBeLessThan(2_000_000);
});

describe('report files', () => {
  test('their folders are made, links are followed, and nothing else is left there', async () => {
    const { url } = await serve();
    symlinkSync(write('real.json', '{}'), path('link.json'));
    await verify(url, '--json', path('link.json'), '--html', path('a/b/r.html'), '--junit', path('c/r.xml'));
    expect(read(path('real.json')).outcome).toBe('conforms');
    expect(existsSync(path('a/b/r.html'))).toBe(true);
    expect(readdirSync(folder).toSorted()).toEqual(['a', 'c', 'link.json', 'real.json']);
  });

  test.each(['a pipe', 'a file'])('/dev/stdout where that is %s takes one report', async (kind) => {
    const { url } = await serve();
    const command = `"$NODE" dist/swr-contract.js verify --target ${url} --token t --operation createNamespace --json /dev/stdout`;
    const shell = spawn('sh', ['-c', kind === 'a file' ? `${command} > "$OUT"; cat "$OUT"` : `${command} | cat`], {
      cwd: join(import.meta.dirname, '..', '..'),
      env: { PATH: process.env['PATH'], NODE: process.execPath, OUT: path('out') },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    shell.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    await once(shell, 'close');
    expect(text).toContain('Conforms');
    expect(text.match(/"outcome": /g)).toHaveLength(1);
    expect(text).toContain('"outcome": "conforms"');
  });
});

describe('--list and --dry-run send nothing, and say what else a run sends', () => {
  test('[R4] --list', async () => {
    const { code, stdout, stderr } = await run('--list', '--only', 'R4', '--depth', 'smoke');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^createRepository\/repository\/\S+ {2}\[R4 S2\] must: /m);
    expect(stderr).toMatch(/Before them the run asks each operation once, and one path that is none; behind\s+them/);
  });

  test('[R4] --dry-run', async () => {
    const { code, stdout } = await run('--dry-run', '--only', 'R4', '--depth', 'smoke', '--token', 's3cret');
    expect(code).toBe(0);
    const parts = stdout.split(/^# /m).slice(1);
    expect(parts[0]).toMatch(/^before the cases: a path that is none, and each operation once\ncurl -i /);
    expect(parts.at(-1)).toMatch(/^behind the cases: .*and what was made is deleted\ncurl -i -X DELETE /);
    expect(stdout).not.toContain('s3cret');
  });
});

describe('credentials', () => {
  /** Says whatever it was told, in all the ways that servers do. */
  const echo: RequestListener = ({ headers, socket }, response) => {
    const [scheme = '', value = ''] = (headers.authorization ?? '').split(' ');
    const plain = scheme === 'Basic' ? Buffer.from(value, 'base64').toString() : value;
    const password = plain.slice(plain.indexOf(':') + 1);
    const ways = (text: string): string[] => [
      text,
      encodeURIComponent(text),
      encodeURIComponent(text).toLowerCase(),
      JSON.stringify(text),
      text.replaceAll('&', '\\u0026').replaceAll('<', '\\u003c'),
      text.replaceAll('/', '\\/'),
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&#34;'),
    ];
    const all = [headers.authorization ?? '', ...[value, plain, password].flatMap(ways)].join(' ');
    socket.setTimeout(0);
    response.setHeader('x-echo', all);
    response.end(all);
  };

  const PASSWORD = 'p&ss<w/o"rd';
  test.each<[string, (host: string) => string[], string[]]>([
    ['a token', (host) => ['--target', `http://${host}`, '--token', 'to/ken+1&2='], ['to/ken', 'to%2f', 'to\\/ken']],
    [
      'a password',
      (host) => ['--target', `http://${host}`, '--basic', `me:${PASSWORD}`],
      ['p&ss', 'p\\u0026ss', 'p&amp;ss', 'p%26ss', Buffer.from(`me:${PASSWORD}`).toString('base64')],
    ],
    [
      'a password in the target',
      (host) => ['--target', `http://me:${encodeURIComponent(PASSWORD)}@${host}`],
      ['p&ss', 'p\\u0026ss', 'p&amp;ss', 'p%26ss', Buffer.from(`me:${PASSWORD}`).toString('base64')],
    ],
  ])('%s is in no report, though the server repeats it', async (_, args, secrets) => {
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    vi.stubEnv('GITHUB_STEP_SUMMARY', path('summary.md'));
    let repeated = '';
    const { url } = await serve((request, response) => {
      repeated ||= request.headers.authorization ?? '';
      if (!/repos\/\w+$/.test(request.url ?? '')) return false;
      echo(request as never, response as never);
      return true;
    });
    const files = ['--json', path('r.json'), '--junit', path('r.xml'), '--html', path('r.html')];
    const own = ['--depth', 'smoke', '--operation', 'getRepository', ...files, '--verbose'];
    const { code, stdout, stderr } = await run(...args(new URL(url).host), ...own);
    expect(code).toBe(1);
    expect(repeated).toMatch(/^(Basic|Bearer) /);
    const reports = ['r.json', 'r.xml', 'r.html', 'summary.md'].map((name) => readFileSync(path(name), 'utf8'));
    const texts = [stdout, stderr, ...reports].map((text) => text.toLowerCase());
    expect(secrets.filter((secret) => texts.some((text) => text.includes(secret.toLowerCase())))).toEqual([]);
    expect(reports[0]).toContain('<removed>');
    expect(reports[0]).toContain(`"target": "${url}"`);
  });

  test.each([
    ['s3cret\n', 'Bearer s3cret'],
    ['  s3cret\r\n', 'Bearer s3cret'],
    ['\n', undefined],
  ])('TARGET_TOKEN with a line end is trimmed (%j)', async (token, sent) => {
    vi.stubEnv('TARGET_TOKEN', token);
    const seen = new Set<string | undefined>();
    const { url } = await serve(({ headers, url: target }) => {
      if (!target?.includes('?')) seen.add(headers.authorization);
      return false;
    });
    await run('--target', url, '--depth', 'smoke', '--only', 'createRepository/plain/plain');
    expect([...seen]).toEqual([sent]);
  });

  test('TARGET_BASIC and TARGET_HEADER, a line a header', async () => {
    vi.stubEnv('TARGET_BASIC', 'me:s3cret\n');
    vi.stubEnv('TARGET_HEADER', 'X-Api-Key: s3cret\nX-Way: gate\r\n\n');
    const seen = new Set<string>();
    const { url } = await serve(({ headers }) => {
      seen.add([headers.authorization, headers['x-api-key'], headers['x-way']].join());
      return false;
    });
    const { stdout } = await run('--target', url, '--depth', 'smoke', '--only', 'createRepository/plain/plain');
    expect([...seen]).toEqual([`Basic ${Buffer.from('me:s3cret').toString('base64')},s3cret,gate`]);
    expect(stdout).not.toContain('s3cret');
  });

  test.each(['a b', 'tök', 'a\nb'])('TARGET_TOKEN that no header can carry is named (%j)', async (token) => {
    vi.stubEnv('TARGET_TOKEN', token);
    const { code, stderr } = await run('--target', 'http://127.0.0.1:1');
    expect(code).toBe(2);
    expect(stderr).toBe(
      'error: Failed to read the token: it holds a character that no header can carry (from --token or TARGET_TOKEN).',
    );
  });

  test('--token-file: its first line, before TARGET_TOKEN, and read again where the token is refused', async () => {
    vi.stubEnv('TARGET_TOKEN', 'other');
    const file = write('token', 't1t\n');
    const seen = new Set<string | undefined>();
    let count = 0;
    const { url } = await serve(({ headers }, response) => {
      if (headers.authorization === undefined) return false;
      seen.add(headers.authorization);
      count += 1;
      if (count === 100) writeFileSync(file, 't2t\nnext\n');
      if (headers.authorization === (count < 100 ? 'Bearer t1t' : 'Bearer t2t')) return false;
      response.writeHead(401).end('{}');
      return true;
    });
    const { code, stdout } = await run('--target', url, '--depth', 'smoke', '--token-file', file);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect([...seen]).toEqual(['Bearer t1t', 'Bearer t2t']);
  });

  test('--token-command: asked at first, and again where the token is refused', async () => {
    let count = 0;
    const { url } = await serve(({ headers, resume }, response) => {
      void resume;
      if (headers.authorization === undefined) return false;
      count += 1;
      const good = `t${1 + Math.floor(count / 200)}t`;
      if (headers.authorization === `Bearer ${good}` || count % 200 < 20) return false;
      response.writeHead(401).end('{}');
      return true;
    });
    const file = write('count', '');
    const command = `echo x >> ${file}; echo t$(wc -l < ${file} | tr -d ' ')t`;
    const { code, stdout } = await run('--target', url, '--depth', 'smoke', '--token-command', command);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8').length).toBeGreaterThan(2);
    expect(stdout).toContain('Nothing was left behind');
  });
});

describe('certificates', () => {
  const target = async (options: { readonly requestCert: boolean }): Promise<string> => {
    const fake = await serve();
    const server = createTlsServer(
      { ...options, cert: certificate, key: privateKey, ca: certificate },
      (request, response) => {
        const { method = 'GET', url = '/', headers } = request;
        const body: Buffer[] = [];
        request
          .on('data', (chunk: Buffer) => body.push(chunk))
          .on('end', async () => {
            const passed = await fetch(fake.url + url, {
              method,
              headers: headers as Record<string, string>,
              ...(body.length > 0 ? { body: Buffer.concat(body) } : {}),
            });
            const text = Buffer.from(await passed.arrayBuffer());
            response.writeHead(passed.status, { 'content-type': passed.headers.get('content-type') ?? '' }).end(text);
          });
      },
    );
    return `https://${await listen(server as unknown as Server)}`;
  };
  const only = ['--only', 'createRepository/plain/plain', '--operation', 'createRepository'];

  test('one that is not trusted, and --ca', async () => {
    const url = await target({ requestCert: false });
    const ca = write('ca.pem', certificate);
    expect((await verify(url, ...only)).stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /self-signed: give --ca FILE or --insecure/,
    );
    expect((await verify(url, ...only, '--ca', ca)).code).toBe(0);
    expect((await verify(url, ...only, '--insecure')).code).toBe(0);
  });

  test('one of the client', async () => {
    const url = await target({ requestCert: true });
    const [pem, key] = [write('c.pem', certificate), write('k.pem', privateKey)];
    const without = await verify(url, ...only, '--ca', pem);
    expect(without.code).toBe(2);
    expect(without.stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /it wants a certificate of the client: give --cert FILE and --key FILE/,
    );
    expect((await verify(url, ...only, '--ca', pem, '--cert', pem, '--key', key)).code).toBe(0);
    expect((await verify(url, ...only, '--cert', pem)).stderr).toContain('--cert and --key go together');
    expect((await verify(url, ...only, '--cert', key, '--key', pem)).stderr).toContain('Each must be PEM');
  });
});

describe('proxies', () => {
  const proxy = async (answer: RequestListener): Promise<string> => {
    const server = createServer(answer);
    server.on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
    return `http://me:hunter2@${await listen(server)}`;
  };

  test('are not asked for this machine', async () => {
    let count = 0;
    const url = await proxy((_, response) => {
      count += 1;
      response.writeHead(403).end();
    });
    for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy']) vi.stubEnv(name, url);
    expect((await verify((await serve()).url, '--only', 'createRepository/plain/plain')).code).toBe(0);
    expect(count).toBe(0);
  });

  test.each<[string, number, RegExp]>([
    [
      'http://api.invalid',
      403,
      /the server refuses the credentials.*\(403\), or the proxy before it does \(127\.0\.0\.1:\d+\)/,
    ],
    ['http://api.invalid', 407, /a proxy asks for credentials \(407, 127\.0\.0\.1:\d+\)\. Check HTTP_PROXY/],
    ['https://api.invalid', 407, /the proxy http:\/\/127\.0\.0\.1:\d+\/ answered 407, which wants HTTPS_PROXY=/],
  ])('are named by what they answer (%s, %i)', async (target, status, message) => {
    const url = await proxy((_, response) => response.writeHead(status).end());
    vi.stubEnv('HTTP_PROXY', url);
    vi.stubEnv('HTTPS_PROXY', url);
    const { code, stdout, stderr } = await verify(target);
    expect(code).toBe(2);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(message);
    expect(stdout + stderr).not.toContain('hunter2');
  });

  test('are named where nobody listens there', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1');
    const { stdout } = await verify('http://api.invalid');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'nothing listens on 127.0.0.1:1, which the environment names as the proxy',
    );
  });
});
