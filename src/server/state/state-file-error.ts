/** The state file can't be used, or not be written into; the message is for the user. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';
}

/** Why the system refused something, in words where there are plain ones. */
export const sayCause = (error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return CAUSES[code] ?? message;
};

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'it is not writable',
  EPERM: 'it is not writable',
  EROFS: 'it is not writable',
  ENOSPC: 'no space is left on its device',
  EDQUOT: 'the quota on its device is used up',
  EFBIG: 'it has become too large',
  EIO: 'its device failed',
};
