import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';

import { Dialog } from '../../../src/ui/dialog.tsx';
import type { Answer } from '../state/api.ts';
import { useConsole } from '../state/console-context.ts';
import type { Failure } from '../state/problems.ts';
import { t } from '../state/texts.ts';
import { useSending } from '../state/use-sending.ts';
import { FormProblems } from './problem-list.tsx';

/** A question before something is lost. It stays open, and says why, if the server refuses. */
export const Confirm = (props: {
  title: string;
  action: string;
  act: () => Promise<Answer<void>>;
  /** What is said when it is done. */
  said: string;
  onDone: () => void;
  onClose: () => void;
  /** What to do about a refusal. */
  advise?: (failure: Failure, leaveTo: (id: string) => void) => ComponentChildren;
  children?: ComponentChildren;
}): JSX.Element => {
  const { say } = useConsole();
  const { failure, rest, isBusy, submit } = useSending('', [], props.act, () => {
    props.onClose();
    say(props.said);
    props.onDone();
  });
  const returnTo = useRef<string | undefined>(undefined);
  const leaveTo = (id: string): void => {
    returnTo.current = id;
    props.onClose();
  };
  return (
    <Dialog title={props.title} onClose={props.onClose} returnTo={returnTo}>
      {failure ? <p class="lead">{t('notDeleted')}</p> : props.children}
      <FormProblems failure={failure} problems={rest} />
      {failure && props.advise?.(failure, leaveTo)}
      <div class="actions">
        <button type="button" onClick={props.onClose}>
          {failure ? t('close') : t('cancel')}
        </button>
        <button type="button" class="danger" aria-disabled={isBusy} onClick={submit}>
          {failure ? t('retry') : props.action}
        </button>
      </div>
    </Dialog>
  );
};
