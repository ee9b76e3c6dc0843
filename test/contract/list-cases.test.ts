import { describe, expect, test } from 'vitest';

import { document } from '../../mocks/document.ts';
import { TOKEN } from '../../src/contract/case.ts';
import { encodeRequest } from '../../src/contract/encode-request.ts';
import { listCases } from '../../src/contract/list-cases.ts';
import { listClauses } from '../../src/openapi/clause.ts';
import type { Document } from '../../src/openapi/document.ts';

const { cases, model } = listCases(document);
const repository = model.operations
  .find(({ operation }) => operation.id === 'createRepository')
  ?.subjects.find(({ name }) => name === 'repository');
// Tags come by a push to the registry; no request of this API makes one.
const BY_PUSH_ONLY = ['RD4', 'TD1', 'TD4'];
const TESTED = listClauses(document)
  .map(({ id }) => id)
  .filter((id) => !BY_PUSH_ONLY.includes(id));

describe('the cases of the document', () => {
  test('same seed, same cases in the same order; another seed, another order', () => {
    expect(listCases(document, { seed: 1 }).cases).toEqual(cases);
    const other = listCases(document, { seed: 2 }).cases;
    expect(other).not.toEqual(cases);
    expect(other.map(({ id }) => id).toSorted()).toEqual(cases.map(({ id }) => id).toSorted());
  });

  test('they are plain data with ids of their own', () => {
    expect(JSON.parse(JSON.stringify(cases))).toEqual(JSON.parse(JSON.stringify(cases)));
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    for (const { id, reason, clauses } of cases) {
      expect(id).toMatch(/^[!-~]+$/);
      expect(reason, id).not.toBe('');
      expect(clauses, id).not.toEqual([]);
    }
  });

  test('a word has the same id at every depth', () => {
    expect(cases.map(({ id }) => id)).toEqual(expect.arrayContaining(['createRepository/repository/R4/t___a']));
    const deeper = new Set(listCases(document, { depth: 2 }).cases.map(({ id }) => id));
    const words = cases.filter(({ tags }) => tags[0] === 'words').map(({ id }) => id);
    expect(words.filter((id) => !deeper.has(id))).toEqual([]);
  });

  test.each(TESTED)('[%s] has a case', (id) => {
    expect(cases.some(({ clauses }) => clauses.includes(id))).toBe(true);
  });

  test.each(['N2', 'N3', 'N4', 'N5', 'N6', 'N7', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7'])('[%s] is broken alone', (id) => {
    expect(cases.some(({ clauses, tags }) => clauses.join() === id && tags.includes('one rule'))).toBe(true);
  });

  test('[R7] a name that is too long breaks nothing else', () => {
    const long = cases.filter(({ subject, tags }) => subject === 'body.repository' && tags.includes('too long'));
    expect(long.length).toBeGreaterThan(5);
    for (const { value } of long) expect(repository?.broken(value.replace(TOKEN, 'bdfghjkmnpr'))).toEqual(['R7']);
    const lengths = long.map(({ value }) => value.replace(TOKEN, 'bdfghjkmnpr').length);
    expect(Math.min(...lengths)).toBe(129);
  });

  test('no two cases use the same exact word', () => {
    const exact = cases.filter(({ subject, value }) => subject === 'body.repository' && !value.includes(TOKEN));
    expect(
      new Set(exact.filter(({ family }) => !/presence|repeated|file/.test(family)).map(({ value }) => value)).size,
    ).toBe(exact.filter(({ family }) => !/presence|repeated|file/.test(family)).length);
  });

  test('what the register leaves open is never a must', () => {
    for (const { id, clauses, level } of cases)
      if (clauses.every((clause) => model.open.has(clause))) expect(level, id).toBe('should');
  });
});

test('any other document is read, too: JSON, numbers, booleans', () => {
  const other = {
    openapi: '3.1.0',
    info: { title: 'other', version: '1' },
    paths: {
      '/things': {
        post: {
          operationId: 'addThing',
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['label'],
                  properties: {
                    label: { type: 'string', pattern: '^[a-z]{1,40}$', maxLength: 40 },
                    size: { type: 'integer', minimum: 1, maximum: 9 },
                    open: { type: 'boolean' },
                    note: { type: 'string' },
                  },
                },
              },
            },
          },
          responses: { '201': { description: 'made' }, '400': { description: 'bad' } },
        },
      },
    },
  } as unknown as Document;
  const listed = listCases(other).cases;
  const families = new Set(listed.map(({ family }) => family.split('/')[0]));
  expect([...families]).toEqual(expect.arrayContaining(['label', 'size', 'open', 'note', 'media-type', 'together']));
  const tooLarge = listed.find(({ family, value }) => family === 'size/invalid' && value === '1.5');
  const plan = tooLarge?.steps[0]?.requests[0];
  const body = plan && encodeRequest(plan, { token: 'b', container: 'c' }).body;
  expect(JSON.parse(new TextDecoder().decode(body))).toMatchObject({ size: 1.5 });
  expect(tooLarge?.steps[0]?.expect.statuses).toEqual(['400']);
});
