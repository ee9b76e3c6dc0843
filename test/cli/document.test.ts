import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { createBackend } from '../../mocks/create-backend.ts';
import { chooseDocument } from '../../src/cli/document/choose-document.ts';
import type { MockLog } from '../../src/cli/mock/mock-log.ts';
import { watchDocument } from '../../src/cli/mock/watch-document.ts';
import { dereference } from '../../src/openapi/document/dereference.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { nodeAt } from '../openapi/node-at.ts';

let root = '';
let number = 0;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'document-')));
});
afterAll(() => rmSync(root, { recursive: true }));

/** Writes files into a folder of their own. */
const write = (files: Readonly<Record<string, string>>): string => {
  number += 1;
  const folder = join(root, String(number));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

const choose = (options: { readonly spec?: string; readonly overlay?: readonly string[] }) => {
  const chosen = chooseDocument({ overlay: [], ...options });
  if (!chosen) throw new Error('Nothing was chosen.');
  return chosen;
};

/** The document of files, the first of which is it. */
const load = (files: Readonly<Record<string, string>>): Promise<Document> =>
  choose({ spec: join(write(files), Object.keys(files)[0] ?? '') }).load((document) => document);

/** What is told of files, without their folder. */
const complain = async (files: Readonly<Record<string, string>>, overlay = ''): Promise<string[]> => {
  const folder = write(files);
  const first = join(folder, Object.keys(files)[0] ?? '');
  const chosen = overlay === '' ? choose({ spec: first }) : choose({ overlay: [join(folder, overlay)] });
  const error: unknown = await chosen.load((document) => document).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'UserError' });
  return (error as Error).message.replaceAll(`${folder}/`, '').split('\n');
};

const HEAD = 'openapi: 3.1.1\ninfo: { title: Things, version: "1" }\n';
const PET = 'type: object\nproperties:\n  name: { type: string, maxLength: 3 }\n';
const pets = (schema: string): string =>
  `${HEAD}paths:\n  /pets:\n    get:\n      responses:\n        200:\n          description: Them.\n          content: { application/json: { schema: ${schema} } }\n`;

