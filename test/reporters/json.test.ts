import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { REPORT_VERSION, type Report } from '../../src/contract/report/report.ts';
import { jsonReport } from '../../src/reporters/json.ts';
import { verifyFake } from '../contract/verify-fake.ts';
import { deviatingReport, plainFinding, reports } from './sample-report.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const schema = JSON.parse(
  readFileSync(new URL('../../src/contract/report/report.schema.json', import.meta.url), 'utf8'),
) as Schema;

const strictReport: Report = {
  ...deviatingReport,
  strict: ['should', 'transport'],
  findings: (['must', 'should', 'transport'] as const).map((level) => ({ ...plainFinding, level })),
};

const all = { ...reports, strictReport };

describe('jsonReport', () => {
  it('keeps the report as it is', () => {
    const text = jsonReport(deviatingReport);
    expect(text.endsWith('}\n')).toBe(true);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(deviatingReport)));
  });
});

describe('report.schema.json', () => {
  // A schema beside what it refers to.
  const resolve = ({ $ref, ...rest }: Schema): Schema =>
    $ref === undefined ? rest : { ...resolve(schema.$defs?.[$ref.replace('#/$defs/', '')] ?? {}), ...rest };

  /** `findings[].example.value` and so on, for what a schema names or, given a value, what is in it. */
  const pathsOf = (part: Schema, path = ''): string[] => {
    const { properties = {}, items } = resolve(part);
    return [
      ...Object.entries(properties).flatMap(([name, each]) => [`${path}${name}`, ...pathsOf(each, `${path}${name}.`)]),
      ...(items ? pathsOf(items, path.replace(/\.$/, '[].')) : []),
    ];
  };
  const pathsIn = (value: Json, path = ''): string[] => {
    if (Array.isArray(value)) return value.flatMap((each: Json) => pathsIn(each, path.replace(/\.$/, '[].')));
    if (value === null || typeof value !== 'object') return [];
    return Object.entries(value).flatMap(([name, each]) => [
      `${path}${name}`,
      ...(name === 'headers' ? [] : pathsIn(each, `${path}${name}.`)),
    ]);
  };

  it.each(Object.entries(all))('describes %s', (_name, report) => {
    const validate = new Ajv2020({ strict: true }).compile(schema);
    validate(JSON.parse(jsonReport(report)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('describes what a run writes', async () => {
    const report = await verifyFake(({ method }, { status }) =>
      method === 'DELETE' && status === 204 ? { status: 200 } : undefined,
    );
    expect(report.findings).not.toEqual([]);
    const validate = new Ajv2020({ strict: true }).compile(schema);
    validate(JSON.parse(jsonReport(report)));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('is of the version that reports have', () => {
    expect(schema.$defs?.['report']?.properties?.['version']).toMatchObject({ const: REPORT_VERSION });
    expect(deviatingReport.version).toBe(REPORT_VERSION);
  });

  it('names each property that reports have, and no other', () => {
    // All responses are one kind of thing.
    const shorten = (paths: readonly string[]): string[] =>
      [...new Set(paths.map((path) => path.replace(/^.*response\./i, 'response.')))].toSorted();
    const seen = Object.values(all).flatMap((report) => pathsIn(JSON.parse(jsonReport(report)) as Json));
    expect(shorten(seen)).toEqual(shorten(pathsOf(schema)));
  });

  it('says what each property is, and lets none in that it does not name', () => {
    const check = (part: Schema, path: string): void => {
      if (part.properties) expect([path, part.additionalProperties]).toEqual([path, false]);
      for (const [name, each] of Object.entries(part.properties ?? {})) {
        expect([`${path}.${name}`, resolve(each).description ?? '']).toEqual([
          `${path}.${name}`,
          expect.stringMatching(/\.$/),
        ]);
        check(each, `${path}.${name}`);
      }
      if (part.items) check(part.items, `${path}[]`);
    };
    for (const [name, each] of Object.entries(schema.$defs ?? {})) check(each, name);
  });
});
