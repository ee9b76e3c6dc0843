import fs, { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { StateFileError } from '../../../src/server/state/state-file-error.ts';
import { headerOf } from '../../../src/server/state/state-format.ts';
import { HEADER, type Kept, line, NUMBERS, useStateFile } from './temporary-state-file.ts';

// The disk of these tests can be full: then a write takes some bytes and fails.
const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY }));
vi.mock('node:fs', async (load) => {
  const actual = await load<typeof fs>();
  return {
    ...actual,
    writeSync: (fd: number, bytes: Uint8Array, offset: number, size: number, position: number) => {
      if (disk.room <= 0) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', syscall: 'write' });
      const length = Math.min(size, disk.room);
      disk.room -= length;
      return actual.writeSync(fd, bytes, offset, length, position);
    },
  };
});

// Two on one file are another test's matter; asking for the lock starts a process.
vi.mock('../../../src/server/state/open-locked.ts', async () => {
  const { constants, openSync } = await import('node:fs');
  const open = (path: string) => openSync(path, constants.O_RDWR | constants.O_CREAT);
  return { openLocked: (path: string) => ({ descriptor: open(path), lock: 'locked' }) };
});

const kept = useStateFile();
afterEach(() => {
  disk.room = Number.POSITIVE_INFINITY;
});

const V1 = '{"format":"contract-state","version":1}\n';

describe('a new file', () => {
  it('holds nothing, and gets its header at once', async () => {
    const { store, file } = await kept.openFile();
    expect([file.changes, store.count('notes'), kept.told]).toEqual([undefined, 0, []]);
    expect(kept.content()).toBe('');
  });

  it.each<[what: string, text: string]>([
    ['is empty', ''],
    ['was torn while its header was written', HEADER.slice(0, 12)],
    ['was torn in its header', HEADER.slice(0, 120)],
    ['was torn in a header of before', V1.slice(0, 30)],
    ['was torn while its first state was written', `${'\0'.repeat(300)}{"draft":300}\n${NUMBERS}{"insert":"no`],
  ])('may be there already where it %s', async (_what, text) => {
    writeFileSync(kept.path, text);
    const { file, note } = await kept.openFile();
    expect([file.changes, kept.told]).toEqual([undefined, []]);
    note('a');
    expect(kept.content()).toBe(line('a'));
  });

  it('begins with the state that it is given', async () => {
    const { store } = await kept.openFile();
    await store.restore({ collections: { notes: [{ title: 'seed' }] } });
    expect(kept.content()).toBe(NUMBERS + line('seed'));
  });
});

