import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Files of a build that are made together. */
export interface Product {
  readonly name: string;
  /** What decides what comes out, below the folder of the package: files, and folders with all that is in them. */
  readonly sources: readonly string[];
  /** Makes the files in a folder that is empty. */
  readonly make: (folder: string) => Promise<void>;
}

/** What a product was made from, and the digest of each file. */
interface Made {
  readonly key: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Says of each product what was made. */
const RECORDS = '.made';
const ASIDE = '.making-';
/** Files here are named by what is in them, and are never another's. */
const CHUNKS = /(?:^|[\\/])chunks[\\/]/;
const WEEK = 7 * 24 * 60 * 60 * 1000;

/**
 * Makes a product, if its sources have changed or a file of it is not as it was made.
 *
 * Several scripts may do so in one clone at once: each makes the files aside and moves one after the other into place,
 * so nobody meets half of a file, and the same sources give the same files whoever is last. A lock would outlive whoever
 * is killed with it. What runs already keeps its modules: chunks of earlier builds stay for a week.
 *
 * @param root the folder of the package.
 * @param out where the files go.
 * @returns whether it was made.
 */
export const makeOnce = async (root: string, out: string, { name, sources, make }: Product): Promise<boolean> => {
  const record = join(out, RECORDS, `${name}.json`);
  const key = keyOf(root, sources);
  const before = readRecord(record);
  if (before?.key === key && Object.entries(before.files).every(([file, made]) => digest(join(out, file)) === made))
    return false;

  const isThere = (file: string): number => Number(existsSync(join(out, file)));
  mkdirSync(join(out, RECORDS), { recursive: true });
  const aside = mkdtempSync(join(out, ASIDE));
  try {
    await make(aside);
    const files = Object.fromEntries(
      listFiles(aside, '.').map((file) => [file, digestOf(readFileSync(join(aside, file)))]),
    );
    // What is new comes first: a file that is replaced never asks for one that is not there yet.
    for (const file of Object.keys(files).sort((one, other) => isThere(one) - isThere(other))) {
      mkdirSync(dirname(join(out, file)), { recursive: true });
      renameSync(join(aside, file), join(out, file));
    }
    for (const file of Object.keys(before?.files ?? {}))
      if (!(file in files) && !CHUNKS.test(file)) rmSync(join(out, file), { force: true });
    writeFileSync(join(aside, 'record'), JSON.stringify({ key, files } satisfies Made));
    renameSync(join(aside, 'record'), record);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return true;
};

/**
 * Removes what is of no product: chunks of earlier builds, and what a build that was killed left, when it is a week
 * old; with `all`, at once and whatever it is, so that a package holds what was made and nothing else.
 */
export const removeOthers = (out: string, { all = false } = {}): void => {
  const made = new Set(
    readdirSync(join(out, RECORDS)).flatMap((name) => Object.keys(readRecord(join(out, RECORDS, name))?.files ?? {})),
  );
  const isOld = (path: string): boolean =>
    (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY) < Date.now() - WEEK;
  for (const name of readdirSync(out)) {
    if (name === RECORDS) continue;
    // One may be at work there just now.
    if (name.startsWith(ASIDE)) {
      if (isOld(join(out, name))) rmSync(join(out, name), { recursive: true, force: true });
      continue;
    }
    for (const file of listFiles(out, name))
      if (!made.has(file) && (all || (CHUNKS.test(file) && isOld(join(out, file)))))
        rmSync(join(out, file), { force: true });
  }
};

const keyOf = (root: string, sources: readonly string[]): string =>
  digestOf(
    JSON.stringify(
      sources.flatMap((source) => listFiles(root, source)).map((file) => [file, digest(join(root, file))]),
    ),
  );

/** A file, or those in a folder at any depth, in order, with their paths from `root` on. */
const listFiles = (root: string, name: string): string[] =>
  statSync(join(root, name)).isDirectory()
    ? readdirSync(join(root, name), { recursive: true, withFileTypes: true })
        .flatMap((entry) => (entry.isFile() ? [relative(root, join(entry.parentPath, entry.name))] : []))
        .sort()
    : [name];

const digestOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('base64url');

/** Of a file; undefined where there is none. */
const digest = (file: string): string | undefined => (existsSync(file) ? digestOf(readFileSync(file)) : undefined);

const readRecord = (file: string): Made | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Made) : undefined;
