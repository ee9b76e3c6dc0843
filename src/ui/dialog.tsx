import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

/**
 * A modal dialog for as long as it is rendered; Escape and a click beside it ask to close it, and the focus goes back
 * to where it was.
 *
 * Who shows it decides that it goes. A dialog that closed itself would tell so a task later: what opens it again in
 * between finds it still there, and nothing opens.
 */
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
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      // A browser may close it without asking.
      onClose={() => isOpen.current && props.onClose()}
      onClick={(event) => event.target === dialog.current && props.onClose()}
    >
      <div class="dialog-body">
        <h2 id={id}>{props.title}</h2>
        {props.children}
      </div>
    </dialog>
  );
};
