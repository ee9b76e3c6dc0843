import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, it, test } from 'vitest';

import { slowPattern } from '../../src/cli/document/slow-pattern.ts';
import { editionFiles, listOverlays, overlayUrl } from '../../src/cli/editions/edition-files.ts';
import { checkDocument } from '../../src/openapi/check/check-document.ts';
import { dereference } from '../../src/openapi/document/dereference.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { listClauses } from '../../src/openapi/operations/clause.ts';
import { listOperations } from '../../src/openapi/operations/list-operations.ts';
import { applyReadings, listAmbiguities, withoutReadings } from '../../src/openapi/overlays/apply-readings.ts';
import { closeReadings } from '../../src/openapi/overlays/close-readings.ts';
import { createEditionResolver } from '../../src/openapi/overlays/editions.ts';
import { parseOverlay } from '../../src/openapi/overlays/parse-overlay.ts';

const resolve = createEditionResolver(editionFiles);
const NAMES = listOverlays();

test('there are editions', () => {
  expect(NAMES).toContain('2019-02');
});

describe.each(NAMES)('edition %s', (name) => {
  const { overlay } = parseOverlay(editionFiles.read(overlayUrl(name)));

  it.each(overlay.actions.map((action) => [action.target, action] as const))(
    '%s: says why, and where it was read',
    (_target, action) => {
      expect(action).toMatchObject({
        description: expect.stringMatching(/\S/),
        'x-source': { page: expect.stringMatching(/\S/), date: expect.stringMatching(/^\d{4}-\d{2}(-\d{2})?$/) },
      });
    },
  );

  let document: Document;
  beforeAll(() => {
    document = closeReadings(resolve(overlayUrl(name)).document);
  });

  it('is valid OpenAPI 3.1 that can be used, with its name as its version', async () => {
    expect(await new Validator().validate(structuredClone(document) as never)).toEqual({ valid: true });
    expect(document.info.version).toBe(name);
    expect(listOperations(dereference(document)).length).toBeGreaterThan(0);
  });

  it('passes the check of documents without a word', () => {
    expect(checkDocument(document, { slowPattern })).toEqual({ problems: [], notes: [] });
  });

  it('has its default readings applied, and they can be undone', () => {
    const { document: open } = resolve(overlayUrl(name));
    expect(withoutReadings(document)).toEqual(open);
    for (const { id, default: first, chosen } of listAmbiguities(document)) expect(chosen, id).toBe(first);
  });

  it('states each clause in both languages', () => {
    for (const { id, title, zh } of listClauses(document)) {
      expect(title, id).toMatch(/\S/);
      expect(zh, id).toMatch(/[\p{Script=Han}\d]/u);
    }
  });

  it('every reading of every point can be chosen', () => {
    for (const { id, readings } of listAmbiguities(document))
      for (const { value } of readings) {
        const chosen = value === 'N' ? '7' : value;
        const read = applyReadings(document, { [id]: chosen });
        expect(listAmbiguities(read).find((point) => point.id === id)).toMatchObject({ chosen });
        expect(listOperations(dereference(read)).length).toBeGreaterThan(0);
      }
  });
});
