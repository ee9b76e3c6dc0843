import { describe, expect, test } from 'vitest';

import { document } from '../../mocks/document.ts';
import { readModel } from '../../src/contract/model.ts';
import { buildAutomaton, findDifference, run } from '../../src/contract/rules/automaton.ts';
import { childNode, type Node } from '../../src/openapi/document.ts';

const must = (pattern: string) => ({ pattern, negated: false });
const never = (pattern: string) => ({ pattern, negated: true });

const accepts = (rules: readonly { pattern: string; negated: boolean }[], text: string): boolean | undefined => {
  const automaton = buildAutomaton(rules);
  return automaton?.accepts[run(automaton, text)];
};

describe('an automaton of patterns', () => {
  test.each([
    ['an unanchored pattern is searched for', [must('b')], 'abc', true],
    ['an anchored pattern is matched whole', [must('^b$')], 'abc', false],
    ['a negated pattern must not occur', [never('__')], 'a__b', false],
    ['a start alone', [must('^a')], 'abc', true],
    ['an end alone', [must('c$')], 'abc', true],
    ['alternatives keep their own anchors', [must('^a|c$')], 'xc', true],
    ['alternatives keep their own anchors, refused', [must('^a|c$')], 'xcx', false],
    ['a look ahead behind the start', [must('^(?!.*--)[a-z-]+$')], 'a--b', false],
    ['a look ahead behind the start, accepted', [must('^(?!.*--)[a-z-]+$')], 'a-b', true],
    ['a look behind before the end', [must('^[a-z-]+(?<!-)$')], 'a-', false],
    ['$ is the end of the text, not of a line', [must('^a$')], 'a\n', false],
    ['characters beyond the BMP are one character', [must('^.$')], '\u{1f600}', true],
  ] as const)('%s', (_, rules, text, expected) => {
    expect(accepts(rules, text)).toBe(expected);
  });

  test('it is minimal and complete', () => {
    const automaton = buildAutomaton([must('^(?:ab|cb)$')]);
    expect(automaton?.accepts).toHaveLength(4);
    expect(automaton?.next.every((row) => row.length === automaton.classes.length)).toBe(true);
  });

  test('what no automaton can hold is left out', () => {
    expect(buildAutomaton([must('a(?=b)c|(?<=x)y(?!z)w')])).toBeUndefined();
  });

  test('a difference is told by a shortest text', () => {
    const [left, right] = [buildAutomaton([must('^a*$')]), buildAutomaton([must('^a{0,3}$')])];
    expect(left && right && findDifference(left, right)).toBe('aaaa');
  });
});

const schemas = childNode(childNode(document as unknown as Node, 'components'), 'schemas');

describe.each([
  ['[N2 N3 N4 N5 N6 N7]', 'path.namespace', 'NamespaceName'],
  ['[R2 R3 R4 R5 R6 R7]', 'body.repository', 'RepositoryName'],
])('%s %s', (_, ref, schema) => {
  const subject = readModel(document)
    .operations.find(({ operation }) => operation.id === 'createRepository')
    ?.subjects.find((each) => each.ref === ref);
  const clauses = subject?.rule.automaton;

  test('the pattern beside the clauses is equal to them, as automata', () => {
    const pattern = buildAutomaton([must(String(childNode(schemas, schema)['pattern']))]);
    expect(clauses && pattern && findDifference(clauses, pattern)).toBeUndefined();
    expect(clauses).toBeDefined();
  });

  test('the rule has six states and five classes of characters', () => {
    expect(clauses?.accepts).toHaveLength(6);
    expect(clauses?.classes.map(({ sample }) => sample)).toEqual(['a', '0', '_', '-', '.']);
  });
});
