import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { listClauses } from '../../src/openapi/operations/clause.ts';
import { listAmbiguities } from '../../src/openapi/overlays/apply-readings.ts';
import { editions, resolveEdition } from '../load-edition.ts';

/** `N1–N7`, `C1, C2` and `D1` in the first column of the tables, as single ids. */
const idsIn = (text: string): string[] =>
  [...text.matchAll(/^\| ([A-Z]+\d[^|]*) \|/gm)].flatMap(([, cell = '']) =>
    cell.split(', ').flatMap((range) => {
      const [, letters = '', first = '', last = first] = /^([A-Z]+)(\d+)(?:–[A-Z]+(\d+))?$/.exec(range) ?? [];
      return Array.from(
        { length: Number(last) - Number(first) + 1 },
        (_, index) => `${letters}${Number(first) + index}`,
      );
    }),
  );

const documents = [undefined, ...editions].map((name) => resolveEdition(name));
const ids = documents.flatMap((document) =>
  [...listClauses(document), ...listAmbiguities(document)].map(({ id }) => id),
);
const known = new Set(ids.map((id) => id.replace(/@.*$/, '')));

describe.each(['README.md', 'README.zh-CN.md'])('the tables of ids in spec/%s', (name) => {
  const told = idsIn(readFileSync(new URL(`../../spec/${name}`, import.meta.url), 'utf8'));

  it('have every clause and every point of every edition, each once', () => {
    expect([...known].filter((id) => !told.includes(id))).toEqual([]);
    expect(told.filter((id, index) => told.indexOf(id) !== index)).toEqual([]);
  });

  it('have no other', () => {
    expect(told.filter((id) => !known.has(id))).toEqual([]);
  });
});
