import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { createResolvers } from '../../../mocks/create-resolvers.ts';
import type { Fake } from '../../../mocks/fake.ts';
import { baseUrl } from '../../../src/cli/editions/edition-files.ts';
import { compileSchema, isValid } from '../../../src/openapi/compile-schema.ts';
import { dereference } from '../../../src/openapi/document/dereference.ts';
import type { Node } from '../../../src/openapi/document/document.ts';
import { listClauses } from '../../../src/openapi/operations/clause.ts';
import { listErrorCodes } from '../../../src/openapi/operations/error-codes.ts';
import type { Issue } from '../../../src/openapi/operations/issue.ts';
import { listOperations } from '../../../src/openapi/operations/list-operations.ts';
import { listAmbiguities } from '../../../src/openapi/overlays/apply-readings.ts';
import { parseOverlay } from '../../../src/openapi/overlays/parse-overlay.ts';
import { editions, resolveEdition } from '../../load-edition.ts';
import { nodeAt } from '../../openapi/node-at.ts';

const pieces = new URL('operations/', baseUrl());
const resolvers = createResolvers({} as Fake);

const CONSTANT = ['listSyncRegions', 'listReferences', 'listAccessories'];
const files = readdirSync(pieces, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'));

describe.each(files)('spec/operations/%s', (file) => {
  const { overlay } = parseOverlay(readFileSync(new URL(file, pieces), 'utf8'));

  it('says of each action why, and where it was read', () => {
    for (const action of overlay.actions)
      expect(action, action.target).toMatchObject({
        description: expect.stringMatching(/\S/),
        'x-source': { page: expect.stringMatching(/\S/), date: expect.stringMatching(/^\d{4}-\d{2}(-\d{2})?$/) },
      });
  });

  it('adds operations to the editions that take it in, and no code that their table lacks', () => {
    const text = JSON.stringify(overlay);
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
    expect(ids).not.toEqual([]);
    const document = dereference(resolveEdition(overlay.info.version));
    expect(listOperations(document).map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    const codes = listErrorCodes(document);
    expect(text.match(/SVCSTG\.SWR\.\d+/g)?.filter((code) => !codes.has(code)) ?? []).toEqual([]);
  });
});

describe.each(editions)('edition %s', (name) => {
  const document = resolveEdition(name);
  const resolved = dereference(document);
  const operations = listOperations(resolved);

  it('states each clause once, with its place', () => {
    const said = listClauses(document).map(({ place, title }) => `${place}: ${title}`);
    expect(said.filter((text, index) => !/^\S.*: /.test(text) || said.indexOf(text) !== index)).toEqual([]);
  });

  it('has a summary in both languages and tags that are described', () => {
    const tags = (document.tags ?? []).map((tag) => tag.name);
    expect(new Set(tags).size).toBe(tags.length);
    for (const tag of document.tags ?? [])
      expect(tag, tag.name).toMatchObject({ 'x-name-zh': expect.stringMatching(/\p{Script=Han}/u) });
    for (const { pointer } of operations) {
      const node = nodeAt(resolved, pointer);
      expect(node['summary']).toMatch(/^[A-Z]/);
      expect(node['x-summary-zh']).toMatch(/\p{Script=Han}/u);
      expect((node['tags'] as string[]).filter((tag) => !tags.includes(tag))).toEqual([]);
    }
  });

  it('has a resolver for each operation, or its answer an example that is true of every state', () => {
    const others = operations.filter(({ id }) => !Object.hasOwn(resolvers, id));
    expect(others.filter(({ responses }) => responses[0]?.example === undefined)).toEqual([]);
    // Nobody signs or copies anything here.
    expect(CONSTANT).toEqual(expect.arrayContaining(others.map(({ id }) => id)));
  });

  it('answers what its rules say with codes of the table and statuses that it documents', () => {
    const codes = listErrorCodes(resolved);
    const known = [...listClauses(document), ...listAmbiguities(document)].map(({ id }) => id);
    for (const { id, responses, uniqueKey, requires, requiresNone, failures } of operations) {
      const statuses = responses.map(({ status }) => Number(status));
      const rules = [...(uniqueKey ? [uniqueKey] : []), ...requires, ...requiresNone, ...failures.values()];
      for (const { code, clause } of rules) {
        expect(statuses, `${id} ${code}`).toContain(codes.get(code)?.status);
        if (clause !== undefined) expect(known).toContain(clause);
      }
    }
  });

  it('has an example for every success with a body, and it keeps its schema', () => {
    for (const { id, responses } of operations)
      for (const { status, schema, example } of responses) {
        if (!status.startsWith('2') || schema === undefined) continue;
        const issues: Issue[] = [];
        compileSchema(schema)(example, '', { location: 'body', issues });
        expect(issues, `${id} ${status}`).toEqual([]);
      }
  });

  it('has examples of its requests that keep their schemas', () => {
    for (const { id, pointer, mediaTypes } of operations) {
      const examples = mediaTypes.flatMap(({ type, validate }) => {
        const media = nodeAt(resolved, `${pointer}/requestBody/content/${type.replace('/', '~1')}`);
        return Object.values((media['examples'] ?? {}) as Record<string, Node>).map(({ value }) => ({
          value,
          validate,
        }));
      });
      expect(examples.length > 0, id).toBe(mediaTypes.length > 0);
      for (const { value, validate } of examples) expect(isValid(validate, value), id).toBe(true);
    }
  });
});
