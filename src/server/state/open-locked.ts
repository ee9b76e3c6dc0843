import { spawnSync } from 'node:child_process';
import { constants, openSync } from 'node:fs';

/** A file that is open, and whether others are kept from it. */
export interface Opened {
  /** Not there where the system does not even open what another process has. */
  readonly descriptor: number | undefined;
  /** Undefined where nobody can be kept from the file. */
  readonly lock: 'locked' | 'taken' | undefined;
}

/**
 * Opens a file, or makes it, and locks it against other processes until its descriptor is closed, or its process
 * ends however.
 *
 * The lock is the kernel's, so it is on the file itself, whatever name or mount it is opened by and in whatever
 * container, and a killed process leaves none behind. macOS, the BSDs and Windows lock what they open, if they are
 * asked to. Linux has `flock(2)`, which Node can't call. But such a lock belongs to the open file, not to
 * who asked for it: a program that inherits the descriptor asks, and ends.
 */
export const openLocked = (path: string): Opened => {
  const flags = constants.O_RDWR | constants.O_CREAT;
  if (ALONE === 0) {
    const descriptor = openSync(path, flags, 0o666);
    return { descriptor, lock: flock(descriptor) };
  }
  try {
    return { descriptor: openSync(path, flags | ALONE, 0o666), lock: 'locked' };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EAGAIN' || code === 'EBUSY') return { descriptor: undefined, lock: 'taken' };
    if (code === 'ENOTSUP' || code === 'EOPNOTSUPP')
      return { descriptor: openSync(path, flags, 0o666), lock: undefined };
    throw error;
  }
};

/** `O_EXLOCK`, and don't wait; or no sharing, as libuv's `UV_FS_O_EXLOCK` means it. Node has no names for them. */
const ALONE: number =
  process.platform === 'win32'
    ? 0x1000_0000
    : ['darwin', 'freebsd', 'openbsd', 'netbsd'].includes(process.platform)
      ? 0x20 | constants.O_NONBLOCK
      : 0;

const flock = (descriptor: number): Opened['lock'] => {
  for (const [program, args] of PROGRAMS) {
    const { status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'ignore', descriptor] });
    if (status === 0) return 'locked';
    if (status === 1) return 'taken';
  }
  return undefined;
};

/** Each ends with 0 when it has the lock of descriptor 3, with 1 when another has. */
const PROGRAMS: readonly (readonly [program: string, args: readonly string[]])[] = [
  // Of util-linux, and of the one program that small systems have.
  ['flock', ['-n', '3']],
  ['perl', ['-e', 'open(F, "+<&=", 3) or exit 2; exit(flock(F, 6) ? 0 : $! == 11 ? 1 : 2)']],
];
