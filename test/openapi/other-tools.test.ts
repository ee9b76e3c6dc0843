import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';

import { childNode, isNode, type Node } from '../../src/openapi/document/document.ts';
import { editions, resolveEdition } from '../load-edition.ts';

// What generators and linters of others stumbled over: SnakeYAML, oapi-codegen, openapi-generator, openapi-python-client.

test('the YAML has no more aliases than readers in Java take', () => {
  const text = readFileSync('spec/openapi.yaml', 'utf8');
  expect(text.match(/^[^#]*(?:: |- )\*[a-z-]+$/gm)?.length ?? 0).toBeLessThanOrEqual(50);
});

describe.each(['2018-12', ...editions])('edition %s', (name) => {
  const document = resolveEdition(name) as unknown as Node;
  const components = childNode(document, 'components');

  it('names no two components so that one type in Go would be both', () => {
    const names = ['schemas', 'parameters', 'responses', 'requestBodies'].flatMap((kind) =>
      Object.keys(childNode(components, kind)).map((each) => each.replaceAll('_', '').toLowerCase()),
    );
    expect(names.filter((each, index) => names.indexOf(each) !== index)).toEqual([]);
  });

  it('has a plain value in each parameter, items in each list, and no choice of values without a name', () => {
    const wrong: string[] = [];
    const visit = (node: unknown, path: string): void => {
      if (Array.isArray(node)) for (const [index, part] of node.entries()) visit(part, `${path}/${index}`);
      if (!isNode(node)) return;
      const types = [node['type']].flat();
      if (types.includes('array') && node['items'] === undefined) wrong.push(path);
      const isNamed = /\/schemas\/\w+$/.test(path);
      const isChoice = Array.isArray(node['anyOf']) && node['anyOf'].some((each) => isNode(each) && 'const' in each);
      if (isChoice && !isNamed) wrong.push(path);
      if (typeof node['in'] === 'string' && isNode(node['schema']) && node['schema']['type'] === 'object')
        wrong.push(path);
      for (const [key, part] of Object.entries(node)) if (!key.startsWith('x-')) visit(part, `${path}/${key}`);
    };
    visit({ paths: document['paths'], components }, '');
    expect(wrong).toEqual([]);
  });
});
