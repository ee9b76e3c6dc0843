import { describe, expect, test } from 'vitest';

import { type Tamper, verifyFake } from './verify-fake.ts';

const REPOSITORY = /\/repos\/[^/]+$/;

const old: Tamper = ({ method, path }, { status }) =>
  method === 'POST' && path.endsWith('/repos') && status === 201 ? { status: 200 } : undefined;

const faults: readonly Tamper[] = [
  ({ method, path }, { status, body }) =>
    method === 'GET' && REPOSITORY.test(path) && status === 200
      ? { body: JSON.stringify({ ...(JSON.parse(body) as object), description: 'x' }) }
      : undefined,
  ({ method, path }, { status }) =>
    method === 'GET' && path.includes('/namespaces?') && status === 200 ? { body: '{"namespaces":[]}' } : undefined,
  ({ method, path }, { status }) =>
    method === 'PATCH' && REPOSITORY.test(path) && status === 201 ? { status: 204 } : undefined,
];

const all =
  (...tampers: readonly Tamper[]): Tamper =>
  (request, response) =>
    tampers.map((tamper) => tamper(request, response)).find((changed) => changed !== undefined);

describe('accepted deviations', () => {
  test('are no reason for the outcome, with their reason shown', async () => {
    const [finding] = (await verifyFake(old)).findings;
    const id = finding?.id ?? '';
    const report = await verifyFake(old, { known: [{ id, reason: 'until spring', link: undefined }] });
    expect(report.outcome).toBe('conforms');
    expect(report.findings).toMatchObject([{ id, known: { reason: 'until spring' } }]);
  });

  test('hide nothing that comes later', async () => {
    const known = (await verifyFake(old)).findings.map(({ id }) => ({ id, reason: 'old', link: undefined }));
    const report = await verifyFake(all(old, ...faults), { known, depth: 'standard' });
    expect(report.outcome).toBe('deviates');
    expect(
      report.findings
        .filter(({ known: accepted }) => !accepted)
        .map(({ operation, clause }) => `${operation} ${clause}`)
        .toSorted(),
    ).toEqual(['getRepository RG1', 'listNamespaces NL2', 'updateRepository RU5']);
  });

  test('that no longer occur fail a run that looked for them', async () => {
    const known = [{ id: 'createRepository/S1/answers-200', reason: 'old', link: undefined }];
    expect(await verifyFake(undefined, { known, depth: 'standard' })).toMatchObject({
      outcome: 'deviates',
      staleKnown: [{ id: 'createRepository/S1/answers-200' }],
    });
    expect(await verifyFake(undefined, { known, depth: 'smoke' })).toMatchObject({
      outcome: 'conforms',
      staleKnown: [],
    });
  });
});
