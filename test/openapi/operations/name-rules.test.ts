import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { compileSchema, isValid } from '../../../src/openapi/compile-schema.ts';
import type { Issue } from '../../../src/openapi/operations/issue.ts';
import { nodeAt } from '../node-at.ts';
import { operationOf, resolved } from '../shipped.ts';

const operation = operationOf('createRepository');
const FORM = { repository: 'busybox', category: 'linux', description: 'text', is_public: 'true' };

/** What a form breaks. */
const formIssues = (change: Readonly<Record<string, unknown>>, without?: keyof typeof FORM): Issue[] => {
  const issues: Issue[] = [];
  const form: Record<string, unknown> = { ...FORM, ...change };
  if (without) delete form[without];
  operation.mediaTypes[0]?.validate(form, '', { location: 'body', issues });
  return issues;
};

/** What a namespace breaks. */
const namespaceIssues = (name: string): Issue[] => {
  const issues: Issue[] = [];
  operation.parameters[0]?.validate(name, 'namespace', { location: 'path', issues });
  return issues;
};

const short = (issues: readonly Issue[]): unknown =>
  issues.map(({ name, keyword, clause, code }) => ({ name, keyword, clause: clause?.id, code }));

// Names that break one rule and keep all others; `number` is that of the rule, for both kinds of name.
const BREAKS: readonly (readonly [number: number, keyword: string, names: (most: number) => readonly string[]])[] = [
  [2, 'not', () => ['1a', '_a', '-a', 'Aa', '0', 'éa', '😀a', ' a', '.a', '\na', '\0a', 'ａb']],
  [3, 'not', () => ['aBc', 'a.b', 'a/b', 'a b', 'aéb', 'a😀b', 'a\nb', 'a\0b', 'a+b', 'a%b', 'aａb', 'a\u2028b']],
  [4, 'not', () => ['a___b', 'a____b', 'a-b___c', 'a___b___c']],
  [5, 'not', () => ['a_-b', 'a-_b', 'a__-b', 'a-_-b', 'a-b_-c']],
  [6, 'not', () => ['a-', 'a_', 'a--', 'a__', 'ab1-']],
  [7, 'minLength', () => ['']],
  [7, 'maxLength', (most) => ['a'.repeat(most + 1), 'a'.repeat(most * 4), `${'a-'.repeat(most)}b`]],
];

describe('each rule of a repository name can be broken alone', () => {
  it.each(BREAKS.flatMap(([number, keyword, names]) => names(128).map((name) => [number, name, keyword] as const)))(
    '[R%i] %j',
    (number, name, keyword) => {
      expect(short(formIssues({ repository: name }))).toEqual([
        { name: 'repository', keyword, clause: `R${number}`, code: 'SVCSTG.SWR.4001029' },
      ]);
    },
  );
});

describe('each rule of a namespace can be broken alone', () => {
  it.each(BREAKS.flatMap(([number, keyword, names]) => names(64).map((name) => [number, name, keyword] as const)))(
    '[N%i] %j',
    (number, name, keyword) => {
      expect(short(namespaceIssues(name))).toEqual([
        { name: 'namespace', keyword, clause: `N${number}`, code: 'SVCSTG.SWR.4001028' },
      ]);
    },
  );
});

describe('names that keep every rule', () => {
  it.each(['a', 'z9', 'a--b', 'a-----b', 'a_b', 'a__b', 'a__b__c', 'a-b_c', 'a0', 'busybox', `a${'-'.repeat(30)}b`])(
    '[N2] [N3] [N4] [N5] [N6] [R2] [R3] [R4] [R5] [R6] %s',
    (name) => {
      expect(formIssues({ repository: name })).toEqual([]);
      expect(namespaceIssues(name)).toEqual([]);
    },
  );

  it('[R7] up to 128 characters for a repository', () => {
    expect(formIssues({ repository: 'a'.repeat(128) })).toEqual([]);
  });

  it('[N7] up to 64 characters for a namespace', () => {
    expect(namespaceIssues('a'.repeat(64))).toEqual([]);
    expect(short(namespaceIssues('a'.repeat(65)))).toHaveLength(1);
  });
});

it('[R2] [R3] [R4] [R6] names every rule that a name breaks', () => {
  expect(formIssues({ repository: '_A___' }).map(({ clause }) => clause?.id)).toEqual(['R2', 'R3', 'R4', 'R6']);
});

