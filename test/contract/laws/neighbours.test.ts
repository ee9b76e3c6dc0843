import { describe, expect, it } from 'vitest';

import { document as first } from '../../../mocks/document.ts';
import type { Report } from '../../../src/contract/report/report.ts';
import type { VerifyOptions } from '../../../src/contract/verify-target.ts';
import type { NeutralAnswer } from '../../../src/http/message.ts';
import type { Document } from '../../../src/openapi/document/document.ts';
import { documentOf } from '../../faults/mutant.ts';
import { mutantsOf } from '../../faults/operators.ts';
import type { Hooks } from '../../faults/serve.ts';
import { loadEdition } from '../../load-edition.ts';
import { titlesOf, verifyServed } from '../verify-fake.ts';

const check = (document: Document, hooks: Hooks, options: Partial<VerifyOptions> = {}): Promise<Report> =>
  verifyServed(document, [hooks], options);

/** Changes the answers of some operations. */
const answers = (ids: RegExp, change: (answer: NeutralAnswer) => NeutralAnswer): Hooks => ({
  around: async ({ operation, request }, next) => {
    const answer = await next(request);
    return ids.test(operation?.id ?? '') ? change(answer) : answer;
  },
});

describe('what stands beside a record', () => {
  it('goes with a namespace whose name begins the same: the deletion is named', async () => {
    const report = await check(first, {
      resolve: async (call, next, store) => {
        const outcome = await next(call);
        const { namespace = '' } = call.path;
        if (call.operation.id !== 'deleteNamespace' || outcome.refuse !== undefined) return outcome;
        for (const { namespace: other, name } of store.list('repositories').records)
          if (String(other).startsWith(namespace)) store.remove('repositories', [String(other), String(name)]);
        return outcome;
      },
    });
    expect(titlesOf(report)).toEqual([expect.stringMatching(/^deleteNamespace deletes another record, too: /)]);
  });

  it('stays where what holds it goes: the deletion is named', async () => {
    const [kept] = mutantsOf(first).filter(({ id }) => id === 'children-kept/repositories');
    const report = await check(documentOf(first, kept ? [kept] : []), {}, { document: first });
    expect(titlesOf(report)).toEqual([expect.stringMatching(/^deleteNamespace leaves what lay in what it deletes: /)]);
  });
});

describe('servers that differ in what the document leaves open', () => {
  it('have ids of as many digits as they like', async () => {
    const far = (digits: string): string => String(2n ** 60n + BigInt(digits));
    const long = answers(/./, (answer) => ({
      ...answer,
      body: answer.body.replace(/"id":(\d+)/g, (_, digits: string) => `"id":${far(digits)}`),
    }));
    expect(await check(first, long)).toMatchObject({ outcome: 'conforms', findings: [] });
  });

  it('[GC13] answer a trigger that exists as its page says, or as the service does', async () => {
    const document = loadEdition('2022-10');
    const isTaken = ({ status, body }: NeutralAnswer): boolean => status === 400 && /exist/i.test(body);
    const paged = answers(/^createTrigger$/, (answer) => (isTaken(answer) ? { ...answer, status: 409 } : answer));
    const own = { operations: ['createTrigger'] };
    expect(await check(document, paged, own)).toMatchObject({ outcome: 'conforms', findings: [] });
  });

  it('lack an operation whose path another one takes for its own', async () => {
    const document = loadEdition('2020-10');
    const taken: Hooks = {
      around: ({ operation, request }, next) =>
        next(
          operation?.id === 'listRetentionHistories'
            ? { ...request, target: request.target.replace('/histories', '/nothing') }
            : request,
        ),
    };
    const report = await check(document, taken, { depth: 'smoke' });
    expect(report).toMatchObject({ outcome: 'conforms', findings: [] });
    expect(report.notChecked[0]?.what).toBe('listRetentionHistories');
  });
});

describe('one reader of all bodies', () => {
  it('that takes JSON with something behind it is one finding', async () => {
    const lenient: Hooks = {
      around: (incoming, next) => {
        const text = new TextDecoder().decode(incoming.request.body);
        return next({ ...incoming.request, body: new TextEncoder().encode(text.replace(/\} more$/, '}')) });
      },
    };
    const operations = ['createNamespace', 'createRepository', 'createTrigger'];
    const report = await check(loadEdition('2022-10'), lenient, { operations });
    expect(titlesOf(report)).toEqual([expect.stringMatching(/^accepts JSON with something behind it/)]);
    expect(report.outcome).toBe('conforms');
  });

  it('whose conflicts are plain texts is told of on the point about errors', async () => {
    const plain = answers(/./, (answer) => (answer.status === 409 ? { ...answer, body: 'exists\n' } : answer));
    const report = await check(first, plain);
    expect(report.findings.map(({ clause, level }) => `${clause} ${level}`)).toEqual(['A3 should']);
  });
});
