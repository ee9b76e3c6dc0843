import { describe, expect, it, vi } from 'vitest';

import { mockCommand } from '../../../src/cli/mock/mock.ts';
import type { MockOptions } from '../../../src/cli/mock/mock-options.ts';
import { sayListenError, sayOpen, urlOf } from '../../../src/cli/mock/say-start.ts';

describe('C1: listening beyond this machine is told in one line', () => {
  it.each<[address: string, more: Partial<MockOptions>, says: string]>([
    ['0.0.0.0', {}, 'other machines may use and steer this fake (--host 0.0.0.0).'],
    ['::', { fromEnvironment: new Set(['host']) }, 'other machines may use and steer this fake (HOST=::).'],
    ['192.168.1.5', { control: false }, 'other machines may use this fake (--host 192.168.1.5).'],
  ])('%s %j: %s', (address, more, says) => {
    const said = sayOpen(address, { control: true, ...more });
    expect(said).toBe(says);
    expect(`warning: ${said}`.length).toBeLessThanOrEqual(80);
  });

  it.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'])('and nothing of %s', (address) => {
    expect(sayOpen(address, { control: true })).toBeUndefined();
  });
});

describe('C3: HOST and PORT', () => {
  it.each(['', ' '])('%j is as good as not set', (empty) => {
    vi.stubEnv('HOST', empty);
    vi.stubEnv('PORT', empty);
    vi.stubEnv('MOCK_ALLOW_HOST', empty);
    const options = mockCommand()
      .action(() => undefined)
      .parse(['--host', empty], { from: 'user' })
      .opts<MockOptions>();
    vi.unstubAllEnvs();
    expect(options).toMatchObject({ host: '127.0.0.1', port: 30303, allowHost: [] });
  });

  const HOST = new Set(['host']);
  it.each<[error: Partial<NodeJS.ErrnoException>, fromEnvironment: ReadonlySet<string>, says: string]>([
    [
      { code: 'ENOTFOUND', syscall: 'getaddrinfo' },
      HOST,
      'HOST in the environment is no address of this machine. Unset it, or give --host 127.0.0.1.',
    ],
    [
      { code: 'EAI_AGAIN', syscall: 'getaddrinfo' },
      HOST,
      'HOST in the environment is no address of this machine. Unset it, or give --host 127.0.0.1.',
    ],
    [
      { code: 'EADDRNOTAVAIL', syscall: 'listen' },
      new Set(),
      'x86_64-conda-linux-gnu is no address of this machine. Give one that is, e.g. --host 127.0.0.1.',
    ],
    [
      { code: 'EADDRINUSE' },
      new Set(['port']),
      'port 80, from PORT in the environment, is taken. Stop what uses it, or choose another with --port (0 picks a free one).',
    ],
    [{ code: 'EACCES' }, new Set(), 'port 80 needs more rights. Choose one above 1023 with --port.'],
    [{ code: 'EOTHER', message: 'other' }, HOST, 'other'],
  ])('%j from %j: where it came from, and what helps', (error, fromEnvironment, says) => {
    const options = { host: 'x86_64-conda-linux-gnu', port: 80, fromEnvironment };
    expect(sayListenError(error as NodeJS.ErrnoException, options)).toBe(
      `Failed to listen on x86_64-conda-linux-gnu:80: ${says}`,
    );
  });
});

it.each([
  ['127.0.0.1', 'http://127.0.0.1:1'],
  ['0.0.0.0', 'http://127.0.0.1:1'],
  ['::', 'http://[::1]:1'],
  ['fe80::1', 'http://[fe80::1]:1'],
  ['fake.local', 'http://fake.local:1'],
])('listening on %s, it is reached at %s', (host, url) => {
  expect(urlOf(host, 1, undefined)).toBe(url);
});
