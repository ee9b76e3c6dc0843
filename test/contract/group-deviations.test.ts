import { beforeAll, describe, expect, test } from 'vitest';

import { document } from '../../mocks/document.ts';
import type { ReceivedResponse, Report } from '../../src/contract/report.ts';
import type { Send } from '../../src/contract/transport.ts';
import { verifyTarget } from '../../src/contract/verify-target.ts';

interface Asked {
  readonly namespace: string;
  readonly fields: ReadonlyMap<string, string>;
}

const NAME = /^[a-z][a-z0-9]*(?:(?:__?|-+)[a-z0-9]+)*$/;
const CATEGORIES = 'app_server linux framework_app database lang other windows arms'.split(' ');

/** A server in this process that keeps the contract but for what `change` says. */
const createServer = (
  change: (asked: Asked, status: number, count: number) => number | undefined,
  { body = '{"error":"refused"}', rule = (name: string): boolean => NAME.test(name) } = {},
): Send => {
  const taken = new Set<string>();
  let count = 0;
  const decide = ({ namespace, fields }: Asked): number => {
    const repository = fields.get('repository') ?? '';
    const category = fields.get('category');
    if (!NAME.test(namespace) || namespace.length > 64) return 400;
    if (!rule(repository) || repository.length > 128) return 400;
    if (category !== undefined && !CATEGORIES.includes(category)) return 400;
    if (!/^(?:true|false)$/.test(fields.get('is_public') ?? '') || fields.get('is_public')?.includes('\n')) return 400;
    return taken.has(`${namespace}/${repository}`) ? 409 : 201;
  };
  return async ({ method, path, headers, body: bytes, credentials }) => {
    const answer = (status: number): ReceivedResponse => ({
      status,
      headers: {},
      body: status === 400 ? body : '',
      duration: 0,
    });
    count += 1;
    if (method !== 'POST') return answer(405);
    if (!credentials) return answer(401);
    const type = headers['content-type'] ?? '';
    const form = await new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { 'content-type': type } })
      .formData()
      .catch(() => undefined);
    if (!form || !type.toLowerCase().startsWith('multipart/form-data')) return answer(400);
    const entries = [...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    if (new Set(entries.map(([name]) => name)).size < [...form].length) return answer(400);
    const segment = path.split('/')[4] ?? '';
    const namespace = (() => {
      try {
        return decodeURIComponent(segment);
      } catch {
        return '';
      }
    })();
    const asked = { namespace, fields: new Map(entries) };
    const decided = decide(asked);
    const status = change(asked, decided, count) ?? decided;
    if (status < 300) taken.add(`${namespace}/${asked.fields.get('repository')}`);
    return answer(status);
  };
};

const verify = (send: Send): Promise<Report> =>
  verifyTarget({
    document,
    tool: 'test',
    target: 'http://127.0.0.1:1',
    send,
    credentials: { authorization: 'Bearer secret' },
    depth: 0,
    now: () => 0,
    sleep: () => Promise.resolve(),
    random: () => 0.5,
  });

const repositoryOf = ({ fields }: Asked): string => fields.get('repository') ?? '';

test('a server that keeps the contract has no finding', async () => {
  const report = await verify(createServer(() => undefined));
  expect(report.findings).toEqual([]);
  expect(report.outcome).toBe('conforms');
});

describe.each<[string, (asked: Asked, status: number, count: number) => number | undefined, object]>([
  [
    '200 instead of 201',
    (_, status) => (status === 201 ? 200 : undefined),
    { clause: 'S1', direction: 'wrong answer' },
  ],
  [
    '422 instead of 400',
    (_, status) => (status === 400 ? 422 : undefined),
    { clause: 'S2', direction: 'wrong answer' },
  ],
  [
    'no letter q',
    (asked, status) => (status === 201 && /q/.test(repositoryOf(asked)) ? 400 : undefined),
    { direction: 'too strict', example: { value: 'q' } },
  ],
  [
    'no digit behind a hyphen',
    (asked, status) => (status === 201 && /-\d/.test(repositoryOf(asked)) ? 400 : undefined),
    { direction: 'too strict', example: { value: expect.stringMatching(/^[a-z]-\d$/) } },
  ],
  [
    'at most 127 characters',
    (asked, status) => (status === 201 && repositoryOf(asked).length > 127 ? 400 : undefined),
    { clause: 'R7', direction: 'too strict' },
  ],
  [
    'linux is not known',
    (asked, status) => (status === 201 && asked.fields.get('category') === 'linux' ? 400 : undefined),
    { clause: 'C2', direction: 'too strict' },
  ],
  ['duplicates are created', (_, status) => (status === 409 ? 201 : undefined), { clause: 'S3', direction: 'too lax' }],
  [
    'every twentieth request fails',
    (_, status, count) => (status === 201 && count % 20 === 0 ? 500 : undefined),
    { direction: 'wrong answer', received: '500' },
  ],
])('%s', (_, change, expected) => {
  let report: Report;
  beforeAll(async () => {
    report = await verify(createServer(change));
  });

  test('is one finding', () => {
    expect(report.findings.filter(({ level }) => level === 'must')).toHaveLength(1);
    expect(report.findings.find(({ level }) => level === 'must')).toMatchObject(expected);
    expect(report.outcome).toBe('deviates');
  });

  test('shows a request without its credentials', () => {
    expect(JSON.stringify(report.findings)).not.toContain('secret');
    expect(report.findings[0]?.example.request.curl).toContain('$TOKEN');
  });
});

test.each(['', '{}', '[]', 'null', '{"errors":[]}'])('an error that says nothing is one finding: %j', async (body) => {
  const { findings } = await verify(createServer(() => undefined, { body }));
  expect(findings).toMatchObject([{ clause: 'S2', direction: 'wrong answer' }]);
});

test('a rule that is not checked is one finding with the smallest word and its neighbour', async () => {
  const rule = (name: string): boolean => NAME.test(name.replace(/_{3,}/g, '_'));
  const { findings } = await verify(createServer(() => undefined, { rule }));
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ clause: 'R4', direction: 'too lax', reproduced: 'yes' });
  expect(findings[0]?.example.value).toMatch(/^[a-z]___[a-z0-9]$/);
  expect(findings[0]?.neighbour?.value).toMatch(/^[a-z]__[a-z0-9]$/);
});
