import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';

import { createBackend } from '../../../mocks/create-backend.ts';
import { createResolvers } from '../../../mocks/create-resolvers.ts';
import type { Fake } from '../../../mocks/fake.ts';
import { baseUrl, editionFiles } from '../../../src/cli/editions/edition-files.ts';
import { compileSchema, isValid } from '../../../src/openapi/compile-schema.ts';
import { dereference } from '../../../src/openapi/document/dereference.ts';
import type { Node } from '../../../src/openapi/document/document.ts';
import { listClauses } from '../../../src/openapi/operations/clause.ts';
import { listErrorCodes } from '../../../src/openapi/operations/error-codes.ts';
import type { Issue } from '../../../src/openapi/operations/issue.ts';
import { listOperations, type Operation } from '../../../src/openapi/operations/list-operations.ts';
import { closeReadings } from '../../../src/openapi/overlays/close-readings.ts';
import { parseOverlay } from '../../../src/openapi/overlays/parse-overlay.ts';
import { sendToBackend, verifySend } from '../../contract/verify-fake.ts';
import { nodeAt } from '../../openapi/node-at.ts';
import { AREAS, withAreas } from './open-areas.ts';

/** The operations that an area adds. */
const newIn = (area: string): Operation[] => {
  const { overlay } = parseOverlay(editionFiles.read(new URL(`operations/${area}.yaml`, baseUrl()).href));
  const text = JSON.stringify(overlay);
  return listOperations(dereference(withAreas(area))).filter(({ id }) => text.includes(`"operationId":"${id}"`));
};
const resolvers = createResolvers({} as Fake);

describe.each(AREAS)('%s', (area) => {
  const document = withAreas(area);
  const resolved = dereference(document);
  const operations = newIn(area);
  const codes = listErrorCodes(resolved);
  const { overlay } = parseOverlay(editionFiles.read(new URL(`operations/${area}.yaml`, baseUrl()).href));

  it('says of each action why, and where it was read', () => {
    for (const action of overlay.actions)
      expect(action, action.target).toMatchObject({
        description: expect.stringMatching(/\S/),
        'x-source': { page: expect.stringMatching(/\S/), date: expect.stringMatching(/^\d{4}-\d{2}(-\d{2})?$/) },
      });
  });

  it('makes valid OpenAPI 3.1 with new operations', async () => {
    expect(await new Validator().validate(structuredClone(document) as never)).toEqual({ valid: true });
    expect(operations).not.toEqual([]);
  });

  it('states each clause once, in both languages and with its place', () => {
    const clauses = listClauses(document);
    for (const { id, title, zh, place } of clauses) {
      expect(title, id).toMatch(/\S/);
      expect(zh, id).toMatch(/[\p{Script=Han}\d]/u);
      expect(place, id).toMatch(/\S/);
    }
    const said = clauses.map(({ place, title }) => `${place}: ${title}`);
    expect(said.filter((text, index) => said.indexOf(text) !== index)).toEqual([]);
  });

  it('has a summary in both languages and tags that are described', () => {
    const tags = (document.tags ?? []).map(({ name }) => name);
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

  it('has a resolver for each operation', () => {
    expect(operations.map(({ id }) => id).filter((id) => !Object.hasOwn(resolvers, id))).toEqual([]);
  });

  it('answers what its rules say with codes of the table and statuses that it documents', () => {
    const known = new Set(listClauses(document).map(({ id }) => id));
    for (const { id, responses, uniqueKey, requires, requiresNone, failures } of operations) {
      const statuses = responses.map(({ status }) => Number(status));
      const rules = [...(uniqueKey ? [uniqueKey] : []), ...requires, ...requiresNone, ...failures.values()];
      for (const { code, clause } of rules) {
        expect(statuses, `${id} ${code}`).toContain(codes.get(code)?.status);
        if (clause !== undefined) expect(known).toContain(clause);
      }
    }
    const used = new Set(JSON.stringify(overlay).match(/SVCSTG\.SWR\.\d+/g));
    expect([...used].filter((code) => !codes.has(code))).toEqual([]);
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
    for (const { id, pointer, mediaTypes } of operations)
      for (const { type, validate } of mediaTypes) {
        const media = nodeAt(resolved, `${pointer}/requestBody/content/${type.replace('/', '~1')}`);
        const examples = Object.values((media['examples'] ?? {}) as Record<string, Node>);
        expect(examples, id).not.toEqual([]);
        for (const { value } of examples) expect(isValid(validate, value), id).toBe(true);
      }
  });
});

it('the contract suite finds that the fake keeps the contract of all these operations', {
  timeout: 60_000,
}, async () => {
  const document = closeReadings(withAreas(...AREAS));
  const { findings } = await verifySend(sendToBackend(undefined, createBackend({ document })), { document });
  const own = new Set(AREAS.flatMap((area) => newIn(area)).map(({ id }) => id));
  expect(findings.filter(({ operation }) => own.has(operation))).toEqual([]);
});
