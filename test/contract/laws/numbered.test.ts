import { describe, expect, it } from 'vitest';

import type { Report } from '../../../src/contract/report/report.ts';
import type { Hooks } from '../../faults/serve.ts';
import { loadEdition } from '../../load-edition.ts';
import { titlesOf, verifyServed } from '../verify-fake.ts';

// Records that only the server names: the run asks for them by the number that their creation answered.
const document = loadEdition('2020-10');
const OPERATIONS = ['createRetention', 'listRetentions', 'getRetention', 'updateRetention', 'deleteRetention'];

const check = (...hooks: readonly Hooks[]): Promise<Report> =>
  verifyServed(document, hooks, { operations: OPERATIONS });

/** Answers creations otherwise. */
const answersCreations = (body: string): Hooks => ({
  around: async ({ operation, request }, next) => {
    const own = await next(request);
    return operation?.id === 'createRetention' && own.status === 201 ? { ...own, body } : own;
  },
});
/** Says that it has done something, and has not. */
const idle = (id: string): Hooks => ({ resolve: async (call, next) => (call.operation.id === id ? {} : next(call)) });
/** Finds a record by its number alone, asked for in whatever repository there is. */
const careless = (id: string): Hooks => ({
  around: async ({ operation, request }, next, store) => {
    const [, , , , namespace = '', , repository = '', , number = ''] = request.target.split('/');
    const [found] = store.list('retentions', { where: { id: Number(number) } }).records;
    if (operation?.id !== id || !found || !store.find('repositories', [namespace, repository])) return next(request);
    const target = `/v2/manage/namespaces/${found['namespace']}/repos/${found['repository']}/retentions/${number}`;
    return next({ ...request, target });
  },
});

describe('records that the server numbers', () => {
  it('are found, changed and deleted by their numbers', async () => {
    const report = await check();
    expect(report).toMatchObject({ outcome: 'conforms', findings: [], leftBehind: [] });
    const ids = ['HP1', 'HG1', 'HG4', 'HU1', 'HU4', 'HD1', 'HD2'];
    const tried = report.clauses.filter(({ pass, fail }) => pass > 0 && fail === 0).map(({ id }) => id);
    expect(ids.filter((id) => !tried.includes(id))).toEqual([]);
  });

  it.each([
    ['found from anywhere', careless('getRetention'), /200 for what lies in another namespace or repository/],
    ['deleted from anywhere', careless('deleteRetention'), /200 for what lies in another namespace or repository/],
    ['not changed', idle('updateRetention'), /rules/],
    ['not deleted', idle('deleteRetention'), /after deleteRetention, the same again answers 200/],
    ['all of one number', answersCreations('{"id":1}'), /^after createRetention, getRetention answers 404/],
  ])('are one finding where they are %s', async (_what, fault, title) => {
    const titles = titlesOf(await check(fault));
    expect(titles).toEqual([expect.stringMatching(title)]);
  });

  it('are not asked for where no answer says the number', async () => {
    const report = await check(answersCreations('{}'));
    expect(titlesOf(report)).toEqual(['answers id: nothing (expected id: required)']);
    expect(report.notChecked.map(({ why }) => why)).toContain('its answer says no id');
  });
});
