import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type RunningMock, runMockHere } from '../cli/mock/run-mock-here.ts';
import { chineseFile, README_FILES, readSections } from './read-examples.ts';
import { type Reader, WAYS } from './ways.ts';

const HOME = process.cwd();

let folder = '';
const running: RunningMock[] = [];
const start: Reader['start'] = async (...args) => {
  const mock = await runMockHere(...args);
  running.push(mock);
  return mock;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'examples-'));
  process.chdir(folder);
});
afterEach(async () => {
  process.chdir(HOME);
  for (const mock of running.splice(0)) await mock.stop();
  rmSync(folder, { recursive: true });
});

describe.each(README_FILES)('%s does what it says', (file) => {
  const sections = readSections(file).filter(({ examples }) => examples.length > 0);
  const [ours, theirs] = [file, chineseFile(file)].map((name) =>
    readSections(name).flatMap(({ examples }) => examples),
  );
  const inChinese: Reader['inChinese'] = (code) =>
    theirs?.[ours?.findIndex((each) => each.code === code) ?? -1]?.code ?? '';

  test.each(sections)('$heading', async (section) => {
    const reader: Reader = { section, folder, start, fake: await start(), inChinese };
    for (const example of section.examples) {
      const ways = Object.entries(WAYS).filter(([, { claims }]) => claims(example));
      expect(ways, `${example.place}: it must be run in one way of ways.ts`).toHaveLength(1);
      for (const [name, { run }] of ways) {
        try {
          await run(example, reader);
        } catch (error) {
          throw Object.assign(error as Error, { message: `${example.place} (${name}): ${(error as Error).message}` });
        }
      }
    }
  });
});
