/**
 * Keeps the process going where nobody takes what it prints any more: a terminal that was closed, a pipe whose reader
 * has seen enough, a full disk. To print is not what it is there for.
 */
export const outliveReaders = (): void => {
  for (const stream of [process.stdout, process.stderr])
    if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
};

const ignore = (): void => undefined;
