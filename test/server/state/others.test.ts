import fs, { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { HEADER, type Kept, line, NUMBERS, useStateFile } from './temporary-state-file.ts';

vi.mock('../../../src/server/state/open-locked.ts', async () => {
  const { constants, openSync } = await import('node:fs');
  const open = (path: string) => openSync(path, constants.O_RDWR | constants.O_CREAT);
  return { openLocked: (path: string) => ({ descriptor: open(path), lock: 'locked' }) };
});

const kept = useStateFile();
const WRITTEN = 'It was written again, with all 2 records.';

let opened: Kept;
beforeEach(async () => {
  opened = await kept.openFile();
  opened.note('a');
  opened.note('b');
  await turn();
});
afterEach(() => {
  vi.useRealTimers();
});

const acts: readonly [what: string, act: () => void, told: () => string, aside: string | undefined, text: string][] = [
  ['deleted', () => fs.rmSync(kept.path), () => `${kept.path} was deleted while in use. ${WRITTEN}`, undefined, ''],
  [
    'deleted with its folder',
    () => fs.rmSync(kept.folder, { recursive: true }),
    () => `${kept.path} was deleted while in use. ${WRITTEN}`,
    undefined,
    '',
  ],
  [
    'moved away',
    () => fs.renameSync(kept.path, `${kept.path}.old`),
    () => `${kept.path} was deleted while in use. ${WRITTEN}`,
    undefined,
    '',
  ],
  [
    'replaced by another',
    () => {
      writeFileSync(`${kept.path}.x`, `${HEADER}${line('theirs')}`);
      fs.renameSync(`${kept.path}.x`, kept.path);
    },
    () => `${kept.path} was replaced while in use. What was there lies at ${kept.path}.replaced. ${WRITTEN}`,
    'state.jsonl.replaced',
    `${HEADER}${line('theirs')}`,
  ],
  [
    'emptied',
    () => fs.truncateSync(kept.path),
    () => `${kept.path} was changed while in use. ${WRITTEN}`,
    undefined,
    '',
  ],
  [
    'overwritten in place',
    () => writeFileSync(kept.path, 'mine now'),
    () => `${kept.path} was changed while in use. What was there lies at ${kept.path}.changed. ${WRITTEN}`,
    'state.jsonl.changed',
    'mine now',
  ],
];

describe.each(acts)('a file that is %s while it is used', (_what, act, told, aside, text) => {
  it('is written again at the next change, with all that is stored, and that is told', async () => {
    act();
    opened.note('c');
    expect(kept.told).toEqual([told()]);
    expect(kept.content()).toBe(NUMBERS + line('a') + line('b') + line('c'));
    expect(aside === undefined ? '' : readFileSync(join(kept.folder, aside), 'utf8')).toBe(text);
    expect((await kept.reopen()).titles()).toEqual(['a', 'b', 'c']);
  });

  it('is written again at the next restore, too', async () => {
    act();
    await opened.store.restore({ collections: { notes: [{ title: 'x' }] } });
    expect(kept.told).toEqual([told()]);
    expect(kept.content()).toBe(NUMBERS + line('x'));
  });
});

it('is written again within a second where nothing is changed', async () => {
  vi.useFakeTimers();
  const idle = await kept.openFile(join(kept.folder, 'idle.jsonl'));
  idle.note('a');
  fs.rmSync(join(kept.folder, 'idle.jsonl'));
  vi.advanceTimersByTime(1000);
  expect(kept.told).toEqual([
    `${join(kept.folder, 'idle.jsonl')} was deleted while in use. It was written again, with all 1 records.`,
  ]);
  expect(readFileSync(join(kept.folder, 'idle.jsonl'), 'utf8')).toContain(line('a'));
});

it('that goes while a long restore is written: either state is there again', async () => {
  const notes = Array.from({ length: 5000 }, (_, index) => ({ title: `r${index}` }));
  const restoring = opened.store.restore({ collections: { notes } });
  await turn();
  fs.rmSync(kept.path);
  opened.note('c');
  expect(readFileSync(kept.path, 'utf8')).toContain(line('c'));
  await restoring;
  expect((await kept.reopen()).titles()).toHaveLength(5000);
});

it('that can not be written again: changes are refused, and nothing that was stored is lost', async () => {
  fs.rmSync(kept.folder, { recursive: true });
  writeFileSync(kept.folder, 'a file where the folder was');
  expect(() => opened.note('c')).toThrow(`Failed to write the state file ${kept.path}: its folder does not exist.`);
  expect(() => opened.note('c')).toThrow(`Failed to write the state file ${kept.path}`);
  expect(opened.titles()).toEqual(['a', 'b']);
  fs.rmSync(kept.folder);
  opened.note('d');
  expect(kept.content()).toBe(NUMBERS + line('a') + line('b') + line('d'));
});

it('put aside, files get names that are free', async () => {
  for (const number of [1, 2, 3]) {
    writeFileSync(kept.path, `${number}`);
    opened.note(`n${number}`);
    await turn();
  }
  expect(fs.readdirSync(kept.folder).sort()).toEqual([
    'state.jsonl',
    'state.jsonl.changed',
    'state.jsonl.changed-2',
    'state.jsonl.changed-3',
  ]);
});
