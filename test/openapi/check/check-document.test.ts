import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createBackend } from '../../../mocks/create-backend.ts';
import { slowPattern } from '../../../src/cli/document/slow-pattern.ts';
import { checkDocument } from '../../../src/openapi/check/check-document.ts';
import { OBJECTS } from '../../../src/openapi/check/objects.ts';
import type { Problem } from '../../../src/openapi/check/problem.ts';
import { DocumentError } from '../../../src/openapi/document/document.ts';
import { joinPointer } from '../../../src/openapi/document/json-pointer.ts';
import { parseDocument } from '../../../src/openapi/document/parse-document.ts';
import { nodeAt } from '../node-at.ts';
import { MISTAKES, type Mistake, NOTES } from './mistakes.ts';

const THINGS = readFileSync(join(import.meta.dirname, 'things.yaml'), 'utf8');

/** What is told of a text: what stands at each place, and the line. */
const check = (text: string) => {
  const { document, locate } = parseDocument(text);
  const say = ({ pointer, message, atName }: Problem): [at: string, message: string] => {
    const [line = 0, column = 0] = locate(pointer, atName ? 'name' : 'value')
      .split(':')
      .map(Number);
    return [text.split('\n')[line - 1]?.slice(column - 1) ?? '', message];
  };
  const { problems, notes } = checkDocument(document, { slowPattern });
  return { problems: problems.map(say), notes: notes.map(say) };
};

const edit = ([from, to]: Mistake): string => {
  expect(THINGS.split(from)).toHaveLength(2);
  return THINGS.replace(from, () => to);
};

/** What was found, of each place as much as is expected there. */
const cut = (found: ReturnType<typeof check>['problems'], [, , ...told]: Mistake) =>
  found.map(([at, message], index) => [at.slice(0, told[index]?.[0].length), message]);

it('a document without mistakes is passed without a word', () => {
  expect(check(THINGS)).toEqual({ problems: [], notes: [] });
});

describe.each(Object.entries(MISTAKES))('%s is told, with its place', (_kind, mistakes) => {
  it.each(mistakes.map((mistake) => [mistake[0], mistake[1], mistake] as const))('%j → %j', (_from, _to, mistake) => {
    expect(cut(check(edit(mistake)).problems, mistake)).toEqual(mistake.slice(2));
  });
});

it.each(NOTES.map((mistake) => [mistake[0], mistake[1], mistake] as const))(
  '%j → %j is only noted',
  (_from, _to, mistake) => {
    const { problems, notes } = check(edit(mistake));
    expect([problems, cut(notes, mistake)]).toEqual([[], mistake.slice(2)]);
  },
);

it('all mistakes are told at once', () => {
  const edits = [
    ['pattern: ^', 'pattren: ^'],
    ['code: TAKEN', 'code: TAKNE'],
    ['kind: delete', 'kind: remove'],
    ['minimum: 1', 'minimum: 10'],
  ] as const;
  const text = edits.reduce((before, [from, to]) => before.replace(from, to), THINGS);
  expect(
    check(text)
      .problems.map(([at]) => at.slice(0, 5))
      .sort(),
  ).toEqual(['10, m', 'TAKNE', 'pattr', 'remov']);
});

/** Every place of a value, as its keys. */
const placesOf = (value: unknown, way: readonly string[] = []): (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, item]) => [[...way, key], ...placesOf(item, [...way, key])])
    : [];

it('whatever stands where, the check ends, and what it passes can be used', () => {
  const { document } = parseDocument(THINGS);
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom(
      { $ref: '#' },
      { $ref: '#/components/schemas/Thing' },
      { $ref: 5 },
      { allOf: 5 },
      ['a'],
      '__proto__',
    ),
  );
  let used = 0;
  fc.assert(
    fc.property(fc.constantFrom(...placesOf(document)), anything, (way, value) => {
      const changed = structuredClone(document);
      const holder = nodeAt(changed, joinPointer('', ...way.slice(0, -1))) as Record<string, unknown>;
      holder[way.at(-1) ?? ''] = value;
      if (checkDocument(changed).problems.length > 0) return;
      used += 1;
      try {
        createBackend({ document: changed });
      } catch (error) {
        expect(error).toBeInstanceOf(DocumentError);
      }
    }),
    { numRuns: 300 },
  );
  expect(used).toBeGreaterThan(5);
});

it.each<[odd: unknown]>([[{ toString: 0 }], [{ $ref: '#' }], [[null]]])(
  '%j anywhere is told of or passed, and stops nothing',
  (odd) => {
    const { document } = parseDocument(THINGS);
    const broken = placesOf(document).flatMap((way) => {
      const changed = structuredClone(document);
      const holder = nodeAt(changed, joinPointer('', ...way.slice(0, -1))) as Record<string, unknown>;
      holder[way.at(-1) ?? ''] = odd;
      try {
        if (checkDocument(changed).problems.length === 0) createBackend({ document: changed });
        return [];
      } catch (error) {
        return error instanceof DocumentError
          ? []
          : [`${way.join('.')}: ${(error as Error).stack?.split('\n').slice(0, 4)}`];
      }
    });
    expect(broken).toEqual([]);
  },
);

it('the extensions that are known are those of spec/README.md', () => {
  const known = [...OBJECTS.values()].flatMap((fields) => [...fields.keys()].filter((name) => name.startsWith('x-')));
  const text = readFileSync(join(import.meta.dirname, '../../../spec/README.md'), 'utf8');
  const listed = [...text.matchAll(/^\| `(x-[\w-]+)` \|/gm)].map(([, name = '']) => name);
  // That of an edition's overlay stands in none of the documents.
  const others = ['x-clause', 'x-includes'];
  expect([...new Set([...known, ...others])].sort()).toEqual([...new Set([...listed, 'x-description-zh'])].sort());
});
