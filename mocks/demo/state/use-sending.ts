import { useState } from 'preact/hooks';

import type { Answer } from './api.ts';
import { type Failure, type SpreadProblems, spreadProblems } from './problems.ts';

/** What is sent at the press of a button, and what was refused of it. */
export interface Sending<Field extends string> extends SpreadProblems<Field> {
  readonly failure: Failure | undefined;
  readonly isBusy: boolean;
  /** For the form or the button: sends, but not while it does so already. */
  readonly submit: (event: Event) => Promise<void>;
  /** What was refused is forgotten as soon as something changes. */
  readonly forget: () => void;
}

/**
 * Sends once at a time, and keeps why it was refused.
 *
 * @param operationId the operation that is asked.
 * @param fields those that the form shows.
 * @param onDone comes after what was accepted, onRefused after what was not.
 */
export const useSending = <Field extends string>(
  operationId: string,
  fields: readonly Field[],
  send: () => Promise<Answer<void>>,
  onDone: () => Promise<void> | void,
  onRefused?: (failure: Failure) => void,
): Sending<Field> => {
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    const answer = await send();
    setBusy(false);
    setFailure(answer.ok ? undefined : answer.failure);
    if (answer.ok) await onDone();
    else onRefused?.(answer.failure);
  };
  return {
    ...spreadProblems(operationId, failure, fields),
    failure,
    isBusy,
    submit,
    forget: () => setFailure(undefined),
  };
};
