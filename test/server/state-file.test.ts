import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs, { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Document } from '../../src/openapi/document.ts';
import { openStateFile, type StateFile, StateFileError } from '../../src/server/state-file.ts';
import type { StoreChange } from '../../src/store/create-store.ts';
import { replayed } from '../store/replayed.ts';
import { useStateFile } from './temporary-state-file.ts';

// The disk of these tests can be full: then a write takes some bytes and fails.
const disk = vi.hoisted(() => ({ room: Number.POSITIVE_INFINITY }));
vi.mock('node:fs', async (load) => {
  const actual = await load<typeof fs>();
  return {
    ...actual,
    writeSync: (fd: number, bytes: Uint8Array, offset = 0) => {
      if (disk.room <= 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      const length = Math.min(bytes.length - offset, disk.room);
      disk.room -= length;
      return actual.writeSync(fd, bytes, offset, length);
    },
  };
});

const HEADER = '{"format":"contract-state","version":1}\n';
const insert = (name: string): StoreChange => ({ type: 'insert', collection: 'things', record: { name } });
const line = (name: string): string => `{"insert":"things","record":{"name":"${name}"}}\n`;
const NUMBERS = '{"sequences":{}}\n';
const holding = (...names: string[]) => ({ collections: { things: names.map((name) => ({ name })) } });

const kept = useStateFile();
afterEach(() => {
  disk.room = Number.POSITIVE_INFINITY;
});

const DOCUMENT = {
  components: {
    'x-collections': {
      things: { key: ['name'], schema: true },
      others: { key: ['id'], schema: true },
    },
  },
} as unknown as Document;
/** What the changes of a file lead to. */
const stateOf = ({ changes = [] }: StateFile) => ({
  collections: Object.fromEntries(
    Object.entries(replayed(DOCUMENT, changes).collections).filter(([, records]) => records.length > 0),
  ),
});

describe('a new file', () => {
  it('holds nothing, and gets its header at once', () => {
    expect(kept.openFile()).toMatchObject({ changes: undefined, warning: undefined });
    expect(kept.content()).toBe(HEADER);
  });

  it.each<[what: string, text: string]>([
    ['is empty', ''],
    ['was torn while its header was written', HEADER.slice(0, 12)],
  ])('may be there already where it %s', (_what, text) => {
    writeFileSync(kept.path, text);
    expect(kept.openFile()).toMatchObject({ changes: undefined, warning: undefined });
    expect(kept.content()).toBe(HEADER);
  });
});

describe('what was appended', () => {
  it('is there after the file is opened again, in its order', () => {
    const file = kept.openFile();
    for (const name of ['a', '名\n"', 'b']) file.append(insert(name));
    file.append({ type: 'insert', collection: 'others', record: { id: 1, deep: { list: [null, true] } } });
    expect(stateOf(kept.reopen())).toEqual({
      collections: {
        things: [{ name: 'a' }, { name: '名\n"' }, { name: 'b' }],
        others: [{ id: 1, deep: { list: [null, true] } }],
      },
    });
  });

  it('is in the file when append returns', () => {
    const file = kept.openFile();
    file.append(insert('a'));
    expect(kept.content()).toBe(HEADER + line('a'));
    file.append(insert('b'));
    expect(kept.content()).toBe(HEADER + line('a') + line('b'));
  });

  it('goes behind what was there before', () => {
    kept.openFile().append(insert('a'));
    kept.reopen().append(insert('b'));
    expect(stateOf(kept.reopen())).toEqual(holding('a', 'b'));
  });
});

describe('updates and removals', () => {
  const update: StoreChange = { type: 'update', collection: 'things', key: ['a'], changes: { size: 2 } };
  const remove: StoreChange = { type: 'remove', collection: 'things', key: ['b'] };

  it('are a line each, and hold after the file is opened again', () => {
    const file = kept.openFile();
    for (const name of ['a', 'b']) file.append(insert(name));
    file.append(update);
    file.append(remove);
    expect(kept.content()).toBe(
      `${HEADER}${line('a')}${line('b')}{"update":"things","key":["a"],"changes":{"size":2}}\n{"remove":"things","key":["b"]}\n`,
    );
    const again = kept.reopen();
    expect(again.changes).toEqual([insert('a'), insert('b'), update, remove]);
    expect(stateOf(again)).toEqual({ collections: { things: [{ name: 'a', size: 2 }] } });
    again.append(insert('b'));
    expect(stateOf(kept.reopen())).toEqual({ collections: { things: [{ name: 'a', size: 2 }, { name: 'b' }] } });
  });

  it('wherever a file with them is cut, it opens with the whole lines before', () => {
    const file = openStateFile(kept.path);
    file.append({ type: 'restore', snapshot: { ...holding('a', '名'), sequences: { things: 4 } } });
    const states = [stateOf({ ...file, changes: [] })];
    const changes: StoreChange[] = [insert('a'), insert('名')];
    states.push(...changes.map((_, at) => stateOf({ ...file, changes: changes.slice(0, at + 1) })));
    for (const change of [update, { ...remove, key: ['名'] }, insert('c')]) {
      file.append(change);
      changes.push(change);
      states.push(stateOf({ ...file, changes }));
    }
    const shown = states.map((state) => JSON.stringify(state.collections['things'] ?? []));
    const whole = readFileSync(kept.path);
    file.close();
    for (let size = HEADER.length + '{"sequences":{"things":4}}\n'.length; size <= whole.length; size += 1) {
      writeFileSync(kept.path, whole.subarray(0, size));
      const cut = openStateFile(kept.path);
      const lines = whole.subarray(0, size).toString().split('\n').length - 3;
      const state = JSON.stringify(stateOf(cut).collections['things'] ?? []);
      // A line that lacks but its line feed counts.
      expect([shown[lines], shown[lines + 1]], String(size)).toContain(state);
      cut.append(insert('later'));
      cut.close();
      const later = openStateFile(kept.path);
      expect(stateOf(later).collections['things']).toContainEqual({ name: 'later' });
      later.close();
    }
  });

  it('a torn one is cut off; the numbers of a restore are no record that was kept', () => {
    const restored = `${HEADER}{"sequences":{"things":4}}\n${line('a')}`;
    writeFileSync(kept.path, `${restored}{"update":"things","key":["a"],"chan`);
    const file = kept.openFile();
    expect(file.warning).toBe(`${kept.path}: its last line (4) is torn and was skipped; the 1 before it are kept.`);
    expect(stateOf(file)).toEqual(holding('a'));
    expect(kept.content()).toBe(restored);
  });

  it('that can not be written leave the file as it was', () => {
    const file = kept.openFile();
    file.append(insert('a'));
    const before = kept.content();
    for (const change of [update, remove]) {
      disk.room = 9;
      expect(() => file.append(change)).toThrow('ENOSPC');
      expect(kept.content()).toBe(before);
    }
    disk.room = Number.POSITIVE_INFINITY;
    file.append(update);
    expect(stateOf(kept.reopen())).toEqual({ collections: { things: [{ name: 'a', size: 2 }] } });
  });
});

describe('a last line that was torn', () => {
  it.each<[what: string, tail: string | Buffer]>([
    ['at its start', '{'],
    ['within a record', line('b').slice(0, 25)],
    ['before its last bracket', line('b').slice(0, -2)],
    ['within a character', Buffer.from(line('名')).subarray(0, 37)],
    ['but ends in a line feed', '{"insert":"things","rec\n'],
    ['into something else', '[1]\n'],
  ])('%s is cut off and reported; the others are kept', (_what, tail) => {
    writeFileSync(kept.path, Buffer.concat([Buffer.from(HEADER + line('a')), Buffer.from(tail)]));
    const file = kept.openFile();
    expect(stateOf(file)).toEqual(holding('a'));
    expect(file.warning).toBe(`${kept.path}: its last line (3) is torn and was skipped; the 1 before it are kept.`);
    file.append(insert('c'));
    expect(kept.content()).toBe(HEADER + line('a') + line('c'));
  });

  it('is kept where only its line feed is missing', () => {
    writeFileSync(kept.path, HEADER + line('a') + line('b').trimEnd());
    const file = kept.openFile();
    expect(stateOf(file)).toEqual(holding('a', 'b'));
    expect(file.warning).toBeUndefined();
    file.append(insert('c'));
    expect(kept.content()).toBe(HEADER + line('a') + line('b') + line('c'));
  });

  it('wherever a file is cut, it opens with the whole lines before', () => {
    const whole = Buffer.from(HEADER + line('a') + line('名') + line('c'));
    for (let size = 0; size <= whole.length; size += 1) {
      writeFileSync(kept.path, whole.subarray(0, size));
      const file = openStateFile(kept.path);
      const records = stateOf(file).collections['things'] ?? [];
      const lines = whole.subarray(0, size).toString().split('\n').length - 2;
      // A line that lacks but its line feed counts.
      expect(records.length - Math.max(lines, 0), String(size)).toBeOneOf([0, 1]);
      file.close();
    }
  });
});

describe('a file that is damaged elsewhere is refused and left as it is', () => {
  it.each<[what: string, text: string, message: string]>([
    [
      'a line in the middle',
      `${HEADER}${line('a')}{"insert\n${line('b')}`,
      'line 3: not readable as JSON (Unterminated string in JSON at position 8 (line 1 column 9))',
    ],
    [
      'an empty line in the middle',
      `${HEADER}\n${line('b')}`,
      'line 2: not readable as JSON (Unexpected end of JSON input)',
    ],
    [
      'a record that is too deep',
      `${HEADER}{"insert":"things","record":{"name":"a","x":${'['.repeat(5000)}${']'.repeat(5000)}}}\n${line('b')}`,
      'line 2: not readable as JSON (it is nested more than 200 levels deep)',
    ],
    ['a line that is no insert', `${HEADER}{"insert":1,"record":{}}\n${line('b')}`, 'line 2: it holds no change'],
    [
      'a line without a record',
      `${HEADER}{"insert":"things","record":null}\n${line('b')}`,
      'line 2: it holds no change',
    ],
    [
      'an update without a key',
      `${HEADER}{"update":"things","changes":{}}\n${line('b')}`,
      'line 2: it holds no change',
    ],
    [
      'an update without changes',
      `${HEADER}{"update":"things","key":["a"],"changes":[]}\n${line('b')}`,
      'line 2: it holds no change',
    ],
    ['a removal of a number', `${HEADER}{"remove":"things","key":[1]}\n${line('b')}`, 'line 2: it holds no change'],
    ['a removal of a text', `${HEADER}{"remove":"things","key":"a"}\n${line('b')}`, 'line 2: it holds no change'],
    ['numbers that are none', `${HEADER}{"sequences":[]}\n${line('b')}`, 'line 2: it holds no change'],
    [
      'numbers that would throw away what stands before them',
      `${HEADER}${line('a')}${NUMBERS}${line('b')}`,
      'line 3: it holds no change',
    ],
    ['null', `${HEADER}null\n${line('b')}`, 'line 2: it holds no change'],
    ['another file', 'Once upon a time\n', 'line 1: this is no state file'],
    ['another file without a line feed', 'x', 'line 1: this is no state file'],
    ['other JSON', '{"name":"a"}\n', 'line 1: this is no state file'],
    ['JSON that is null', 'null\n', 'line 1: this is no state file'],
    ['no header', line('a') + line('b'), 'line 1: this is no state file'],
    [
      'a later version',
      `{"format":"contract-state","version":2}\n${line('a')}`,
      'line 1: version 2 of the format is unknown (known: 1)',
    ],
    ['no version', '{"format":"contract-state"}\n', 'line 1: version undefined of the format is unknown (known: 1)'],
  ])('%s', (_what, text, message) => {
    writeFileSync(kept.path, text);
    expect(() => openStateFile(kept.path)).toThrow(
      new StateFileError(`Failed to read the state file ${kept.path}: ${message}. Mend or move the file.`),
    );
    expect(kept.content()).toBe(text);
    expect(existsSync(`${kept.path}.lock`)).toBe(false);
  });

  it('a folder', () => {
    fs.mkdirSync(kept.path);
    expect(() => openStateFile(kept.path)).toThrow(StateFileError);
    expect(existsSync(`${kept.path}.lock`)).toBe(false);
  });

  it('a file in a kept.folder that is not there', () => {
    expect(() => openStateFile(join(kept.folder, 'none', 'state.jsonl'))).toThrow(StateFileError);
  });
});

describe('the lock', () => {
  it('of a living process is respected, and says who', () => {
    writeFileSync(`${kept.path}.lock`, String(process.ppid));
    expect(() => openStateFile(kept.path)).toThrow(
      `Failed to open the state file ${kept.path}: process ${process.ppid} uses it. Stop that one, or give another file.`,
    );
    expect(readFileSync(`${kept.path}.lock`, 'utf8')).toBe(String(process.ppid));
    expect(existsSync(kept.path)).toBe(false);
  });

  it.runIf(process.platform === 'linux')('of a killed process that nobody waits for is taken over', async () => {
    // The shell becomes cat, which knows nothing of the child; the child ends when cat has answered.
    const parent = spawn('sh', ['-c', 'read _ <&3 & echo $!; exec cat'], { stdio: ['pipe', 'pipe', 'ignore', 'pipe'] });
    const [input, output, , toChild] = parent.stdio as unknown as [Writable, Readable, null, Writable];
    const [pid] = (await once(output, 'data')) as [Buffer];
    input.write('\n');
    await once(output, 'data');
    toChild.end();
    await vi.waitFor(() => expect(readFileSync(`/proc/${pid.toString().trim()}/stat`, 'utf8')).toContain(') Z '));
    writeFileSync(`${kept.path}.lock`, pid.toString().trim());
    openStateFile(kept.path).close();
    input.end();
    await once(parent, 'close');
  });

  it('of a process that ended is taken over', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(`${kept.path}.lock`, String(pid));
    kept.openFile();
    expect(readFileSync(`${kept.path}.lock`, 'utf8')).toBe(String(process.pid));
  });

  it.each(['', 'nobody', '-1', '0', '1.5'])('that holds %j is taken over', (text) => {
    writeFileSync(`${kept.path}.lock`, text);
    kept.openFile();
    expect(readFileSync(`${kept.path}.lock`, 'utf8')).toBe(String(process.pid));
  });

  it('is held while the file is open and gone when it is closed', () => {
    const file = openStateFile(kept.path);
    expect(readFileSync(`${kept.path}.lock`, 'utf8')).toBe(String(process.pid));
    file.close();
    expect(fs.readdirSync(kept.folder)).toEqual(['state.jsonl']);
  });
});

