import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks';

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

/** A question to the server, with its latest answer. */
export interface Asked<Value> {
  /** Stays while the next one is on its way, so that nothing jumps. */
  readonly answer: Answer<Value> | undefined;
  readonly isLoading: boolean;
  readonly again: () => Promise<void>;
}

/**
 * Asks at once, and again when the key changes. An answer that was overtaken is dropped.
 *
 * @param key what the question depends on.
 */
export const useAsked = <Value>(key: string, question: () => Promise<Answer<Value>>): Asked<Value> => {
  const { reach } = useConsole();
  const [answer, setAnswer] = useState<Answer<Value>>();
  const [isLoading, setLoading] = useState(true);
  const latest = useRef(0);
  const current = useRef(question);
  current.current = question;
  const again = useCallback(async () => {
    latest.current += 1;
    const number = latest.current;
    setLoading(true);
    const next = await current.current();
    if (number !== latest.current) return;
    setAnswer(next);
    reach(next.ok || next.failure.status !== 0);
    setLoading(false);
  }, [reach]);
  useEffect(() => {
    void again();
    return () => {
      latest.current += 1;
    };
  }, [key, again]);
  return { answer, isLoading, again };
};
