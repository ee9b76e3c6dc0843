import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Option } from 'commander';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { chineseFile, README_FILES, ROOT, readMarkdown, readSections } from './read-examples.ts';
import { COMMANDS } from './run-noted-command.ts';

const PAIRS = [...README_FILES, 'spec/README.md'];
const ALL = [...PAIRS.flatMap((file) => [file, chineseFile(file)]), 'CONTRIBUTING.md'];

/** Comments and texts for people are in the language of the file. */
const withoutTexts = (code: string): string =>
  code
    .replace(/^ *(?:\/\*\*.*\*\/|\/\/.*|#(?! ").*)\n/gm, '')
    .replace(/ +(?:\/\/|#) .*$/gm, '')
    .replace(/(?<=^ *(?:"errorMessage"|"error_msg"|"detail"|reason): ).*$/gm, '…');

const codeOf = (file: string): [language: string, code: string][] =>
  readSections(file).flatMap(({ examples }) =>
    examples.map(({ language, code }): [string, string] => [language, withoutTexts(code)]),
  );

test.each(PAIRS)('%s holds the same examples and headings in Chinese', (file) => {
  expect(codeOf(chineseFile(file))).toEqual(codeOf(file));
  const count = (name: string) => readSections(name).map(({ examples }) => examples.length);
  expect(count(chineseFile(file))).toEqual(count(file));
});

test('README.md keeps to 200 lines', () => {
  for (const file of ['README.md', 'README.zh-CN.md'])
    expect(readMarkdown(file).trimEnd().split('\n').length, file).toBeLessThanOrEqual(200);
});

/** As GitHub names the anchors of headings. */
const anchorsIn = (file: string): string[] =>
  readSections(file).map(({ heading }) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );

test.each(ALL)('the links of %s lead somewhere', (file) => {
  const text = readMarkdown(file).replace(/^```.*?^```$/gms, '');
  const links = [...text.matchAll(/\]\((?!\w+:)([^)#]*)(?:#([^)]*))?\)/g)];
  const broken = links.filter(([, path = '', anchor]) => {
    const target = path === '' ? file : join(dirname(file), path);
    if (!existsSync(join(ROOT, target))) return true;
    return (
      anchor !== undefined &&
      statSync(join(ROOT, target)).isFile() &&
      !anchorsIn(target).includes(decodeURIComponent(anchor))
    );
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});

/** `npm run verify -- --list`, `npx swr-contract mock`, `mock --iam`: the words behind each. */
const SAID = new RegExp(
  `(?:npm (?:run (?:--silent )?(?<named>[\\w:]+)|(?<script>start|test)\\b)(?: --silent)?(?: --(?= ))?|(?:npx )?${manifest.name}(?:\\.js)? (?<command>[a-z]+)|(?<=\`)(?<alone>mock|verify|identify|diff))(?<words>(?: [^\`\\n|;&#]*)?)`,
  'g',
);

describe.each(ALL)('commands named in %s', (file) => {
  test('have that script and these options', () => {
    const scripts: Readonly<Record<string, string>> = manifest.scripts;
    const unknown = [...readMarkdown(file).matchAll(SAID)].filter(({ groups = {} }) => {
      const { named, command, alone, words = '' } = groups;
      const script = named ?? groups['script'] ?? '';
      const name = command ?? alone ?? /swr-contract\.js (\w+)$/.exec(scripts[script] ?? '')?.[1];
      if (name === undefined) return !Object.hasOwn(scripts, script);
      if (!Object.hasOwn(COMMANDS, name)) return true;
      const known = COMMANDS[name as keyof typeof COMMANDS]().options.map(({ long }: Option) => long);
      const given = words.match(/(?<= )--[a-z][\w-]*/g) ?? [];
      return given.some((option) => option !== '--help' && !known.includes(option));
    });
    expect(unknown.map(([said]) => said)).toEqual([]);
  });
});