describe('a write that fails', () => {
  it('throws, and leaves no half line', () => {
    const file = kept.openFile();
    file.append(insert('a'));
    disk.room = 20;
    expect(() => file.append(insert('b'))).toThrow('ENOSPC');
    expect(kept.content()).toBe(HEADER + line('a'));
    disk.room = Number.POSITIVE_INFINITY;
    file.append(insert('c'));
    expect(stateOf(kept.reopen())).toEqual(holding('a', 'c'));
  });

  it('of the header is reported as such', () => {
    disk.room = 0;
    expect(() => openStateFile(kept.path)).toThrow(StateFileError);
    expect(existsSync(`${kept.path}.lock`)).toBe(false);
  });

  it('is repeated as long as it takes some bytes', () => {
    const file = kept.openFile();
    disk.room = Number.POSITIVE_INFINITY;
    file.append(insert('x'.repeat(100_000)));
    expect(stateOf(kept.reopen())).toEqual(holding('x'.repeat(100_000)));
  });
});

describe('a restore', () => {
  it('writes the file anew, and goes on behind it', () => {
    const file = kept.openFile();
    for (const name of ['a', 'b', 'c']) file.append(insert(name));
    file.append({ type: 'restore', snapshot: holding('x', 'y') });
    expect(kept.content()).toBe(HEADER + NUMBERS + line('x') + line('y'));
    file.append(insert('z'));
    expect(kept.content()).toBe(HEADER + NUMBERS + line('x') + line('y') + line('z'));
    expect(fs.readdirSync(kept.folder).sort()).toEqual(['state.jsonl', 'state.jsonl.lock']);
    expect(stateOf(kept.reopen())).toEqual(holding('x', 'y', 'z'));
  });

  it('to nothing leaves the header, and no numbers', () => {
    const file = kept.openFile();
    file.append(insert('a'));
    file.append({ type: 'restore', snapshot: { collections: {} } });
    expect(kept.content()).toBe(HEADER + NUMBERS);
    expect(stateOf(kept.reopen())).toEqual({ collections: {} });
  });

  it('is rolled back to by a write that fails behind it', () => {
    const file = kept.openFile();
    file.append(insert('a long name that makes the file longer than it will be'));
    file.append({ type: 'restore', snapshot: holding('x') });
    disk.room = 5;
    expect(() => file.append(insert('y'))).toThrow('ENOSPC');
    expect(kept.content()).toBe(HEADER + NUMBERS + line('x'));
  });

  it('that fails leaves the file as it was', () => {
    const file = kept.openFile();
    file.append(insert('a'));
    fs.mkdirSync(`${kept.path}.new`);
    expect(() => file.append({ type: 'restore', snapshot: holding('x') })).toThrow();
    file.append(insert('b'));
    expect(kept.content()).toBe(HEADER + line('a') + line('b'));
  });
});