describe('what is changed', () => {
  it('is in the file when the call returns, a line each, behind what was there before', async () => {
    const { store, note } = await kept.openFile();
    note('a');
    expect(kept.content()).toBe(line('a'));
    note('名\\n');
    store.update('notes', ['a'], { size: 2, deep: { list: [null, true] } });
    store.remove('notes', ['a']);
    const changes =
      '{"update":"notes","key":["a"],"changes":{"size":2,"deep":{"list":[null,true]}}}\n{"remove":"notes","key":["a"]}\n';
    expect(kept.content()).toBe(`${line('a')}${line('名\\\\n')}${changes}`);
    (await kept.reopen()).note('b');
    expect(kept.content()).toBe(`${line('a')}${line('名\\\\n')}${changes}${line('b')}`);
  });

  it('is there after the file is opened again, with the numbers that were given', async () => {
    const { store } = await kept.openFile();
    for (const box of ['a', 'b', 'c']) store.insert('boxes', { box });
    for (const name of ['x', '名"\n']) store.insert('things', { box: 'a', name });
    store.update('things', ['a', 'x'], { size: 1 });
    store.remove('boxes', ['c']);
    const before = store.snapshot();
    const again = await kept.reopen();
    expect(again.store.snapshot()).toEqual(before);
    again.store.insert('boxes', { box: 'd' });
    expect(again.store.find('boxes', ['d'])).toMatchObject({ id: 4 });
  });

  it('that was restored stands in the place of all before, and the file is no longer than it must be', async () => {
    const { store, note } = await kept.openFile();
    for (const title of ['a', 'b', 'c']) note(title);
    await store.restore({ collections: { notes: [{ title: 'x' }] }, sequences: { boxes: 7 } });
    expect(kept.content()).toBe(`{"sequences":{"boxes":7,"things":0}}\n${line('x')}`);
    note('y');
    expect(kept.content()).toBe(`{"sequences":{"boxes":7,"things":0}}\n${line('x')}${line('y')}`);
    const again = await kept.reopen();
    expect([again.titles(), again.store.snapshot().sequences]).toEqual([['x', 'y'], { boxes: 7, things: 0 }]);
    await again.store.restore({ collections: {} });
    expect(kept.content()).toBe(NUMBERS);
  });

  it('stays in the one file, whatever its names, its mode and its links', async () => {
    const elsewhere = join(kept.folder, 'elsewhere');
    fs.mkdirSync(elsewhere);
    const real = join(elsewhere, 'real.jsonl');
    writeFileSync(real, '', { mode: 0o640 });
    fs.symlinkSync(real, kept.path);
    fs.linkSync(real, join(elsewhere, 'link.jsonl'));
    const before = fs.statSync(real);
    const { store } = await kept.openFile();
    await store.restore({ collections: { notes: [{ title: 'x' }] } });
    expect(fs.lstatSync(kept.path).isSymbolicLink()).toBe(true);
    expect(fs.statSync(real)).toMatchObject({ ino: before.ino, mode: before.mode, nlink: 2 });
    expect(readFileSync(join(elsewhere, 'link.jsonl'), 'utf8')).toContain(line('x'));
    expect([fs.readdirSync(elsewhere), fs.readdirSync(kept.folder)]).toEqual([
      ['link.jsonl', 'real.jsonl'],
      ['elsewhere', 'state.jsonl'],
    ]);
  });
});

describe('a file of before', () => {
  it('is read, and written anew', async () => {
    writeFileSync(
      kept.path,
      `${V1}{"sequences":{"boxes":9}}\n${line('a')}${line('b')}{"remove":"notes","key":["a"]}\n`,
    );
    const { note } = await kept.openFile();
    note('c');
    await vi.waitFor(() =>
      expect(kept.content()).toBe(`{"sequences":{"boxes":9,"things":0}}\n${line('b')}${line('c')}`),
    );
    expect((await kept.reopen()).titles()).toEqual(['b', 'c']);
  });

  it('is read with a header that an editor made shorter', async () => {
    writeFileSync(kept.path, `${HEADER.trimEnd()}\n${line('a')}`);
    const { titles } = await kept.openFile();
    expect(titles()).toEqual(['a']);
    await vi.waitFor(() => expect(kept.content()).toBe(NUMBERS + line('a')));
  });
});

describe('a last line that was torn', () => {
  it.each<[what: string, tail: string | Buffer]>([
    ['at its start', '{'],
    ['within a record', line('b').slice(0, 25)],
    ['before its last bracket', line('b').slice(0, -2)],
    ['within a character', Buffer.from(line('名')).subarray(0, 39)],
    ['and is followed by nothing', '{"ins\0\0\0\0'],
    ['or is nothing', '\0\0\0\0'],
    [
      'before another state was written',
      `{"insert\0\0\0{"draft":${HEADER.length + line('a').length + 11}}\n${NUMBERS}`,
    ],
  ])('%s is cut off and reported; the others are kept', async (_what, tail) => {
    writeFileSync(kept.path, Buffer.concat([Buffer.from(HEADER + line('a')), Buffer.from(tail)]));
    const { titles, note } = await kept.openFile();
    expect(titles()).toEqual(['a']);
    expect(kept.told).toEqual([`${kept.path}: its last line (3) is torn and was skipped; the 1 before it are kept.`]);
    note('c');
    expect(kept.content()).toBe(line('a') + line('c'));
  });

  it('is kept where only its line feed is missing', async () => {
    writeFileSync(kept.path, HEADER + line('a') + line('b').trimEnd());
    const { titles, note } = await kept.openFile();
    expect([titles(), kept.told]).toEqual([['a', 'b'], []]);
    note('c');
    expect(kept.content()).toBe(line('a') + line('b') + line('c'));
  });

  it('wherever a file is cut, it opens with the whole lines before', async () => {
    const whole = Buffer.from(`${HEADER}${line('a')}${line('名')}{"update":"notes","key":["a"],"changes":{"n":1}}\n`);
    for (let size = 0; size <= whole.length; size += 1) {
      writeFileSync(kept.path, whole.subarray(0, size));
      const { store, note } = await kept.reopen();
      const lines = whole.subarray(0, size).toString().split('\n').length - 2;
      const held = [...store.list('notes').records, ...store.list('notes', { where: { n: 1 } }).records].length;
      // A line that lacks but its line feed counts.
      expect(held - Math.max(lines, 0), String(size)).toBeOneOf([0, 1]);
      note('later');
      expect((await kept.reopen()).titles()).toContain('later');
    }
  });
});

