import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { README_FILES, ROOT, readMarkdown, readSections } from './read-examples.ts';
import { COMMANDS } from './run-noted-command.ts';

const inChinese = (file: string): string => file.replace(/\.md$/, '.zh-CN.md');
const ALL = [...README_FILES.flatMap((file) => [file, inChinese(file)]), 'spec/README.md', 'CONTRIBUTING.md'];

/** Comments are in the language of the text; an end of a line in `js` needs two blanks or none before it. */
const withoutComments = (code: string): string =>
  code.replace(/^ *(?:\/\*\*.*\*\/|\/\/.*|#.*)\n/gm, '').replace(/ +(?:\/\/|#) .*$/gm, '');

const codeOf = (file: string): [language: string, code: string][] =>
  readSections(file).flatMap(({ examples }) =>
    examples.map(({ language, code }): [string, string] => [language, withoutComments(code)]),
  );

test.each(README_FILES)('%s holds the same examples and headings in Chinese', (file) => {
  expect(codeOf(inChinese(file))).toEqual(codeOf(file));
  const count = (name: string) => readSections(name).map(({ examples }) => examples.length);
  expect(count(inChinese(file))).toEqual(count(file));
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
  `(?:npm (?:run )?(?:--silent )?(?<script>[\\w:]+)(?: --silent)?(?: --(?= ))?|(?:npx )?${manifest.name}(?:\\.js)? (?<command>\\w+)|(?<=\`)(?<alone>mock|verify|identify|diff))(?<words>(?: [^\`\\n|;&#]*)?)`,
  'g',
);

describe.each(ALL)('commands named in %s', (file) => {
  test('have that script and these options', () => {
    const scripts: Readonly<Record<string, string>> = manifest.scripts;
    const unknown = [...readMarkdown(file).matchAll(SAID)].filter(({ groups = {} }) => {
      const { script = '', command, alone, words = '' } = groups;
      if (['ci', 'i', 'init', 'pack', 'install'].includes(script) || script === 'warns' || script === 'asks')
        return false;
      const name = command ?? alone ?? /swr-contract\.js (\w+)$/.exec(scripts[script] ?? '')?.[1];
      if (name === undefined) return !Object.hasOwn(scripts, script);
      if (!Object.hasOwn(COMMANDS, name)) return true;
      const known = COMMANDS[name as keyof typeof COMMANDS]().options.map(({ long }) => long);
      const given = words.match(/(?<= )--[a-z][\w-]*/g) ?? [];
      return given.some((option) => option !== '--help' && !known.includes(option));
    });
    expect(unknown.map(([said]) => said)).toEqual([]);
  });
});
