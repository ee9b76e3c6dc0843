import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { runMockHere } from './run-mock-here.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'seed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What is said of a seed file, behind its name. */
const saidOf = async (text: string, ...args: readonly string[]): Promise<string> => {
  const file = join(folder, 'seed.yaml');
  writeFileSync(file, text);
  const mock = await runMockHere('--seed-file', file, ...args).catch((error: unknown) => error as Error);
  if (!(mock instanceof Error)) {
    await mock.stop();
    return '';
  }
  const head = `Failed to load the seed file ${file}`;
  expect(mock.message.slice(0, head.length)).toBe(head);
  return mock.message.slice(head.length);
};

const tag = (value: string): string =>
  `tags:\n  - namespace: a\n    repository: b\n    tag: ${value}\nrepositories: [{ namespace: a, name: b, is_public: true }]\n`;

describe('C10: values that YAML reads otherwise than they look: line, value, remedy', () => {
  it.each<[value: string, says: string]>([
    ['1.10', '1.10 is read as the number 1.1: quote it ("1.10").'],
    ['007', '007 is read as the number 7: quote it ("007").'],
    ['1e3', '1e3 is read as the number 1000: quote it ("1e3").'],
    ['0x1F', '0x1F is read as the number 31: quote it ("0x1F").'],
    ['true', 'true is read as the boolean true: quote it ("true").'],
    ['null', 'It is read as nothing (null). Leave it out, or quote it.'],
    ['~', 'It is read as nothing (null). Leave it out, or quote it.'],
    ['', 'It is read as nothing (null). Leave it out, or quote it.'],
  ])('tag: %s', async (value, says) => {
    expect(await saidOf(tag(value))).toMatch(/^:4:\d+: tags\[0\]\.tag is not valid \(type\)\./);
    expect(await saidOf(tag(value))).toContain(` ${says}`);
  });

  it('a date of YAML 1.1', async () => {
    const said = await saidOf(`%YAML 1.1\n---\n${tag('2026-01-02')}`);
    expect(said).toContain('2026-01-02 is read as a date: quote it ("2026-01-02").');
  });

  it.each(['"1.10"', "'007'", '!!str 1.10', '1.10-alpine', '2026-01-02', 'yes', 'no', 'latest'])(
    'tag: %s is a text',
    async (value) => {
      expect(await saidOf(tag(value))).toBe('');
    },
  );

  it.each<[value: string, says: string]>([
    ['yes', 'yes is read as a text. Write true or false.'],
    ['off', 'off is read as a text. Write true or false.'],
    ['"true"', '"true" is a text because of its quotes.'],
  ])('is_public: %s', async (value, says) => {
    const said = await saidOf(`repositories:\n  - { namespace: a, name: b, is_public: ${value} }\n`);
    expect(said).toBe(`:2:41: repositories[0].is_public is not valid (type), in a/b. ${says}`);
  });

  it('in a snapshot, and in flow style', async () => {
    const said = await saidOf('collections:\n  tags: [{ namespace: a, repository: b, tag: 1.10 }]\n');
    expect(said).toMatch(/^:2:46: tags\[0\]\.tag .*quote it \("1\.10"\)\.$/);
  });

  it('beside made-up records: the place is that of the file', async () => {
    expect(await saidOf(tag('1.10'), '--records', '30')).toMatch(/^:4:10: tags\[0\]\.tag .*quote it/);
  });
});

describe('other problems have their place, too', () => {
  it.each<[what: string, text: string, says: RegExp]>([
    [
      'a broken rule',
      'repositories:\n  - { namespace: a, name: Bad, is_public: true }',
      /^:2:27: repositories\[0\]\.name must start with/,
    ],
    ['what is missing', 'namespaces:\n  - {}', /^:2:5: namespaces\[0\]\.name is missing\.$/],
    [
      'what is there twice',
      'namespaces:\n  - { name: a }\n  - { name: a }',
      /^:3:5: namespaces\[1\] has the same name as/,
    ],
    ['no record', 'namespaces: [1]', /^:1:14: namespaces\[0\] must be an object\.$/],
  ])('%s', async (_what, text, says) => {
    expect(await saidOf(text)).toMatch(says);
  });

  it.each([
    ['an unknown collection', 'users: []', /^: unknown collection "users"/],
    ['no list', 'namespaces: 1', /^: "namespaces" must be a list of records\.$/],
  ])('%s has none', async (_what, text, says) => {
    expect(await saidOf(text)).toMatch(says);
  });
});
