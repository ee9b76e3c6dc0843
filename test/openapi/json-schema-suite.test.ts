import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { compileSchema, isValid } from '../../src/openapi/compile-schema.ts';
import { dereference } from '../../src/openapi/document/dereference.ts';
import { type Document, DocumentError } from '../../src/openapi/document/document.ts';

/** Schema and values of the suite, one group a line; of optional files those of the formats that are checked. */
interface Group {
  readonly file: string;
  readonly about: string;
  readonly schema: unknown;
  readonly tests: readonly (readonly [what: string, value: unknown, valid: boolean])[];
}

const [, ...lines] = readFileSync(join(import.meta.dirname, 'json-schema-suite.jsonl'), 'utf8')
  .trimEnd()
  .split('\n');
const groups = lines.map((line) => JSON.parse(line) as Group);

/**
 * What is not supported, since no edition needs it and every page would load it: keywords that look at what
 * others have looked at, or at parts that have no name in a form, and references by a URI of the schema's own. All of it is
 * refused, so that nothing is passed over. The suite's other files are about nothing else, but for `format`: there
 * formats are not checked, as vocabularies have it that nobody declares in OpenAPI.
 */
const REFUSED =
  /"(?:\$dynamicRef|if|contains|dependentSchemas|patternProperties|prefixItems|propertyNames|unevaluated\w+)":|"\$ref":"(?:[^#]|#[^/"])/;

/** What is refused by nothing in it, with the reason why it fails. */
const KNOWN: Readonly<Record<string, string>> = {
  'naive replacement of $ref with its destination is not correct':
    'a value in an enum that looks like a reference is taken for one',
  '$ref to boolean schema false': 'keys beside a $ref are laid over its target, and here that has none',
};

/** References lead into the schema itself, as those of a document do into the document. */
const read = (schema: unknown): unknown =>
  typeof schema === 'object' && schema !== null ? dereference(schema as Document) : schema;

const isRefused = ({ schema }: Group): boolean => REFUSED.test(JSON.stringify(schema));

describe.each(groups.filter((group) => !isRefused(group) && KNOWN[group.about] === undefined))(
  'JSON Schema Test Suite, $file: $about',
  ({ schema, tests }) => {
    it.each(tests)('%s', (_what, value, valid) => {
      expect(isValid(compileSchema(read(schema)), value)).toBe(valid);
    });
  },
);

it.each(groups.filter(isRefused))('$file: $about: refused', ({ schema }) => {
  expect(() => compileSchema(read(schema))).toThrow(DocumentError);
});

it.each(groups.filter(({ about }) => KNOWN[about] !== undefined))(
  '$file: $about: known to fail',
  ({ schema, tests }) => {
    const validate = compileSchema(read(schema));
    expect(tests.every(([, value, valid]) => isValid(validate, value) === valid)).toBe(false);
  },
);
