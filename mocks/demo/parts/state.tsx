import type { ComponentChildren, JSX } from 'preact';

import { t } from '../state/texts.ts';

/** What a place says that has nothing else to show, and what can be done about it. */
export const State = (props: {
  title: string;
  hint?: string;
  /** Whether something went wrong, which is said aloud. */
  isFailure?: boolean;
  /** Buttons and links. */
  children?: ComponentChildren;
}): JSX.Element => (
  <div {...(props.isFailure ? { class: 'state failure', role: 'alert' } : { class: 'state' })}>
    <p class="state-title">{props.title}</p>
    {props.hint !== undefined && <p class="quiet">{props.hint}</p>}
    {props.children && <p class="actions">{props.children}</p>}
  </div>
);

/** In the place of what is on its way. */
export const Loading = (): JSX.Element => (
  <p class="state quiet" role="status">
    {t('loading')}
  </p>
);
