import { describe, expect, it } from 'vitest';

import { createEditionResolver } from '../../../src/openapi/overlays/editions.ts';

const BASE = `openapi: 3.1.0
info: { title: base, version: 2018-12 }
paths: {}
components:
  schemas:
    Name: &name { type: string, maxLength: 3 }
    Other: *name
x-ambiguities:
  T1:
    default: one
    readings:
      one: {}
      two: { actions: [{ target: $.components.schemas.Name.maxLength, update: 9 }] }
`;

/** Each action is its target and what it does. */
const overlay = (name: string, extended: string, ...actions: [target: string, change: string][]): string =>
  [
    'overlay: 1.1.0',
    `info: { title: edition, version: ${name} }`,
    `extends: ${extended}`,
    'actions:',
    ...actions.map(([target, change]) => `  - target: ${target}\n    ${change}`),
    '',
  ].join('\n');

const FIRST = overlay('2019-02', '../openapi.yaml', ["$..schemas['Name', 'Other']", 'update: { minLength: 1 }']);
const SECOND = overlay(
  '2020-07',
  '2019-02.yaml',
  ['$.components.schemas.Name.minLength', 'update: 2'],
  ["$['x-ambiguities'].T1.default", 'update: two'],
);

const resolver = (files: Readonly<Record<string, string>>): ((name: string) => ReturnType<Resolve>) => {
  const resolve = createEditionResolver({
    read: (url) => {
      const text = files[url.replace('file:///spec/', '')];
      if (text === undefined) throw new Error('there is no such file');
      return text;
    },
    show: (url) => url.replace('file:///', ''),
  });
  return (name) => resolve(`file:///spec/editions/${name}.yaml`);
};
type Resolve = ReturnType<typeof createEditionResolver>;

const FILES = { 'openapi.yaml': BASE, 'editions/2019-02.yaml': FIRST, 'editions/2020-07.yaml': SECOND };

describe('an edition', () => {
  it('takes in the pieces that it includes, before its own actions', () => {
    const piece = overlay('piece', '../openapi.yaml', [
      '$.components.schemas.Name',
      'update: { pattern: a, maxLength: 5 }',
    ]);
    const including = SECOND.replace('actions:', 'x-includes: [../operations/piece.yaml]\nactions:').replace(
      'minLength',
      'pattern',
    );
    const files = { ...FILES, 'operations/piece.yaml': piece, 'editions/2020-07.yaml': including };
    const { document, files: read } = resolver(files)('2020-07');
    expect(document.components?.schemas?.['Name']).toMatchObject({ pattern: 2, maxLength: 5 });
    expect(read).toContain('file:///spec/operations/piece.yaml');
    expect(() => resolver({ ...FILES, 'editions/2020-07.yaml': including })('2020-07')).toThrow(
      /^spec\/editions\/2020-07\.yaml:\d+:\d+: it includes \.\.\/operations\/piece\.yaml, which can't be read/,
    );
  });

  it('is the document before it with its actions, and has its name for a version', () => {
    const { document, files } = resolver(FILES)('2020-07');
    expect(document).toMatchObject({
      info: { title: 'base', version: '2020-07' },
      components: { schemas: { Name: { maxLength: 3, minLength: 2 }, Other: { maxLength: 3, minLength: 1 } } },
      'x-ambiguities': { T1: { default: 'two' } },
    });
    expect(files.map((file) => file.replace('file:///spec/', ''))).toEqual([
      'openapi.yaml',
      'editions/2019-02.yaml',
      'editions/2020-07.yaml',
    ]);
  });

  it('leaves the one before it as it is, whichever is made first', () => {
    const resolve = resolver(FILES);
    const later = resolve('2020-07').document;
    expect(resolve('2019-02').document).toMatchObject({
      info: { version: '2019-02' },
      components: { schemas: { Name: { minLength: 1 } } },
      'x-ambiguities': { T1: { default: 'one' } },
    });
    expect(resolve('2020-07').document).toBe(later);
  });

  const EDITION = 'editions/2019-02.yaml';
  it.each<[what: string, files: Record<string, string>, message: string]>([
    [
      'a target that leads nowhere',
      { [EDITION]: overlay('2019-02', '../openapi.yaml', ['$.paths.x', 'remove: true']) },
      'spec/editions/2019-02.yaml:5:13: the target leads nowhere: $.paths.x',
    ],
    [
      'a target that is no query',
      { [EDITION]: overlay('2019-02', '../openapi.yaml', ['$.paths[', 'remove: true']) },
      'spec/editions/2019-02.yaml:5:13: not a query that can be used: $.paths[ (',
    ],
    [
      'an update that does not fit',
      { [EDITION]: overlay('2019-02', '../openapi.yaml', ['$.paths', 'update: 1']) },
      'spec/editions/2019-02.yaml:5:13: the update is a value, what stands there is an object: $.paths',
    ],
    [
      'an edition that extends what is not there',
      { [EDITION]: overlay('2019-02', '2019-01.yaml', ['$', 'update: {}']) },
      "spec/editions/2019-02.yaml:3:10: it extends 2019-01.yaml, which can't be read: there is no such file.",
    ],
    [
      'editions that extend each other',
      {
        [EDITION]: overlay('2019-02', '2020-07.yaml', ['$', 'update: {}']),
        'editions/2020-07.yaml': overlay('2020-07', '2019-02.yaml', ['$', 'update: {}']),
      },
      'spec/editions/2020-07.yaml:3:10: the editions extend each other: 2019-02, 2020-07, 2019-02.',
    ],
    [
      'an edition that extends itself',
      { [EDITION]: overlay('2019-02', '2019-02.yaml', ['$', 'update: {}']) },
      'spec/editions/2019-02.yaml:3:10: the editions extend each other: 2019-02, 2019-02.',
    ],
    [
      'an edition under another name',
      { [EDITION]: overlay('2019-03', '../openapi.yaml', ['$', 'update: {}']) },
      'spec/editions/2019-02.yaml:2:34: the version must be the name of the file, 2019-02.',
    ],
    [
      'an edition that extends nothing',
      { [EDITION]: FIRST.replace(/extends: .*\n/, '') },
      'spec/editions/2019-02.yaml:1:1: an edition must say what it extends.',
    ],
    [
      'a base that is no document',
      { [EDITION]: FIRST, 'openapi.yaml': 'swagger: 2.0\n' },
      'spec/openapi.yaml:1:1: not an OpenAPI document: ',
    ],
    [
      'an overlay that is none',
      { [EDITION]: FIRST.replace('remove', 'removed').replace('update:', 'updates:') },
      'spec/editions/2019-02.yaml:6:14: unknown field "updates" (known: target, description, update, remove, copy).',
    ],
  ])('%s is told by file and line', (_what, files, message) => {
    expect(() => resolver({ 'openapi.yaml': BASE, ...files })('2019-02')).toThrow(
      expect.objectContaining({ name: 'DocumentError', message: expect.stringContaining(message) }),
    );
  });
});
