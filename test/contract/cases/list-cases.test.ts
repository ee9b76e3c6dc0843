import { describe, expect, test } from 'vitest';

import { document } from '../../../mocks/document.ts';
import type { Case, Depth } from '../../../src/contract/cases/case.ts';
import { listCases } from '../../../src/contract/laws/list-cases.ts';
import { sampleOf } from '../../../src/contract/model/placeholders.ts';
import { readModel } from '../../../src/contract/model/read-model.ts';
import { brokenBy, type RequestPlan, valuesOf } from '../../../src/contract/model/request.ts';
import type { Readings } from '../../../src/openapi/overlays/apply-readings.ts';
import { openFake, verify } from '../send-to-fake.ts';

const contract = readModel(document);
const smoke = listCases(document, { depth: 'smoke' });
const cases = listCases(document);
const isLaw = ({ family }: Case): boolean => family.startsWith('law/');
const planOf = ({ steps }: Case): RequestPlan | undefined => steps.at(-1)?.requests[0];

/** What only an image or a failure of the server shows: no request of this API makes either. */
const UNTESTED = ['RD4', 'T1', 'TD1', 'TD4'];
const INTERNAL = 'NC6 NL5 NG5 ND5 S4 RL8 RG5 RU8 RD5 TL4 AC9 AL4 AG4 AU7 AD4 SL8'.split(' ');
const TESTED = contract.clauses.map(({ id }) => id).filter((id) => ![...UNTESTED, ...INTERNAL].includes(id));

describe('the cases of the document', () => {
  test('same document, depth and seed: same cases in the same order; another seed, another order', () => {
    expect(listCases(document, { seed: 1 })).toEqual(cases);
    const others = listCases(document, { seed: 2 });
    expect(others).not.toEqual(cases);
    expect(new Set(others.map(({ id }) => id))).toEqual(new Set(cases.map(({ id }) => id)));
  });

  test('are plain data with ids of their own, those most worth sending first', () => {
    expect(JSON.parse(JSON.stringify(cases.map(({ steps }) => steps.length)))).toEqual(
      cases.map(({ steps }) => steps.length),
    );
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    for (const { id, clauses } of cases) {
      expect(id).toMatch(/^[!-~]+$/);
      expect(clauses, id).not.toEqual([]);
    }
    expect(cases.map(({ rank }) => rank)).toEqual(cases.map(({ rank }) => rank).toSorted());
  });

  test('of a depth are those of the depth before, and more', () => {
    const depths: Depth[] = ['smoke', 'standard', 'thorough', 'exhaustive'];
    const ids = depths.map((depth) => new Set(listCases(document, { depth }).map(({ id }) => id)));
    for (const [index, own] of ids.slice(0, -1).entries()) {
      const deeper = ids[index + 1] ?? new Set();
      expect([...own].filter((id) => !deeper.has(id))).toEqual([]);
      expect(deeper.size).toBeGreaterThan(own.size);
    }
  });

  test.each(TESTED)('[%s] has a case that must hold, in the first minutes', (id) => {
    expect(smoke.some(({ clauses }) => clauses.includes(id))).toBe(true);
  });

  test.each(['N2', 'N3', 'N4', 'N5', 'N6', 'N7', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'T2', 'T3', 'T4'])(
    '[%s] is broken alone at the lowest depth, wherever the rule stands',
    (id) => {
      for (const { key, subjects, isMain } of contract.operations)
        for (const { ref, clauses, pairs } of subjects) {
          if (!clauses.includes(id) || !isMain || pairs !== undefined) continue;
          const alone = smoke.filter((tested) => {
            const plan = planOf(tested);
            const model = contract.byKey.get(key);
            const broken = model && plan?.model === key && !plan.given ? brokenBy(model, plan.changes) : [];
            return broken.length === 1 && broken[0]?.clause === id && tested.subject === ref;
          });
          expect(alone.length, `${key} ${ref}`).toBeGreaterThan(0);
        }
    },
  );

  test('what is expected of a request holds for every name that it may get', () => {
    for (const tested of cases.filter((each) => !isLaw(each))) {
      const plan = planOf(tested);
      const model = plan && contract.byKey.get(plan.model);
      for (const [{ maker, broken }, value] of model && plan && !plan.given ? valuesOf(model, plan.changes) : []) {
        if (typeof value !== 'string' || !maker) continue;
        const expected = broken(sampleOf(value, maker));
        const filled = value.replace(/[\uE001-\uE003\uE010-\uE05F]/g, maker.make(77, 3)).replace('\uE004', '');
        expect(broken(filled), tested.id).toEqual(expected);
        if (value.startsWith('\uE004')) expect(broken(maker.vary(filled, 5)), tested.id).toEqual(expected);
      }
    }
  });
});

