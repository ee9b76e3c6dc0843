import { describe, expect, test } from 'vitest';

import type { ReceivedResponse } from '../../src/http/received-response.ts';
import { answer, openFake, verify } from './send-to-fake.ts';
import { named, type Tamper, verifyFake } from './verify-fake.ts';

const only = { depth: 'standard', operations: ['createRepository'] } as const;
const isCreation = ({ method, path }: { method: string; path: string }): boolean =>
  method === 'POST' && /\/repos$/.test(path);
const text = (body: Uint8Array): string => new TextDecoder().decode(body);

/** A server that can't read forms with unquoted names or a type in capitals, as some frameworks. */
const plainForms: Tamper = (request) =>
  isCreation(request) &&
  (/name=[^"]/.test(text(request.body)) || /Multipart/.test(request.headers['content-type'] ?? ''))
    ? { status: 500, body: '{}' }
    : undefined;

describe('levels', () => {
  test('[RL1] [RL2] [RL3] [RL4] what must hold speaks for what should where both are one cause', async () => {
    const fake = openFake(async (request, pass) => {
      const response = await pass();
      const isBadList = request.method === 'GET' && /\/repos(?:\?|$)/.test(request.path) && response.status === 400;
      return isBadList ? answer(200, '[]', { 'content-type': 'application/json' }) : response;
    });
    const report = await verify(fake.send, { depth: 'standard', operations: ['listRepositories'] });
    expect(report.outcome).toBe('deviates');
    expect(report.findings.map(({ level }) => level)).toEqual(['must']);
  });

  test('how a form may be written is never red by itself, and counts where that is asked for', async () => {
    const report = await verifyFake(plainForms, only);
    expect(report).toMatchObject({ outcome: 'conforms', findings: [] });
    expect(report.transport.length).toBeGreaterThan(0);
    expect(report.clauses.filter(({ level, fail }) => level === 'must' && fail > 0)).toEqual([]);
    expect((await verifyFake(plainForms, { ...only, strict: ['should'] })).outcome).toBe('conforms');
    const strict = await verifyFake(plainForms, { ...only, strict: ['transport'] });
    expect(strict.outcome).toBe('deviates');
    expect(strict.findings.every(({ level }) => level === 'transport')).toBe(true);
  });

  test('[A7] an open point that is read otherwise is said, and counts only in a strict run', async () => {
    const run = (strict: readonly 'should'[]) =>
      verifyFake(undefined, { ...only, strict }, { readings: { A7: 'last' } });
    const report = await run([]);
    expect(report.outcome).toBe('conforms');
    expect(report.findings.map(({ clause, level }) => `${clause} ${level}`)).toEqual(['A7 should']);
    expect(report.summary).toContain('open points');
    expect((await run(['should'])).outcome).toBe('deviates');
  });

  test.each<[string, string, number, Partial<ReceivedResponse>]>([
    ['S1', 'another number for success', 201, { status: 200 }],
    ['S2', 'a refusal without information', 400, { body: '' }],
  ])('[%s] %s is that and nothing else', async (id, _, wanted, change) => {
    const report = await verifyFake(
      (request, { status }) => (isCreation(request) && status === wanted ? change : undefined),
      only,
    );
    expect(named(report)).toEqual([`createRepository ${id}`]);
    expect(report.clauses.flatMap((row) => (row.level === 'must' && row.fail > 0 ? [row.id] : []))).toEqual([id]);
  });
});
