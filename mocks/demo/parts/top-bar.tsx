import type { JSX } from 'preact';

import { LookSwitches } from '../../../src/ui/look-switches.tsx';
import type { Route } from '../state/routes.ts';
import type { TargetKind } from '../state/target.ts';
import { t } from '../state/texts.ts';

/** Title line: name, pages, connection, language and theme. */
export const TopBar = (props: {
  page: Route['page'];
  target: TargetKind;
  state: 'ready' | 'waiting' | 'failed';
  onConnection: () => void;
}): JSX.Element => {
  const here = props.page === 'namespaces' ? 'namespaces' : 'repositories';
  return (
    <header class="top">
      <a class="skip-link" href="#main">
        {t('skip')}
      </a>
      <div class="top-line">
        <p class="brand">
          <Logo /> <span>SWR</span>
        </p>
        <nav aria-label={t('pages')}>
          {(['repositories', 'namespaces'] as const).map((page) => (
            <a key={page} href={`#/${page}`} {...(page === here ? { 'aria-current': 'page' as const } : {})}>
              {t(page)}
            </a>
          ))}
        </nav>
        <div class="switches">
          <button
            type="button"
            id="connection"
            class="quiet-button"
            aria-label={`${t('connection')}: ${t(props.target)}`}
            onClick={props.onConnection}
          >
            <span class={`dot ${props.state}`} aria-hidden="true" />
            <span class="connection-name">{t(props.target)}</span>
          </button>
          <LookSwitches class="quiet-button" />
        </div>
      </div>
    </header>
  );
};

const Logo = (): JSX.Element => (
  <svg viewBox="0 0 16 16" width="20" height="20" aria-hidden="true">
    <path
      d="M2.5 5.2 8 2.2l5.5 3v5.6l-5.5 3-5.5-3zM2.5 5.2 8 8.2l5.5-3M8 8.2v5.6"
      fill="none"
      stroke="currentColor"
      stroke-width="1.4"
      stroke-linejoin="round"
    />
  </svg>
);
