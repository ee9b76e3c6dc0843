import { describe, expect, it, vi } from 'vitest';

import { createMockLog, type LogFormat } from '../../../src/cli/mock/mock-log.ts';
import type { Cors } from '../../../src/engine/access/cors.ts';
import type { Exchange } from '../../../src/server/journal/keep-exchange.ts';

/** A log, and what it has written. */
const open = (format: LogFormat = 'pretty', cors: Cors = '*') => {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    writableLength: 0,
    isTTY: false,
    write: (text: string) => {
      written[name] += text;
    },
  });
  const streams = { stdout: stream('stdout'), stderr: stream('stderr') };
  return { log: createMockLog(format, cors, streams as unknown as NodeJS.Process), written, streams };
};

const exchange = (headers: Record<string, string> = {}): Exchange => ({
  request: { method: 'GET', target: '/a', headers: { host: 'localhost:1', ...headers }, body: new Uint8Array() },
  rawHeaders: [],
  handled: {
    answer: { status: 200, headers: {}, body: '' },
    operation: undefined,
    subject: '',
    issues: [],
    delay: 0,
    drop: false,
  },
  at: new Date(0),
  duration: 1,
});

describe('C5: --log json', () => {
  it('whatever is told is a line of JSON, on either stream', () => {
    const { log, written } = open('json');
    log.say('listening', 'a banner\n\nof many lines', { url: 'http://a' });
    log.add(exchange());
    log.say('reloaded', 'the document\nwas loaded again');
    log.warn('warning', 'a torn\nline');
    log.warn('error', 'a "stack"\n    at somewhere');
    log.flush();
    const read = (text: string) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { event: string });
    expect(read(written.stdout).map(({ event }) => event)).toEqual(['listening', 'request', 'reloaded']);
    expect(read(written.stderr).map(({ event }) => event)).toEqual(['warning', 'error']);
    expect(read(written.stdout)[0]).toMatchObject({ url: 'http://a', at: expect.stringMatching(/Z$/) });
  });
});

describe('C6: a reader who does not read', () => {
  it.each<[LogFormat, string]>([
    ['pretty', '3 lines were dropped: nobody read them.\n'],
    ['json', '"event":"dropped","message":"3 lines were dropped: nobody read them."}\n'],
  ])('costs no more memory than a megabyte: what comes then is counted (%s)', (format, note) => {
    const { log, written, streams } = open(format);
    streams.stdout.writableLength = 2 * 1024 * 1024;
    for (const _ of [1, 2, 3]) {
      log.add(exchange());
      log.flush();
    }
    expect(written.stdout).toBe('');
    streams.stdout.writableLength = 0;
    log.say('event', 'again');
    expect(written.stdout).toContain(note);
    expect(written.stdout).toContain('again');
    log.say('event', 'later');
    expect(written.stdout.split('dropped:')).toHaveLength(2);
  });
});

describe('C7, C8: the log says why a page could not read an answer', () => {
  const PAGE = { origin: 'http://app.example' };
  const told = (format: LogFormat, cors: Cors, headers: Record<string, string>): string => {
    vi.stubEnv('NO_COLOR', '1');
    const { log, written } = open(format, cors);
    log.add(exchange(headers));
    log.flush();
    vi.unstubAllEnvs();
    return written.stdout;
  };

  it.each<[cors: Cors]>([['http://other.example'], [['http://other.example']], ['off']])('--cors %j', (cors) => {
    expect(told('pretty', cors, PAGE)).toContain('CORS pages of http://app.example may not read this: see --cors\n');
    expect(JSON.parse(told('json', cors, PAGE))).toMatchObject({ refusedOrigin: 'http://app.example' });
  });

  it.each<[what: string, cors: Cors, headers: Record<string, string>]>([
    ['a page that may', '*', PAGE],
    ['a page that is listed', ['http://app.example'], PAGE],
    ['a page of the server itself', 'off', { origin: 'http://localhost:1' }],
    ['a program', 'off', {}],
  ])('nothing of %s', (_what, cors, headers) => {
    expect(told('pretty', cors, headers)).not.toContain('CORS');
    expect(JSON.parse(told('json', cors, headers))).not.toHaveProperty('refusedOrigin');
  });

  it('a hostile origin reaches the terminal as escapes', () => {
    expect(told('pretty', 'off', { origin: 'http://a\u001b[2J' })).toContain('http://a\\u001b[2J may not');
  });
});
