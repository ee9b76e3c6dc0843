import fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Document } from '../../src/openapi/document.ts';
import { openStateFile, type StateFile } from '../../src/server/state-file.ts';
import { createStore, type StoreChange } from '../../src/store/create-store.ts';
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

const kept = useStateFile();
afterEach(() => {
  disk.room = Number.POSITIVE_INFINITY;
});

const DOCUMENT = {
  components: { 'x-collections': { numbered: { key: ['name'], sequence: 'id', schema: true } } },
} as unknown as Document;
const HEADER = '{"format":"contract-state","version":1}\n';

describe('numbers', () => {
  const numbered = (id: number, name: string): StoreChange => ({
    type: 'insert',
    collection: 'numbered',
    record: { id, name },
  });
  const highest = (file: StateFile): unknown => replayed(DOCUMENT, file.changes ?? []).sequences;

  it('that were given are known after a removal and a restart', () => {
    const file = kept.openFile();
    for (const [index, name] of ['a', 'b', 'c'].entries()) file.append(numbered(index + 1, name));
    file.append({ type: 'remove', collection: 'numbered', key: ['c'] });
    expect(highest(kept.reopen())).toEqual({ numbered: 3 });
  });

  it('of a restore stand in the file, though no record has them', () => {
    const file = kept.openFile();
    file.append(numbered(9, 'z'));
    const snapshot = { collections: { numbered: [{ id: 2, name: 'a' }] }, sequences: { numbered: 5 } };
    file.append({ type: 'restore', snapshot });
    expect(kept.content()).toBe(
      `${HEADER}{"sequences":{"numbered":5}}\n{"insert":"numbered","record":{"id":2,"name":"a"}}\n`,
    );
    expect(highest(kept.reopen())).toEqual({ numbered: 5 });
  });
});

describe('a store and its file', () => {
  it('agree after every change, though some can not be written', async () => {
    const file = kept.openFile();
    const store = createStore({ document: DOCUMENT, onChange: file.append });
    const acts: (() => unknown)[] = [
      () => store.insert('numbered', { name: 'a' }),
      () => store.insert('numbered', { name: 'b' }),
      () => store.update('numbered', ['a'], { size: 1 }),
      () => store.remove('numbered', ['b']),
      () => store.insert('numbered', { name: 'c' }),
      () => store.restore({ collections: { numbered: [{ id: 3, name: 'x' }] }, sequences: { numbered: 8 } }),
      () => store.update('numbered', ['x'], { size: 2 }),
      () => store.insert('numbered', { name: 'd' }),
      () => store.restore({ collections: {} }),
      () => store.insert('numbered', { name: 'e' }),
    ];
    for (const act of acts) {
      // First it fails on the way, then it succeeds.
      for (const room of [0, 11, Number.POSITIVE_INFINITY]) {
        disk.room = room;
        const before = JSON.stringify(store.snapshot());
        const written = kept.content();
        const settled = await Promise.resolve()
          .then(act)
          .then(
            () => 'done',
            () => 'failed',
          );
        expect(settled).toBe(room === Number.POSITIVE_INFINITY ? 'done' : 'failed');
        if (settled === 'failed') expect([JSON.stringify(store.snapshot()), kept.content()]).toEqual([before, written]);
      }
      disk.room = Number.POSITIVE_INFINITY;
      const copy = join(kept.folder, 'copy.jsonl');
      fs.copyFileSync(kept.path, copy);
      const again = openStateFile(copy);
      const restored = createStore({ document: DOCUMENT });
      expect(await restored.replay(again.changes ?? [])).toEqual([]);
      expect(restored.snapshot()).toEqual(store.snapshot());
      again.close();
    }
    expect(fs.readdirSync(kept.folder).sort()).toEqual(['copy.jsonl', 'state.jsonl', 'state.jsonl.lock']);
  });
});
