import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** A question to the server, with its latest answer. */
export interface Asked<Answer> {
  /** Stays while the next one is on its way, so that nothing jumps. */
  readonly answer: Answer | undefined;
  readonly isLoading: boolean;
  readonly again: () => Promise<void>;
}

/**
 * Asks at once, and again when the key changes. An answer that a later question has overtaken is dropped.
 *
 * @param key what the question depends on.
 * @param question never rejects; that of the newest key is asked, whoever calls `again`, and however late.
 */
export const useAsked = <Answer>(key: string, question: () => Promise<Answer>): Asked<Answer> => {
  const [answer, setAnswer] = useState<Answer>();
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
    setAnswer(() => next);
    setLoading(false);
  }, []);
  useEffect(() => {
    void again();
    return () => {
      latest.current += 1;
    };
  }, [key, again]);
  return { answer, isLoading, again };
};
