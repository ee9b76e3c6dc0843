import type fs from 'node:fs';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';

import { linesOf } from '../../../src/server/state/state-format.ts';
import { HEADER, type Kept, line, NUMBERS, openKept, useStateFile } from './temporary-state-file.ts';

/** The file as it is whenever its writer may be killed: after each write, and within one. */
interface Moment {
  readonly bytes: Buffer;
  /** What the store showed at that time. */
  readonly titles: string;
}
const camera = vi.hoisted(() => ({ take: (): void => undefined }));
vi.mock('node:fs', async (load) => {
  const actual = await load<typeof fs>();
  return {
    ...actual,
    writeSync: (fd: number, bytes: Uint8Array, offset: number, size: number, position: number) => {
      // What is within a page is written whole, as the header is.
      const half = position === 0 ? 0 : size >> 1;
      if (half > 0) {
        actual.writeSync(fd, bytes, offset, half, position);
        camera.take();
      }
      actual.writeSync(fd, bytes, offset + half, size - half, position + half);
      camera.take();
      return size;
    },
    ftruncateSync: (fd: number, size: number) => {
      actual.ftruncateSync(fd, size);
      camera.take();
    },
  };
});
vi.mock('../../../src/server/state/open-locked.ts', async () => {
  const { constants, openSync } = await import('node:fs');
  const open = (path: string) => openSync(path, constants.O_RDWR | constants.O_CREAT);
  return { openLocked: (path: string) => ({ descriptor: open(path), lock: 'locked' }) };
});

const kept = useStateFile();

/** Takes a picture at every moment of an act, then opens the file as each of them shows it. */
const killAnywhere = async (titles: () => readonly string[], act: () => Promise<void>): Promise<void> => {
  const moments: Moment[] = [];
  camera.take = () => moments.push({ bytes: readFileSync(kept.path), titles: titles().join() });
  await act();
  camera.take();
  camera.take = () => undefined;
  expect(moments.length).toBeGreaterThan(3);
  const copy = join(kept.folder, 'copy.jsonl');
  for (const [at, { bytes, titles: seen }] of moments.entries()) {
    writeFileSync(copy, bytes);
    const opened = await openKept(copy, () => undefined);
    opened.file.close();
    // The change that was under way may be in it, or not.
    const next = moments.slice(at).find((moment) => moment.titles !== seen)?.titles;
    expect([seen, next], `moment ${at} of ${moments.length}`).toContain(opened.titles().join());
  }
};

const many = (count: number, start: string) => ({
  collections: {
    notes: Array.from({ length: count }, (_, index) => ({ title: `${start}${index}`, text: 'x'.repeat(600) })),
  },
});
/** A file whose records were changed far more often than there are of them. */
const worn = (): string => HEADER + line('a') + line('b') + wear(5000);
const wear = (lines: number): string =>
  `{"update":"notes","key":["a"],"changes":{"text":"${'y'.repeat(200)}"}}\n`.repeat(lines);

