import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { describeStart, sayTlsError } from '../../../src/cli/mock/say-start.ts';
import { certificate, privateKey } from '../certificate.ts';
import { type RunningMock, runMockHere } from './run-mock-here.ts';

const run = promisify(execFile);

describe('C15: --tls-cert and --tls-key', () => {
  let folder: string;
  let cert: string;
  let mock: RunningMock;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tls '));
    cert = join(folder, 'cert.pem');
    writeFileSync(cert, certificate);
    writeFileSync(join(folder, 'key.pem'), privateKey);
    mock = await runMockHere('--iam', '--tls-cert', cert, '--tls-key', join(folder, 'key.pem'));
  });
  afterAll(async () => {
    await mock?.stop();
    rmSync(folder, { recursive: true });
  });

  it('what is told at the start begins with https, and its curl line works as pasted', async () => {
    const { text, facts } = describeStart(mock.options, mock, mock.origin);
    for (const [, shown] of text.matchAll(/(http\S+)/g)) expect(shown?.startsWith(mock.origin)).toBe(true);
    expect(facts).toMatchObject({ url: mock.origin, console: `${mock.origin}/__mock/` });
    const [curl = ''] = /curl -i [\s\S]*is_public=true/.exec(text) ?? [];
    expect((await run('sh', ['-c', curl])).stdout).toMatch(/^HTTP\/1\.1 201 Created/);
  });

  it('Node trusts it by NODE_EXTRA_CA_CERTS, and the catalogue and the curl lines of the journal lead back', async () => {
    const script = `
      const base = ${JSON.stringify(mock.origin)};
      const body = JSON.stringify({ auth: { identity: { methods: ['password'], password: { user: { name: 'a', password: 'b', domain: { name: 'c' } } } } } });
      const given = await fetch(base + '/v3/auth/tokens', { method: 'POST', body });
      const journal = await fetch(base + '/__mock/requests', { headers: { origin: base } });
      console.log(JSON.stringify({ catalogue: JSON.stringify(await given.json()), journal: await journal.text(), origin: journal.status }));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: cert },
    });
    const { catalogue, journal, origin } = JSON.parse(stdout) as { catalogue: string; journal: string; origin: number };
    expect(origin).toBe(200);
    expect(catalogue).toContain(`"url":"${mock.origin}/v2/"`);
    expect(journal).toContain(`${mock.origin}/v3/auth/tokens`);
    expect(catalogue + journal).not.toContain('http://');
  });

  it('a client that speaks plain HTTP, or does not trust it, is told of', async () => {
    const port = Number(new URL(mock.origin).port);
    const plain = once(mock.server, 'tlsClientError');
    connect(port, '127.0.0.1')
      .on('error', () => undefined)
      .end('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    const [spoke] = (await plain) as [NodeJS.ErrnoException];
    expect(sayTlsError(spoke, mock.origin)).toBe(`a client spoke plain HTTP; the address is ${mock.origin}.`);

    const distrusted = once(mock.server, 'tlsClientError');
    await expect(run('curl', ['-sS', mock.origin])).rejects.toThrow('certificate');
    const [refused] = (await distrusted) as [NodeJS.ErrnoException];
    expect(sayTlsError(refused, mock.origin)).toMatch(/^a client does not trust the certificate \(curl: --cacert FILE/);
    expect(sayTlsError({ code: 'ECONNRESET' } as NodeJS.ErrnoException, mock.origin)).toBeUndefined();
  });
});
