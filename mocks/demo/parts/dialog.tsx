import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

import type { Answer } from '../state/api.ts';
import { useConsole } from '../state/console-context.ts';
import type { Failure } from '../state/problems.ts';
import { t } from '../state/texts.ts';
import { useSending } from '../state/use-sending.ts';
import { FormProblems } from './problem-list.tsx';

/** A modal dialog; Escape and a click beside it close it, and the focus goes back to where it was. */
export const Dialog = (props: {
  title: string;
  onClose: () => void;
  /** Id of what gets the focus instead. */
  returnTo?: { readonly current: string | undefined };
  children: ComponentChildren;
}): JSX.Element => {
  const { returnTo } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = useRef(false);
  const id = useId();
  // Before the next key: it is meant for the dialog.
  useLayoutEffect(() => {
    const opener = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    isOpen.current = true;
    return () => {
      // As long as it is open, nothing behind it takes the focus.
      isOpen.current = false;
      element?.close();
      const next = returnTo?.current === undefined ? opener : document.getElementById(returnTo.current);
      if (next instanceof HTMLElement && next.isConnected) next.focus();
    };
  }, [returnTo]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={() => isOpen.current && props.onClose()}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="dialog-body">
        <h2 id={id}>{props.title}</h2>
        {props.children}
      </div>
    </dialog>
  );
};

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
