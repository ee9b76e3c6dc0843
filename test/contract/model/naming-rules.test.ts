import { describe, expect, test } from 'vitest';

import { document } from '../../../mocks/document.ts';
import { readModel } from '../../../src/contract/model/read-model.ts';
import { childNode, type Node } from '../../../src/openapi/document/document.ts';
import { findDifference } from '../../../src/values/automaton.ts';
import { build, must } from '../../values/rules.ts';

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
    const pattern = build([must(String(childNode(schemas, schema)['pattern']))]);
    expect(clauses && findDifference(clauses, pattern)).toBeUndefined();
    expect(clauses).toBeDefined();
  });

  test('the rule has six states and five classes of characters', () => {
    expect(clauses?.accepts).toHaveLength(6);
    expect(clauses?.classes.map(({ sample }) => sample)).toEqual(['a', '0', '_', '-', '.']);
  });
});
