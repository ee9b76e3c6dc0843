import { describe, expect, it, test } from 'vitest';
import { compareDocuments } from '../../src/changes/compare/compare-documents.ts';
import { arrangeChanges } from '../../src/changes/tell/arrange-changes.ts';
import { changesAsMarkdown } from '../../src/changes/tell/changes-as-markdown.ts';
import { changesAsText } from '../../src/changes/tell/changes-as-text.ts';
import { displayWidth } from '../../src/text/text-layout.ts';
import { clause, query, tinyDocument } from './tiny-document.ts';

const look = (parameters: object[]) => ({ get: { operationId: 'look', parameters, responses: {} } });
const COMPARISON = compareDocuments(
  tinyDocument({
    others: look([]),
    parameters: [query('size', {}), query('kind', { ...clause('K1', 'must be a', '须为 a'), enum: ['a'] })],
  }),
  tinyDocument({
    version: 'two',
    others: look([query('color', {})]),
    parameters: [
      query('color', {}),
      query('kind', { ...clause('K1@two', 'must be a or <b>', '须为 a 或 <b>'), enum: ['a', '<b>'] }),
    ],
    components: { 'x-request-id': 'X-Id' },
  }),
);
const PLAIN = { color: false, width: 80, language: 'en' } as const;

describe('changes as text', () => {
  it('stand in groups of operations, with marks and clauses', () => {
    expect(changesAsText(COMPARISON, PLAIN)).toBe(`one → two: 4 changes

All operations
  + the query takes color (optional)

make
  - the query no longer takes size
  + kind may be "<b>" [K1 → K1@two]

In general
  + every answer has the header X-Id
`);
  });

  it('are Chinese on request', () => {
    expect(changesAsText(COMPARISON, { ...PLAIN, language: 'zh' })).toBe(`one → two: 4 处变化

所有接口
  + 查询参数新增 color（选填）

make
  - 查询参数不再有 size
  + kind 可取 "<b>" [K1 → K1@two]

总体
  + 每个响应带有响应头 X-Id
`);
  });

  it('have colours on request', () => {
    expect(changesAsText(COMPARISON, { ...PLAIN, color: true })).toContain('\u001b[32m+ \u001b[0mthe query takes');
  });

  it('keep to the width', () => {
    const lines = changesAsText(COMPARISON, { ...PLAIN, width: 40, language: 'zh' }).split('\n');
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(40);
  });

  it('of the same document are nothing', () => {
    const same = tinyDocument({});
    expect(changesAsText(compareDocuments(same, same), PLAIN)).toBe('one → one: nothing\n');
    expect(changesAsText(compareDocuments(same, same), { ...PLAIN, language: 'zh' })).toBe('one → one: 无变化\n');
  });
});

test('changes as Markdown stand in the same order, and no text of a document is markup', () => {
  const markdown = changesAsMarkdown(COMPARISON, 'en');
  expect(markdown).toBe(`## one → two: 4 changes

### All operations

- ➕ the query takes color (optional)

### make

- ➖ the query no longer takes size
- ➕ kind may be "&#60;b&#62;" \`K1 → K1@two\`

### In general

- ➕ every answer has the header X-Id
`);
});

test('a title names the few operations that are left out', () => {
  const others = (parameters: object[]) =>
    Object.fromEntries(
      ['get', 'put', 'patch', 'delete'].map((method) => [
        method,
        { operationId: method, parameters: method === 'get' ? [] : parameters, responses: {} },
      ]),
    );
  const after = tinyDocument({ others: others([query('a', {})]), parameters: [query('a', {})] });
  const [group] = arrangeChanges(compareDocuments(tinyDocument({ others: others([]) }), after));
  expect(group?.title).toEqual({ en: 'All operations but get', zh: '除 get 外的所有接口' });
});
