import { describe, expect, it } from 'vitest';

import { fieldsOf, listNameRules } from '../../../mocks/demo/state/contract.ts';
import { readFailure, spreadProblems } from '../../../mocks/demo/state/problems.ts';
import { clauseAtEnd, clausesIn } from '../../../src/ui/clause-mark.ts';

const FIELDS = ['namespace', 'repository', 'category', 'is_public'] as const;

describe('the rules of a name', () => {
  it('[R2] [R3] [R4] [R5] [R6] [R7] are those of the document, one by one', () => {
    const rules = listNameRules('RepositoryName');
    const broken = (text: string): string[] => rules.filter(({ holds }) => !holds(text)).map(({ clause }) => clause.id);
    expect(rules.map(({ clause }) => clause.id)).toEqual(['R2', 'R3', 'R4', 'R5', 'R6', 'R7']);
    expect(rules.every(({ clause }) => clause.title !== clause.zh && clause.title !== '')).toBe(true);
    expect(broken('web-frontend')).toEqual([]);
    expect(broken('')).toEqual(['R7']);
    expect(broken('1.b')).toEqual(['R2', 'R3']);
    expect(broken('a___b')).toEqual(['R4']);
    expect(broken('a_-b-')).toEqual(['R5', 'R6']);
    expect(broken('a'.repeat(129))).toEqual(['R7']);
  });
});

describe('the errors of a server', () => {
  const item = { errorCode: 'SVCSTG.SWR.4001029', errorMessage: 'Invalid repository name: … (R4)', detail: 'd' };

  it.each([
    ['a list and a flat pair', { errors: [item], error_code: item.errorCode, error_msg: item.errorMessage }],
    ['a bare list', [item]],
    ['a flat pair', { error_code: item.errorCode, error_msg: item.errorMessage }],
  ])('[A3] are read from %s', (_shape, body) => {
    const { status, problems } = readFailure(400, body);
    expect(status).toBe(400);
    expect(problems.map(({ code, clause }) => [code, clause?.id])).toEqual([['SVCSTG.SWR.4001029', 'R4']]);
  });

  it('name clauses of later editions by their whole ids', () => {
    expect(clausesIn('Invalid name: … (R2@2019-02), （R5） and (see below) (R5)')).toEqual(['R2@2019-02', 'R5']);
    expect(['… (R2@2019-02)', '… (R5), see below', ''].map(clauseAtEnd)).toEqual(['R2@2019-02', undefined, undefined]);
  });

  it.each([[undefined], [null], [''], ['<html>'], [{}], [[]], [[1]]])('hold no problem in %j', (body) => {
    expect(readFailure(502, body)).toEqual({ status: 502, problems: [] });
  });

  it('stand beside their field: by clause, in Chinese too, else by a code that only one field has', () => {
    const failure = readFailure(400, [
      { errorCode: 'SVCSTG.SWR.4001014', errorMessage: '缺少必填参数：…（P1）' },
      { errorCode: 'SVCSTG.SWR.4090006', errorMessage: 'Repository exists: … (S3)' },
      { errorCode: 'SVCSTG.SWR.4001028', errorMessage: 'no clause here' },
      { errorCode: 'SVCSTG.SWR.4001014', errorMessage: 'of which field?' },
    ]);
    const { at, rest } = spreadProblems('createRepository', failure, FIELDS);
    expect(Object.entries(at).map(([field, problems]) => [field, problems.map(({ code }) => code)])).toEqual([
      ['namespace', ['SVCSTG.SWR.4001028']],
      ['repository', ['SVCSTG.SWR.4090006']],
      ['is_public', ['SVCSTG.SWR.4001014']],
    ]);
    expect(rest.map(({ message }) => message)).toEqual(['of which field?']);
  });

  it('of an operation that the document has not are about no field', () => {
    expect(fieldsOf('nothing').byClause.size).toBe(0);
  });
});
