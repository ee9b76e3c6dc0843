import { spawnSync } from 'node:child_process';
import { constants } from 'node:fs';

/**
 * Flags that open a file for one process alone, where the system has such: macOS and the BSDs (`O_EXLOCK`, and
 * don't wait), Windows (no sharing; libuv's `UV_FS_O_EXLOCK`). Node has no names for them.
 */
export const EXCLUSIVE_FLAGS: number =
  process.platform === 'win32'
    ? 0x1000_0000
    : ['darwin', 'freebsd', 'openbsd', 'netbsd'].includes(process.platform)
      ? 0x20 | constants.O_NONBLOCK
      : 0;

/**
 * Locks an open file against other processes until its descriptor is closed, or its process ends however.
 *
 * The lock is the kernel's (`flock(2)`), so it is on the file itself, whatever name or mount it was opened by and
 * in whatever container, and a killed process leaves none behind. Node can't ask for it. But it belongs to
 * the open file, not to who asked: a program that inherits the descriptor asks for it, and ends.
 *
 * @returns undefined where there is no such program.
 */
export const lockDescriptor = (descriptor: number): 'locked' | 'taken' | undefined => {
  if (EXCLUSIVE_FLAGS !== 0) return 'locked';
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
  ['perl', ['-e', 'open(F, "+<&=", 3) or exit 2; exit(flock(F, 6) ? 0 : 1)']],
];
