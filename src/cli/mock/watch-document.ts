import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';

import type { ChosenDocument } from '../document/choose-document.ts';
import type { MockLog } from './mock-log.ts';

/**
 * Loads a document again whenever one of its files changes, and tells so.
 *
 * @param load rejects where the document can't be used; else what is to be told beside.
 */
export const watchDocument = (chosen: ChosenDocument, load: () => Promise<readonly string[]>, log: MockLog): void => {
  const shown = chosen.rows.map(([, value]) => value).join(', ');
  let timer: NodeJS.Timeout | undefined;
  const reload = async (): Promise<void> => {
    try {
      const notes = await load();
      log.say('reloaded', `${shown} was loaded again.`);
      for (const note of notes) log.warn('warning', note);
    } catch (error) {
      log.warn('error', `${(error as Error).message}\nThe document before stays in use.`);
    }
    follow();
  };
  const watched = new Set<string>();
  // Editors replace a file instead of writing into it, so its folder is watched.
  const follow = (): void => {
    for (const folder of chosen.files().map((file) => dirname(file))) {
      if (watched.has(folder)) continue;
      watched.add(folder);
      const tell = ({ message }: Error): void => log.warn('error', `Failed to watch ${folder}: ${message}.`);
      try {
        watch(folder, (_event, name) => {
          if (name !== null && !chosen.files().some((file) => dirname(file) === folder && basename(file) === name))
            return;
          clearTimeout(timer);
          timer = setTimeout(() => void reload(), 50);
        }).on('error', tell);
      } catch (error) {
        tell(error as Error);
      }
    }
  };
  follow();
};
