import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

import { type Asked, useAsked } from '../../../src/ui/hooks/use-asked.ts';
import type { Answer } from './api.ts';
import type { Connection } from './connect.ts';

/** What every view needs. */
export interface Console {
  readonly connection: Connection;
  /** Says what an action led to, aloud too. */
  readonly say: (text: string) => void;
  readonly openConnection: () => void;
  /** Hears of each question whether any answer came. */
  readonly reach: (isReached: boolean) => void;
}

export const ConsoleContext = createContext<Console | undefined>(undefined);

export const useConsole = (): Console => {
  const value = useContext(ConsoleContext);
  if (!value) throw new Error('Failed to find the console: no ConsoleContext around this component.');
  return value;
};

/**
 * Asks the server, and tells the console of each answer whether any came.
 *
 * @param key what the question depends on.
 */
export const useAskedServer = <Value>(key: string, question: () => Promise<Answer<Value>>): Asked<Answer<Value>> => {
  const { reach } = useConsole();
  return useAsked(key, async () => {
    const answer = await question();
    reach(answer.ok || answer.failure.status !== 0);
    return answer;
  });
};
