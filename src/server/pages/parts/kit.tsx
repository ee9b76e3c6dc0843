import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { Clause } from '../../../openapi/operations/clause.ts';
import { copy } from '../../../ui/copy.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { LookSwitches } from '../../../ui/look-switches.tsx';
import { languageTag, recall, remember, titleOf } from '../../../ui/settings.ts';
import type { DocumentFacts } from '../docs/document-facts.ts';
import { type Answered, CONTROL } from './api.ts';
import { TextField } from './inputs.tsx';
import { t } from './texts.ts';
import { WorldSwitch, world } from './world-switch.tsx';

/** Title line of both pages: name and edition, the two pages, language and theme. */
export const TopBar = ({
  facts,
  here,
}: {
  /** Undefined until the document is there. */
  facts: DocumentFacts | undefined;
  here: 'console' | 'docs';
}): JSX.Element => (
  <header class="top">
    <a class="skip-link" href="#main">
      {t('skip')}
    </a>
    <p class="name quiet">
      {facts && `${facts.title} · `}
      {facts && (
        <span class="version">
          {t('edition')} {facts.version}
        </span>
      )}
    </p>
    <nav aria-label={t('pages')}>
      <a href={CONTROL} aria-current={here === 'console' ? 'page' : undefined}>
        {t('console')}
      </a>
      <a href={`${CONTROL}docs`} aria-current={here === 'docs' ? 'page' : undefined}>
        {t('reference')}
      </a>
    </nav>
    <div class="switches">
      <WorldSwitch page={here === 'docs' ? 'docs' : ''} />
      <LookSwitches />
    </div>
  </header>
);

/** What the tab of a page says: what is shown, of which world, of which API. */
export const tabTitle = (shown: string, facts: DocumentFacts | undefined): string =>
  [shown, world, facts?.title].filter((each) => each !== undefined).join(' · ');

/** Copies a text and says so. */
export const CopyButton = ({ text, label }: { text: string; label?: string }): JSX.Element => {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), 1500);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <button type="button" class="small-button copy" onClick={async () => setDone(await copy(text))}>
      <span aria-live="polite">{done ? t('copied') : (label ?? t('copy'))}</span>
    </button>
  );
};

/** A question that must be answered before something is lost. */
export const Confirm = (props: {
  title: string;
  children?: ComponentChildren;
  action: string;
  onAnswer: (yes: boolean) => void;
}): JSX.Element => {
  const no = (): void => props.onAnswer(false);
  return (
    <Dialog title={props.title} onClose={no}>
      {props.children}
      <div class="actions">
        <button type="button" onClick={no}>
          {t('cancel')}
        </button>
        <button type="button" class="danger" onClick={() => props.onAnswer(true)}>
          {props.action}
        </button>
      </div>
    </Dialog>
  );
};

/** What an action led to, said aloud too. */
export interface Notice {
  readonly kind: 'good' | 'bad';
  readonly text: string;
  readonly details?: readonly string[];
}

/** What is said of an answer of the control API. */
export const noticeOf = <Result,>(answered: Answered<Result>, say: (result: Result) => string): Notice =>
  answered.ok
    ? { kind: 'good', text: say(answered.value) }
    : { kind: 'bad', text: answered.error, details: answered.details };

export const NoticeBox = ({ notice }: { notice: Notice | undefined }): JSX.Element => (
  <div class="notice-box" role="status">
    {notice && (
      <div class={`notice ${notice.kind}`}>
        <p>{notice.text}</p>
        {notice.details && notice.details.length > 0 && (
          <ul>
            {notice.details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        )}
      </div>
    )}
  </div>
);

/** The id of a clause, with its title; leads to its row in the reference. */
export const ClauseLink = (props: {
  id: string;
  clause: Clause | undefined;
  /** The title is shown only where a pointer rests on the id. */
  isShort?: boolean;
}): JSX.Element => {
  const { id, clause, isShort = false } = props;
  const title = clause ? titleOf(clause) : '';
  return (
    <a class="clause" href={`${CONTROL}docs#clause-${id}`} {...(isShort ? { title } : {})}>
      <b>{id}</b> {!isShort && <span>{title}</span>}
    </a>
  );
};

/** The credential that is sent along with "repeat" and tries. */
export const useToken = (): [string, (token: string) => void] => {
  const [token, setToken] = useState(recall('token') ?? 'demo');
  return [
    token,
    (next) => {
      setToken(next);
      remember('token', next);
    },
  ];
};

export const TokenField = (props: { token: string; onChange: (next: string) => void }): JSX.Element => (
  <TextField label={t('token')} look="token" value={props.token} onChange={props.onChange} />
);

/** A number with separators, as the language writes it. */
export const count = (value: number): string => value.toLocaleString(languageTag());

/** What a status is like, for its colour. */
export const toneOf = (status: number | null): 'pass' | 'fail' | 'error' =>
  status === null || status >= 500 ? 'fail' : status >= 400 ? 'error' : 'pass';