describe('a state that was not yet in force when its writer was killed', () => {
  it('is forgotten, without a word', async () => {
    const before = HEADER + line('a');
    const hole = '\0'.repeat(1000);
    writeFileSync(kept.path, `${before}${hole}{"draft":${before.length + hole.length}}\n${NUMBERS}${line('x')}{"ins`);
    const { titles, note } = await kept.openFile();
    expect([titles(), kept.told]).toEqual([['a'], []]);
    note('b');
    expect(kept.content()).toBe(line('a') + line('b'));
  });

  it('needs its mark: zeros before anything else are damage', async () => {
    for (const tail of [line('x'), `{"draft":7}\n`, `{"draft":${HEADER.length + line('a').length + 10 + 1}}\n`]) {
      const text = `${HEADER}${line('a')}${'\0'.repeat(10)}${tail}`;
      writeFileSync(kept.path, text);
      await expect(kept.openFile()).rejects.toThrow('line 3: it begins with zeros');
      expect(readFileSync(kept.path, 'utf8')).toBe(text);
    }
  });
});

describe('a file that is damaged elsewhere is refused and left as it is', () => {
  it.each<[what: string, text: string, message: string]>([
    ['a line in the middle', `${HEADER}${line('a')}{"insert\n${line('b')}`, 'line 3: not readable as JSON'],
    ['zeros and no line', `${HEADER}${'\0'.repeat(99)}`, 'line 2: it begins with zeros'],
    ['a whole last line', `${HEADER}${line('a')}{"insert\n`, 'line 3: not readable as JSON'],
    ['a whole last line that is something else', `${HEADER}${line('a')}[1]\n`, 'line 3: it holds no change'],
    [
      'a line of a state that begins further back',
      `${headerOf(200)}dead\n\n\n\n${line('a')}{\n`,
      'line 7: not readable as JSON',
    ],
    ['an empty line in the middle', `${HEADER}\n${line('b')}`, 'line 2: not readable as JSON'],
    ['a line that is no insert', `${HEADER}{"insert":1,"record":{}}\n${line('b')}`, 'line 2: it holds no change'],
    ['a line without a record', `${HEADER}{"insert":"notes","record":null}\n`, 'line 2: it holds no change'],
    ['an update without a key', `${HEADER}{"update":"notes","changes":{}}\n`, 'line 2: it holds no change'],
    [
      'an update without changes',
      `${HEADER}{"update":"notes","key":["a"],"changes":[]}\n`,
      'line 2: it holds no change',
    ],
    ['a removal of a number', `${HEADER}{"remove":"notes","key":[1]}\n`, 'line 2: it holds no change'],
    ['a removal of a text', `${HEADER}{"remove":"notes","key":"a"}\n`, 'line 2: it holds no change'],
    ['numbers that are none', `${HEADER}{"sequences":[]}\n`, 'line 2: it holds no change'],
    [
      'numbers that would throw away what stands before them',
      `${HEADER}${line('a')}${NUMBERS}`,
      'line 3: it holds no change',
    ],
    ['null', `${HEADER}null\n`, 'line 2: it holds no change'],
    ['another file', 'Once upon a time\n', 'line 1: this is no state file'],
    ['another file without a line feed', 'x', 'line 1: this is no state file'],
    ['a long file of another kind', 'x'.repeat(10_000), 'line 1: this is no state file'],
    ['other JSON', '{"name":"a"}\n', 'line 1: this is no state file'],
    ['JSON that is null', 'null\n', 'line 1: this is no state file'],
    ['no header', line('a') + line('b'), 'line 1: this is no state file'],
    [
      'a later version',
      `{"format":"contract-state","version":3}\n${line('a')}`,
      'line 1: version 3 of the format is unknown (known: 1, 2)',
    ],
    ['no version', '{"format":"contract-state"}\n', 'line 1: version undefined of the format is unknown (known: 1, 2)'],
  ])('%s', async (_what, text, message) => {
    writeFileSync(kept.path, text);
    const error = await kept.openFile().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StateFileError);
    expect(String(error)).toContain(`Failed to read the state file ${kept.path}: ${message}`);
    expect(readFileSync(kept.path, 'utf8')).toBe(text);
    expect(fs.readdirSync(kept.folder)).toEqual(['state.jsonl']);
  });

  it('a file without damage whose records make no state', async () => {
    writeFileSync(kept.path, `${HEADER}${line('a')}${line('a')}`);
    await expect(kept.openFile()).rejects.toThrow('notes[1] has the same title as a record before it.');
    expect(kept.content()).toBe(line('a') + line('a'));
  });

  it('a folder', async () => {
    fs.mkdirSync(kept.path);
    await expect(kept.openFile()).rejects.toThrow(`Failed to open the state file ${kept.path}: it is a folder.`);
  });

  it('a file in a folder that is not there', async () => {
    const path = join(kept.folder, 'none', 'state.jsonl');
    await expect(kept.openFile(path)).rejects.toThrow(
      `Failed to open the state file ${path}: its folder does not exist.`,
    );
  });
});

