import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

import { openStateFile, type StateFile } from '../../src/server/state-file.ts';

/** A place for the state file of one test. */
export interface TemporaryStateFile {
  readonly folder: string;
  readonly path: string;
  /** Opens it until the test ends. */
  readonly openFile: () => StateFile;
  /** The same after what was open is closed. */
  readonly reopen: () => StateFile;
  readonly content: () => string;
}

/** Gives each test of a file a folder of its own for a state file. */
export const useStateFile = (): TemporaryStateFile => {
  let folder = '';
  const open: StateFile[] = [];
  const pathOf = (): string => join(folder, 'state.jsonl');
  const closeAll = (): void => {
    for (const file of open.splice(0)) file.close();
  };
  const openFile = (): StateFile => {
    const file = openStateFile(pathOf());
    open.push(file);
    return file;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'state-file-'));
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
    openFile,
    reopen: () => {
      closeAll();
      return openFile();
    },
    content: () => readFileSync(pathOf(), 'utf8'),
  };
};
