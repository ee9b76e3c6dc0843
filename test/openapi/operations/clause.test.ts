import { describe, expect, it } from 'vitest';
import type { Document } from '../../../src/openapi/document/document.ts';
import { resolvePointer } from '../../../src/openapi/document/json-pointer.ts';
import { enterClause, listClauses, NO_CLAUSE } from '../../../src/openapi/operations/clause.ts';
import { listOperations } from '../../../src/openapi/operations/list-operations.ts';
import { OPERATION, OTHER_CLAUSES, PAGE_CLAUSES, resolved, shipped } from '../shipped.ts';

describe('enterClause', () => {
  const outer = enterClause({ 'x-clause': { id: 'O1', title: 'outer', at: 'a', place: 'b', code: 'C1' } }, NO_CLAUSE);

  it.each<[what: string, node: Record<string, unknown>, scope: Record<string, unknown>]>([
    ['a node without one stays within the outer', { title: 'x' }, outer as unknown as Record<string, unknown>],
    [
      'its own, with place and code from around it',
      { title: 'own', 'x-clause': { id: 'T1', zh: '自己' } },
      { clause: { id: 'T1', title: 'own', zh: '自己', at: 'a', place: 'b' }, at: 'a', place: 'b', code: 'C1' },
    ],
    [
      'its own place and code',
      { title: 'own', 'x-clause': { id: 'T1', at: 'c', place: 'd', code: 'C2' } },
      { clause: { id: 'T1', title: 'own', zh: 'own', at: 'c', place: 'd' }, code: 'C2', codeOf: {} },
    ],
    [
      'codes by keyword, in place of the one around it',
      { 'x-clause': { id: 'T1', title: 'own', code: { required: 'C3' } } },
      { code: undefined, codeOf: { required: 'C3' } },
    ],
    [
      'place and code without an id: the outer clause goes on',
      { 'x-clause': { at: 'c', place: 'd', code: 'C4' } },
      { clause: expect.objectContaining({ id: 'O1', at: 'a' }), at: 'c', place: 'd', code: 'C4' },
    ],
    [
      'the description where there is no title',
      { description: 'described', 'x-clause': { id: 'T1' } },
      { clause: expect.objectContaining({ title: 'described', zh: 'described' }) },
    ],
    [
      'its own title before that of the node',
      { title: 'node', 'x-clause': { id: 'T1', title: 'clause' } },
      { clause: expect.objectContaining({ title: 'clause' }) },
    ],
  ])('%s', (_what, node, scope) => {
    expect(enterClause(node, outer)).toMatchObject(scope);
  });
});

describe('listClauses', () => {
  it('finds every clause of the page once, references resolved or not', () => {
    for (const document of [shipped, resolved])
      expect(
        listClauses(document)
          .map(({ id }) => id)
          .sort(),
      ).toEqual([...PAGE_CLAUSES, ...OTHER_CLAUSES].toSorted());
  });

  it.each([...PAGE_CLAUSES, ...OTHER_CLAUSES])(
    '[%s] stands where its pointer says, with place, title and Chinese title',
    (id) => {
      const clause = listClauses(shipped).find((each) => each.id === id);
      expect(resolvePointer(shipped, `${clause?.pointer}/x-clause/id`)).toBe(id);
      expect(clause?.title).toMatch(/\S/);
      expect(clause?.zh).toMatch(/\p{Script=Han}/u);
      if (PAGE_CLAUSES.includes(id)) {
        expect(clause?.at).toMatch(/^[a-z]+\d+$/);
        expect(clause?.place).toMatch(/^(table [12]|request( table)?), /);
      } else {
        // The facts of these came without anchors.
        expect(clause?.at).toBe('');
        const operation = listOperations(resolved).find((each) => clause?.place.startsWith(`${each.id}, `));
        expect(operation, clause?.place).toBeDefined();
      }
    },
  );

  it('[S3] does not hide a clause of a response behind the unique key that names it', () => {
    expect(listClauses(shipped).find(({ id }) => id === 'S3')?.pointer).toBe(`${OPERATION}/responses/409`);
  });

  it('passes over the clauses of readings, which hold only where they are chosen', () => {
    const readings = { one: { 'x-clause': { id: 'T1', title: 'x' } } };
    const document = { 'x-ambiguities': { A1: { readings } }, a: { 'x-clause': { id: 'T2', title: 'y' } } };
    expect(listClauses(document as unknown as Document).map(({ id, pointer }) => [id, pointer])).toEqual([
      ['T2', '/a'],
    ]);
  });
});