describe('a disk that is full', () => {
  const acts: readonly [what: string, act: (kept: Kept) => unknown][] = [
    ['an insert', ({ note }) => note('b')],
    ['an update', ({ store }) => store.update('notes', ['a'], { size: 1 })],
    ['a removal', ({ store }) => store.remove('notes', ['a'])],
    ['a restore', ({ store }) => store.restore({ collections: { notes: [{ title: 'x' }] } })],
  ];
  it.each(acts)('refuses %s, keeps what was there, and goes on when there is room', async (_what, act) => {
    const opened = await kept.openFile();
    opened.note('a');
    for (const room of [0, 9, 30]) {
      const before = [JSON.stringify(opened.store.snapshot()), kept.content()];
      disk.room = room;
      await expect((async () => act(opened))()).rejects.toThrow(
        `Failed to write the state file ${kept.path}: no space is left on its device.`,
      );
      expect([JSON.stringify(opened.store.snapshot()), kept.content()]).toEqual(before);
    }
    disk.room = Number.POSITIVE_INFINITY;
    await act(opened);
    opened.note('later');
    const after = opened.store.snapshot();
    expect((await kept.reopen()).store.snapshot()).toEqual(after);
  });

  it('wherever it becomes full in a restore, either state is there, and whole', async () => {
    for (let room = 0; ; room += 7) {
      const { store, note } = await kept.reopen();
      await store.restore({ collections: {} });
      for (const title of ['a', 'b', 'c']) note(title);
      disk.room = room;
      const isDone = await store.restore({ collections: { notes: [{ title: 'x' }] } }).then(
        () => true,
        () => false,
      );
      disk.room = Number.POSITIVE_INFINITY;
      note('later');
      expect((await kept.reopen()).titles(), String(room)).toEqual([...(isDone ? ['x'] : ['a', 'b', 'c']), 'later']);
      if (isDone && room > 1000) break;
    }
  });

  it('while a file that others emptied is written again: nothing is accepted until it is whole', async () => {
    const { note } = await kept.openFile();
    for (const title of ['a', 'b']) note(title);
    fs.truncateSync(kept.path);
    for (const room of [0, 100, 250]) {
      await turn();
      disk.room = room;
      expect(() => note('c')).toThrow('no space is left on its device');
    }
    await turn();
    disk.room = Number.POSITIVE_INFINITY;
    note('d');
    expect(kept.content()).toBe(NUMBERS + line('a') + line('b') + line('d'));
  });

  it('at the start is told as such', async () => {
    disk.room = 0;
    await expect(kept.openFile()).rejects.toThrow('no space is left on its device');
  });
});