describe('the other fields', () => {
  it.each(['app_server', 'linux', 'framework_app', 'database', 'lang', 'other', 'windows', 'arms'])(
    '[C2] takes the category %s',
    (category) => {
      expect(formIssues({ category })).toEqual([]);
    },
  );

  it.each(['arm', 'Linux', 'linux ', ' linux', 'linu', 'linuxx', 'LINUX', 'app-server', 'languages', ''])(
    '[C2] [A9] refuses the category %j',
    (category) => {
      expect(short(formIssues({ category }))).toEqual([
        { name: 'category', keyword: 'enum', clause: 'C2', code: 'SVCSTG.SWR.4000014' },
      ]);
    },
  );

  it.each(['true', 'false'])('[P2] takes is_public %s', (is_public) => {
    expect(formIssues({ is_public })).toEqual([]);
  });

  it.each(['True', 'FALSE', '1', '0', 'yes', 'tru', 'true ', 'null', ''])(
    '[P2] [A9] refuses is_public %j',
    (is_public) => {
      expect(short(formIssues({ is_public }))).toEqual([
        { name: 'is_public', keyword: 'enum', clause: 'P2', code: 'SVCSTG.SWR.4001009' },
      ]);
    },
  );

  it.each<[clause: string, field: keyof typeof FORM]>([
    ['R1', 'repository'],
    ['P1', 'is_public'],
  ])('[%s] refuses a form without %s', (clause, field) => {
    expect(short(formIssues({}, field))).toEqual([
      { name: field, keyword: 'required', clause, code: 'SVCSTG.SWR.4001014' },
    ]);
  });

  it.each<[clause: string, field: keyof typeof FORM]>([
    ['C1', 'category'],
    ['D1', 'description'],
  ])('[%s] takes a form without %s', (_clause, field) => {
    expect(formIssues({}, field)).toEqual([]);
  });

  it.each<[clause: string, field: keyof typeof FORM, code: string]>([
    ['R1', 'repository', 'SVCSTG.SWR.4001029'],
    ['C1', 'category', 'SVCSTG.SWR.4000014'],
    ['D1', 'description', 'SVCSTG.SWR.4000014'],
    ['P1', 'is_public', 'SVCSTG.SWR.4001009'],
  ])('[%s] refuses %s as a file: it is a text', (clause, field, code) => {
    const file = { filename: 'a', mediaType: 'text/plain', bytes: new Uint8Array() };
    expect(short(formIssues({ [field]: file }))).toContainEqual({ name: field, keyword: 'type', clause, code });
  });

  it.each(['', 'x'.repeat(100_000), '名\r\n\0😀'])('[D1] [A5] takes any description', (description) => {
    expect(formIssues({ description })).toEqual([]);
  });

  it('[A6] passes over fields that the page does not know', () => {
    expect(formIssues({ other: 'x', Repository: 'y' })).toEqual([]);
  });
});

const KINDS = [
  ['[N2] [N3] [N4] [N5] [N6] [N7]', 'NamespaceName', 64],
  ['[R2] [R3] [R4] [R5] [R6] [R7]', 'RepositoryName', 128],
] as const;

describe.each(KINDS)('%s %s: the one pattern beside the clauses says what the clauses say', (_ids, schema, most) => {
  const node = nodeAt(resolved, `/components/schemas/${schema}`);
  const validate = compileSchema(node);
  const pattern = new RegExp(String(node['pattern']), 'u');
  const restated = (name: string): boolean => {
    const { length } = [...name];
    return pattern.test(name) && length >= Number(node['minLength']) && length <= Number(node['maxLength']);
  };

  test('about every word of up to 6 of the characters a 0 _ - A', () => {
    let words = [''];
    let count = 0;
    let valid = 0;
    for (let length = 0; length <= 6; length += 1) {
      for (const word of words) {
        count += 1;
        if (restated(word)) valid += 1;
        // An expect for each word would take longer than the words themselves.
        if (restated(word) !== isValid(validate, word)) expect.fail(`They differ about ${JSON.stringify(word)}.`);
      }
      words = words.flatMap((word) => [...'a0_-A'].map((character) => word + character));
    }
    expect(count).toBe((5 ** 7 - 1) / 4);
    expect(valid).toBeGreaterThan(100);
  });

  const letters = fc.constantFrom(
    'a',
    'z',
    '0',
    '9',
    '_',
    '__',
    '___',
    '-',
    '--',
    'A',
    '.',
    ' ',
    '\n',
    'é',
    '名',
    '😀',
    '\0',
  );
  const near = fc.oneof(
    fc.array(letters, { maxLength: 8 }).map((parts) => parts.join('')),
    fc
      .tuple(fc.array(letters, { maxLength: 3 }), fc.integer({ min: most - 6, max: most + 3 }))
      .map(([parts, length]) => `a${parts.join('')}`.padEnd(length, 'b')),
    fc.array(fc.constantFrom('a', '0', 'ab', '_', '-'), { maxLength: 12 }).map((parts) => `a${parts.join('')}0`),
  );

  test('about names near the rules; ajv agrees with both', () => {
    const ajv = new Ajv2020({ strict: false, unicodeRegExp: true, validateFormats: false, logger: false });
    const theirs = ajv.compile(structuredClone(node));
    const { allOf: _clauses, ...patternOnly } = structuredClone(node);
    const theirPattern = ajv.compile(patternOnly);
    const verdicts = new Set<boolean>();
    fc.assert(
      fc.property(near, (name) => {
        const ours = isValid(validate, name);
        verdicts.add(ours);
        expect([restated(name), theirs(name), theirPattern(name)]).toEqual([ours, ours, ours]);
      }),
      { numRuns: 1000 },
    );
    expect(verdicts.size).toBe(2);
  });
});
