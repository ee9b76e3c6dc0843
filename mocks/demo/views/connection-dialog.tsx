import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { Dialog } from '../../../src/ui/dialog.tsx';
import { onSubmit } from '../../../src/ui/on-submit.ts';
import { Field } from '../parts/field.tsx';
import { initialTarget, type Target, type TargetKind } from '../state/target.ts';
import { type TextKey, t } from '../state/texts.ts';

const KINDS: readonly (readonly [TargetKind, TextKey])[] = [
  ['worker', 'workerHint'],
  ['server', 'serverHint'],
  ['deployment', 'deploymentHint'],
];

/** Chooses where requests go, and resets the records of this browser. */
export const ConnectionDialog = (props: {
  target: Target;
  onConnect: (target: Target) => void;
  onReset: (() => Promise<void>) | undefined;
  onClose: () => void;
}): JSX.Element => {
  const [target, setTarget] = useState(props.target);
  const [isWrong, setWrong] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const submit = (): void => {
    const url = target.url.trim().replace(/\/+$/, '');
    const isUrl = URL.canParse(url) && /^https?:\/\//i.test(url);
    setWrong(target.kind !== 'worker' && !isUrl);
    if (target.kind === 'worker' || isUrl) props.onConnect({ ...target, url });
  };
  if (isAsking)
    return (
      <Dialog key="reset" title={t('resetQuestion')} onClose={props.onClose}>
        <p class="lead">{t('resetHint')}</p>
        <div class="actions">
          <button type="button" onClick={() => setAsking(false)}>
            {t('cancel')}
          </button>
          <button type="button" class="danger" onClick={props.onReset}>
            {t('reset')}
          </button>
        </div>
      </Dialog>
    );
  return (
    <Dialog key="connection" title={t('connectionTitle')} onClose={props.onClose}>
      <form class="form" noValidate onSubmit={onSubmit(submit)}>
        <fieldset class="choices">
          <legend class="offscreen">{t('connectionTitle')}</legend>
          {KINDS.map(([kind, hint]) => (
            <label key={kind} class="check">
              <input
                type="radio"
                name="target"
                value={kind}
                checked={target.kind === kind}
                onChange={() => {
                  setTarget(kind === props.target.kind ? props.target : initialTarget(kind));
                  setWrong(false);
                }}
              />
              <span>
                {t(kind)}
                <span class="hint">{t(hint)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {target.kind !== 'worker' && (
          <>
            <Field label={t('url')} {...(isWrong ? { hint: t('notUrl') } : {})}>
              {(attributes) => (
                <input
                  {...attributes}
                  aria-invalid={isWrong}
                  type="url"
                  name="url"
                  value={target.url}
                  onInput={(event) => setTarget({ ...target, url: event.currentTarget.value })}
                />
              )}
            </Field>
            <Field label={t('token')} hint={t('tokenHint')}>
              {(attributes) => (
                <input
                  {...attributes}
                  type="password"
                  name="token"
                  autocomplete="off"
                  value={target.token}
                  onInput={(event) => setTarget({ ...target, token: event.currentTarget.value })}
                />
              )}
            </Field>
          </>
        )}
        <div class="actions">
          {props.onReset && target.kind === 'worker' && (
            <button type="button" class="danger-outline push" onClick={() => setAsking(true)}>
              {t('reset')}
            </button>
          )}
          <button type="button" onClick={props.onClose}>
            {t('cancel')}
          </button>
          <button type="submit" class="primary">
            {t('connect')}
          </button>
        </div>
      </form>
    </Dialog>
  );
};