describe('levels', () => {
  test('what the register leaves open is never a must', () => {
    for (const { id, clauses, level } of cases)
      if (clauses.length > 0 && clauses.every((clause) => contract.open.has(clause)))
        expect(level, id).not.toBe('must');
  });

  test('how a form or a path is written is never more than transport', () => {
    const written = cases.filter(
      ({ family, kind }) => family === 'body' && /form|boundary|part|preamble|line/.test(kind),
    );
    const files = cases.filter(({ family }) => /\/(?:file|encoded)$/.test(family));
    expect(written.length).toBeGreaterThan(10);
    expect(new Set([...written, ...files].map(({ level }) => level))).toEqual(new Set(['transport']));
  });

  test('a path that may be taken for another one is never more than transport', () => {
    for (const tested of cases) {
      const { set = {} } = planOf(tested)?.changes ?? {};
      const odd = Object.entries(set).some(
        ([ref, value]) => ref.startsWith('path.') && /[/\\%?#;]|^\.*$/.test(String(value)),
      );
      if (odd && !isLaw(tested)) expect(tested.level, tested.id).toBe('transport');
    }
  });

  test('[D1 A5] a description longer than people write is a should, others must be taken', () => {
    const own = cases.filter(({ id }) => /^createRepository\/description\/text\/\d+%20characters$/.test(id));
    expect(own.map(({ kind, level, clauses }) => [kind, level, clauses]).toSorted()).toEqual([
      ['1001 characters', 'should', ['D1', 'S1']],
      ['256 characters', 'must', ['D1', 'S1']],
      ['70000 characters', 'should', ['A5', 'S1']],
    ]);
  });
});

test.each<[Depth, readonly string[], number]>([
  ['smoke', [], 500],
  ['standard', [], 4000],
  ['smoke', ['createRepository'], 150],
  ['standard', ['createRepository'], 1500],
])('at depth %s, operations %j, it takes at most %i requests', async (depth, operations, most) => {
  const report = await verify(openFake().send, { depth, operations });
  expect(report.findings).toEqual([]);
  expect(report.outcome, report.summary).toBe('conforms');
  expect(report.requests).toBeLessThanOrEqual(most);
});

describe.each<Readings>([
  { A2: 'strict' },
  { A3: 'flat', A4: 'object' },
  { A5: '50', A8: '415' },
  { A6: 'reject', A7: 'last', A10: 'both' },
  { A9: 'absent', A15: 'accept' },
  { A12: 'refuse', A13: '400' },
  { A16: 'refuse', A18: 'part', A20: 'empty-pages' },
  { A17: 'printed' },
])('a server that reads open points otherwise, %j', (readings) => {
  test('keeps the document with these readings', async () => {
    const { backend, send } = openFake(undefined, { readings });
    const report = await verify(send, { document: backend.document() });
    expect(report.findings).toEqual([]);
    expect(report.outcome, report.summary).toBe('conforms');
  });

  test('breaks nothing that must hold in the document as it is', async () => {
    const report = await verify(openFake(undefined, { readings }).send);
    expect(report.findings.filter(({ level }) => level === 'must')).toEqual([]);
    expect(report.outcome, report.summary).toBe('conforms');
  });
});
