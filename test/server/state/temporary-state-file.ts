import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

import { openStateFile, type StateFile } from '../../../src/server/state/state-file.ts';
import { headerOf } from '../../../src/server/state/state-format.ts';
import { createStore, type Store } from '../../../src/store/create-store.ts';
import { DOCUMENT } from './documents.ts';

/** The header of a file that nobody uses. */
export const HEADER = headerOf(192);
/** A state without records. */
export const NUMBERS = '{"sequences":{"boxes":0,"things":0}}\n';
/** The line that keeps a note. */
export const line = (title: string): string => `{"insert":"notes","record":{"title":"${title}"}}\n`;

/** A store, and the state file that keeps it. */
export interface Kept {
  readonly store: Store;
  readonly file: StateFile;
  /** Titles of the notes. */
  readonly titles: () => string[];
  readonly note: (title: string) => boolean;
}

/** A place for the state file of one test. */
export interface TemporaryStateFile {
  readonly folder: string;
  readonly path: string;
  /** Opens a file until the test ends. */
  readonly openFile: (path?: string) => Promise<Kept>;
  /** The same after what was open is closed. */
  readonly reopen: () => Promise<Kept>;
  /** All but the header, which is as wide as it must be. */
  readonly content: () => string;
  /** What the user was told. */
  readonly told: string[];
}

/** Opens a state file and the store that it keeps. */
export const openKept = async (path: string, tell: (text: string) => void): Promise<Kept> => {
  const file = openStateFile(path, tell);
  const store = createStore({ document: DOCUMENT, ...file });
  try {
    const problems = file.changes ? await store.replay(file.changes) : [];
    if (problems.length > 0) throw new Error(problems.join('\n'));
  } catch (error) {
    file.close();
    throw error;
  }
  file.follow(store);
  return {
    store,
    file,
    titles: () => store.list('notes').records.map(({ title }) => String(title)),
    note: (title) => store.insert('notes', { title }),
  };
};

/** Gives each test of a file a folder of its own for a state file. */
export const useStateFile = (): TemporaryStateFile => {
  let folder = '';
  const open: StateFile[] = [];
  const told: string[] = [];
  const pathOf = (): string => join(folder, 'state.jsonl');
  const closeAll = (): void => {
    for (const file of open.splice(0)) file.close();
  };
  const openFile = async (path = pathOf()): Promise<Kept> => {
    const kept = await openKept(path, (text) => told.push(text));
    open.push(kept.file);
    return kept;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'state-file-'));
    told.length = 0;
  });
  afterEach(() => {
    closeAll();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    get folder() {
      return folder;
    },
    get path() {
      return pathOf();
    },
    told,
    openFile,
    reopen: () => {
      closeAll();
      return openFile();
    },
    content: () => {
      const text = readFileSync(pathOf(), 'utf8');
      const header = text.slice(0, HEADER.length);
      if (!/^\{"format":"contract-state","version":2,.* \n$/.test(header)) throw new Error(`No header: ${header}`);
      return text.slice(HEADER.length);
    },
  };
};
