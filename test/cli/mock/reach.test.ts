import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';

import { type RunningMock, runMockHere } from './run-mock-here.ts';

let mock: RunningMock | undefined;
afterEach(async () => {
  await mock?.stop();
  mock = undefined;
});

/** Asks as if the server were known by another name. */
const ask = (path: string, host: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const url = new URL(path, mock?.origin);
    request(url, { headers: { host, ...headers }, agent: false }, (answer) => {
      let text = '';
      answer
        .setEncoding('utf8')
        .on('data', (chunk: string) => {
          text += chunk;
        })
        .on('end', () => resolve({ status: answer.statusCode, text }));
    })
      .on('error', reject)
      .end();
  });

describe('C1: called by another name, as in a container', () => {
  it('the API, health and the top answer; the control API says what allows the name', async () => {
    mock = await runMockHere();
    const api = await ask('/v2/manage/namespaces', 'swr-mock:30303', { authorization: 'Bearer a' });
    expect(api.status).toBe(200);
    for (const path of ['/__mock/health', '/', '/__mock/worlds/one/__mock/health'])
      expect((await ask(path, 'swr-mock:30303')).status).toBe(200);
    const refused = await ask('/__mock/state', 'swr-mock:30303');
    expect(refused.status).toBe(403);
    expect(JSON.parse(refused.text)).toEqual({
      error:
        'Refused by the control API: it answers by names of this machine, and was called by "swr-mock:30303". To allow this name, start the server with --allow-host swr-mock.',
    });
  });

  it('--allow-host lets names in, and no others', async () => {
    mock = await runMockHere('--allow-host', 'swr-mock', '--allow-host', 'other');
    for (const host of ['swr-mock:30303', 'SWR-Mock', 'other:1', 'localhost:1', '127.0.0.1'])
      for (const path of ['/__mock/state', '/__mock/worlds', '/__mock/worlds/one/__mock/state'])
        expect((await ask(path, host)).status, `${host} ${path}`).toBe(200);
    for (const host of ['swr-mock.example', 'mock']) expect((await ask('/__mock/state', host)).status).toBe(403);
  });
});

describe('C4: the top answers 200', () => {
  it.each<[what: string, args: readonly string[], links: readonly string[]]>([
    ['by default', [], ['/__mock/', '/__mock/docs']],
    ['without a control API', ['--no-control'], []],
    ['without credentials, and with --cors off', ['--token', 's3cret', '--cors', 'off'], ['/__mock/', '/__mock/docs']],
  ])('%s', async (_what, args, links) => {
    mock = await runMockHere(...args);
    const answer = await ask('/', 'localhost');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 'ok', name: 'swr-contract', operations: 17, links });
    const page = await ask('/', 'localhost', { accept: 'text/html' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('<!doctype html>');
  });

  it('but with --iam the versions of IAM', async () => {
    mock = await runMockHere('--iam');
    expect((await ask('/', 'localhost')).status).toBe(300);
  });
});