describe('killed at any moment, the file holds all that was acknowledged', () => {
  it('of changes and small restores', async () => {
    const opened = await kept.openFile();
    await killAnywhere(opened.titles, async () => {
      for (const title of ['a', 'b', 'c']) opened.note(title);
      opened.store.remove('notes', ['b']);
      await opened.store.restore({ collections: { notes: [{ title: 'x' }, { title: 'y' }] } });
      opened.note('z');
      await opened.store.restore({ collections: {} });
      opened.note('last');
    });
    expect(kept.content()).toBe(NUMBERS + line('last'));
  });

  it('of a long restore, and of what others do meanwhile', async () => {
    const opened = await kept.openFile();
    opened.note('a');
    await killAnywhere(opened.titles, async () => {
      let isDone = false;
      const restoring = opened.store.restore(many(1500, 'r')).finally(() => {
        isDone = true;
      });
      for (let number = 0; !isDone; number += 1) {
        opened.note(`meanwhile${number}`);
        await turn();
      }
      expect(await restoring).toEqual([]);
      opened.note('after');
      for (let number = 0; number < 20; number += 1) {
        opened.note(`moved${number}`);
        await turn();
      }
    });
    expect(opened.titles()).toHaveLength(1521);
    expect((await kept.reopen()).titles()).toHaveLength(1521);
  });

  it('of a file that is written anew, and of what others do meanwhile', async () => {
    const titles = Array.from({ length: 1000 }, (_, index) => `a long title of a note, number ${index}`);
    writeFileSync(kept.path, HEADER + titles.map(line).join('') + wear(8000));
    let opened: Kept | undefined;
    await killAnywhere(
      () => opened?.titles() ?? titles,
      async () => {
        opened = await kept.openFile();
        expect(opened.titles()).toEqual(titles);
        for (let number = 0; statSync(kept.path).size > 1_000_000; number += 1) {
          opened.note(`meanwhile${number}`);
          await turn();
        }
      },
    );
  });
});

describe('a file that has far more lines than records', () => {
  it('is written anew at the start', async () => {
    writeFileSync(kept.path, worn());
    const { store } = await kept.openFile();
    const before = store.snapshot();
    await vi.waitFor(() => expect(statSync(kept.path).size).toBeLessThan(1000));
    expect((await kept.reopen()).store.snapshot()).toEqual(before);
  });

  it('is written anew while it is used', async () => {
    const { store, note } = await kept.openFile();
    note('a');
    let largest = 0;
    for (let number = 0; number < 12_000; number += 1) {
      // The last change of a turn is as safe as the others, whatever starts behind it.
      if (number % 50 === 0) note(`${number}`);
      else store.update('notes', ['a'], { number, text: 'y'.repeat(200) });
      largest = Math.max(largest, statSync(kept.path).size);
      if (number % 50 === 0) await turn();
    }
    expect([largest > 1 << 20, largest < 2 << 20]).toEqual([true, true]);
    const before = store.snapshot();
    expect((await kept.reopen()).store.snapshot()).toEqual(before);
  });

  it('is left as it is below a mebibyte, and where its lines are records', async () => {
    const small = worn().slice(0, HEADER.length + 200 * 240);
    writeFileSync(kept.path, `${small.slice(0, small.lastIndexOf('\n'))}\n`);
    const size = statSync(kept.path).size;
    await kept.openFile();
    await turn();
    expect(statSync(kept.path).size).toBe(size);
    const large = join(kept.folder, 'large.jsonl');
    const { store, note } = await kept.openFile(large);
    await store.restore(many(3000, 'r'));
    const whole = Buffer.byteLength([...linesOf(store.snapshot())].join('')) + HEADER.length;
    await vi.waitFor(() => expect(statSync(large).size).toBe(whole));
    note('a');
    await turn();
    expect(statSync(large).size).toBe(whole + line('a').length);
  });
});

describe('a long restore', () => {
  it('that is outgrown by what others do is written once more, further back', async () => {
    const { store, note } = await kept.openFile();
    const text = 'z'.repeat(40_000);
    let isDone = false;
    const restoring = store.restore(many(3000, 'r')).finally(() => {
      isDone = true;
    });
    for (let number = 0; !isDone; number += 1) {
      for (let more = 0; more < 20; more += 1) store.insert('notes', { title: `${number} ${more}`, text });
      await turn();
    }
    await restoring;
    note('after');
    expect(store.count('notes')).toBe(3001);
    expect((await kept.reopen()).titles()).toHaveLength(3001);
  });

  it('comes after one that was asked for before it, in the file as in the store', async () => {
    const { store } = await kept.openFile();
    await Promise.all([store.restore(many(3000, 'r')), store.restore(many(2500, 's')), store.restore(many(2, 't'))]);
    expect((await kept.reopen()).titles()).toEqual(['t0', 't1']);
  });
});