describe('C11: what other files hold', () => {
  const schemaOf = async (files: Readonly<Record<string, string>>): Promise<unknown> =>
    nodeAt(dereference(await load(files)), '/paths/~1pets/get/responses/200/content/application~1json')['schema'];
  const pet = { type: 'object', properties: { name: { type: 'string', maxLength: 3 } } };

  test.each<[what: string, files: Readonly<Record<string, string>>]>([
    ['a whole file', { 'a.yaml': pets('{ $ref: pet.yaml }'), 'pet.yaml': PET }],
    [
      'a place in one',
      { 'a.yaml': pets('{ $ref: "./all.json#/x/pet" }'), 'all.json': `{"x":{"pet":${JSON.stringify(pet)}}}` },
    ],
    [
      'one in a folder, by way of another',
      {
        'a.yaml': pets('{ $ref: "schemas/first.yaml#/a~1b" }'),
        'schemas/first.yaml': 'a/b: { $ref: "../more/pet.yaml" }',
        'more/pet.yaml': PET,
      },
    ],
    [
      'one that refers to the document',
      {
        'a.yaml': `${pets('{ $ref: other.yaml }')}components:\n  schemas:\n    Pet: ${JSON.stringify(pet)}\n`,
        'other.yaml': '$ref: "a.yaml#/components/schemas/Pet"',
      },
    ],
    [
      'a path',
      {
        'a.yaml': `${HEAD}paths:\n  /pets: { $ref: "paths.yaml#/pets" }\n`,
        'paths.yaml': `pets:\n  get:\n    responses: { $ref: "#/answers" }\nanswers:\n  200:\n    description: Them.\n    content: { application/json: { schema: { $ref: pet.yaml } } }\n`,
        'pet.yaml': PET,
      },
    ],
    [
      'a document of OpenAPI 3.0',
      {
        'a.yaml': pets('{ $ref: pet.yaml }').replace('3.1.1', '3.0.3'),
        'pet.yaml': PET.replace('maxLength: 3', 'maxLength: 3, nullable: false'),
      },
    ],
  ])('%s', async (_what, files) => {
    expect(await schemaOf(files)).toEqual(pet);
  });

  test('a tree in another file holds itself, and is there once', async () => {
    const document = await load({
      'a.yaml': pets('{ type: array, items: { $ref: tree.yaml } }'),
      'tree.yaml':
        'type: object\nproperties:\n  parts: { type: array, items: { $ref: "#" } }\n  root: { $ref: tree.yaml }\n',
    });
    expect(Object.keys(nodeAt(document, '/components/schemas'))).toEqual(['tree']);
    const tree = nodeAt(dereference(document), '/components/schemas/tree') as { properties: { root: unknown } };
    expect(tree.properties.root).toBe(tree);
  });

  test('a schema that has a name already gets another', async () => {
    const document = await load({
      'a.yaml': `${pets('{ oneOf: [{ $ref: "x/Pet.yaml" }, { $ref: "y/Pet.yaml" }] }')}components: { schemas: { Pet: {} } }\n`,
      'x/Pet.yaml': 'title: x',
      'y/Pet.yaml': 'title: y',
    });
    expect(nodeAt(document, '/components/schemas')).toEqual({ Pet: {}, Pet2: { title: 'x' }, Pet3: { title: 'y' } });
  });

  test('is taken into an overlay, too', async () => {
    const folder = write({
      'own.yaml':
        'overlay: 1.0.0\ninfo: { title: Own, version: "1" }\nactions:\n  - target: $.components.schemas\n    update: { Pet: { $ref: "pet.yaml" }, Own: { $ref: "#/components/schemas/Pet" } }\n',
      'pet.yaml': PET,
    });
    const chosen = choose({ overlay: [join(folder, 'own.yaml')] });
    const document = await chosen.load((read) => read);
    expect(nodeAt(document, '/components/schemas')).toMatchObject({
      Pet: pet,
      Own: { $ref: '#/components/schemas/Pet' },
    });
    expect(chosen.files()).toEqual([join(folder, 'own.yaml'), join(folder, 'pet.yaml')]);
  });

  test.each<[what: string, files: Readonly<Record<string, string>>, lines: readonly string[]]>([
    [
      'a file that is not there',
      { 'a.yaml': pets('{ $ref: no.yaml }') },
      ["a.yaml:9:58: $ref leads to no.yaml, which can't be read: there is no such file."],
    ],
    [
      'a place that is not there',
      { 'a.yaml': pets('{ $ref: "pet.yaml#/Pet" }'), 'pet.yaml': PET },
      ['a.yaml:9:58: $ref leads nowhere: pet.yaml#/Pet. There is nothing at /Pet of that file.'],
    ],
    [
      'another server',
      { 'a.yaml': pets('{ $ref: "https://example.com/a.yaml" }') },
      [
        'a.yaml:9:58: $ref leads to another server: https://example.com/a.yaml. Save the file beside this one, and refer to that.',
      ],
    ],
    [
      'what is no YAML',
      { 'a.yaml': pets('{ $ref: b.yaml }'), 'b.yaml': 'a: [' },
      ['b.yaml:1:5: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
    [
      'a path that holds itself',
      {
        'a.yaml': `${HEAD}paths:\n  /a: { $ref: b.yaml }\n`,
        'b.yaml': '$ref: b.yaml',
      },
      ['b.yaml:1:7: $ref leads back to itself: b.yaml. Only schemas may.'],
    ],
    [
      'a mistake in another file',
      { 'a.yaml': pets('{ $ref: pet.yaml }'), 'pet.yaml': PET.replace('maxL', 'maxl') },
      ['pet.yaml:3:25: unknown name "maxlength" in a schema. Did you mean "maxLength"?'],
    ],
  ])('%s is told by file and line', async (_what, files, [line]) => {
    expect(await complain(files)).toEqual([`Failed to use the document ${line}`]);
  });

  test('all that can not be had is told at once', async () => {
    const lines = await complain({ 'a.yaml': pets('{ allOf: [{ $ref: no.yaml }, { $ref: none.yaml }] }') });
    expect(lines).toEqual([
      'Failed to use the document: it has 2 mistakes.',
      "  a.yaml:9:68: $ref leads to no.yaml, which can't be read: there is no such file.",
      "  a.yaml:9:87: $ref leads to none.yaml, which can't be read: there is no such file.",
    ]);
  });
});

describe('documents of other versions', () => {
  const SWAGGER = `swagger: "2.0"
info: { title: Pets, version: "1" }
consumes: [application/json]
produces: [application/json]
paths:
  /pets/{id}:
    get:
      parameters:
        - { name: id, in: path, required: true, type: integer }
      responses:
        200:
          description: One.
          schema: { $ref: "#/definitions/Pet" }
          examples: { application/json: { name: Rex } }
definitions:
  Pet:
    type: object
    properties:
      name: { type: string }
`;

  test('Swagger 2.0 is read, and answers its examples', async () => {
    const { fetch } = createBackend({ document: await load({ 'a.yaml': SWAGGER }) });
    expect(await (await fetch(new Request('http://fake/pets/1'))).json()).toEqual({ name: 'Rex' });
    expect((await fetch(new Request('http://fake/pets/one'))).status).toBe(400);
  });

  test('what is wrong with it is told by the line of its own words', async () => {
    expect(await complain({ 'a.yaml': SWAGGER.replace('name: {', 'name: { maxLenght: 3,') })).toEqual([
      'Failed to use the document a.yaml:19:15: unknown name "maxLenght" in a schema. Did you mean "maxLength"?',
    ]);
  });

  test('OpenAPI 3.0 means what it says there', async () => {
    const text = pets('{ type: string, nullable: true, example: null }').replace('3.1.1', '3.0.3');
    const { fetch } = createBackend({ document: await load({ 'a.yaml': text }) });
    expect(await (await fetch(new Request('http://fake/pets'))).text()).toBe('null');
  });

  test('what is none is told so', async () => {
    const lines = await complain({ 'a.yaml': 'asyncapi: 3.0.0\n' });
    expect(lines).toEqual([
      `Failed to use the document a.yaml:1:1: not an OpenAPI document: it has no "openapi: 3.x.y" or "swagger: '2.0'" at its top.`,
    ]);
  });
});

describe('mistakes', () => {
  test('are listed by their lines, the first twenty', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `        p${index}: { pattren: a }\n`).join('');
    const lines = await complain({ 'a.yaml': `${HEAD}components:\n  schemas:\n    A:\n      properties:\n${names}` });
    expect(lines[0]).toBe('Failed to use the document: it has 25 mistakes.');
    expect(lines.slice(1, 3).map((line) => line.slice(0, 16))).toEqual(['  a.yaml:7:15: u', '  a.yaml:8:15: u']);
    expect(lines.slice(-1)).toEqual(['  … and 5 more']);
    expect(lines).toHaveLength(22);
  });

  test('of an overlay are told by its lines, also in what it adds to a list', async () => {
    const overlay = `overlay: 1.0.0
info: { title: Own, version: "1" }
actions:
  - target: $.components.schemas.RepositoryName
    update:
      allOf:
        - { title: a, pattren: a }
  - target: $.paths['/v2/manage/namespaces'].post['x-unique-key']
    update:
      key: { name: body.nmespace }
`;
    expect(await complain({ 'own.yaml': overlay }, 'own.yaml')).toEqual([
      'Failed to use the document with own.yaml: it has 2 mistakes.',
      '  own.yaml:7:23: unknown name "pattren" in a schema. Did you mean "pattern"?',
      '  own.yaml:10:20: "body.nmespace" is not in the request. Did you mean "body.namespace"?',
    ]);
  });

  test('that can be lived with are noted, one line each', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await load({ 'a.yaml': pets('{ type: string, format: hostname, example: 5 }') });
    const lines = told.mock.calls.map(([line]) => String(line).replace(/\/\S+\//, ''));
    told.mockRestore();
    expect(lines).toEqual([
      'note: a.yaml:9:74: format hostname is not checked',
      'note: a.yaml:9:93: 5 goes against its own schema: type.',
    ]);
  });
});

test('C11: watching follows the files that are referred to, and those that come later', async () => {
  const folder = write({ 'a.yaml': pets('{ $ref: x/pet.yaml }'), 'x/pet.yaml': PET, 'y/pet.yaml': PET });
  const chosen = choose({ spec: join(folder, 'a.yaml') });
  const loaded = vi.fn();
  const load = async (): Promise<readonly string[]> => {
    await chosen.load((document) => document);
    loaded();
    return [];
  };
  await load();
  const said = vi.fn();
  const log: MockLog = { add: () => undefined, flush: () => undefined, say: said, warn: said };
  watchDocument(chosen, load, log);
  const change = async (name: string, text: string): Promise<void> => {
    const before = said.mock.calls.length;
    writeFileSync(join(folder, name), text);
    await vi.waitFor(() => expect(said.mock.calls.length).toBeGreaterThan(before), { timeout: 20_000 });
  };
  await change('x/pet.yaml', PET.replace('3', '4'));
  await change('a.yaml', pets('{ $ref: y/pet.yaml }'));
  await change('y/pet.yaml', PET.replace('3', '5'));
  expect(said.mock.calls.map(([event]) => event)).toEqual(loaded.mock.calls.slice(1).map(() => 'reloaded'));
});
