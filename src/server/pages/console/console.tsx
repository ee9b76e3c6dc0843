import { type JSX, render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useHash } from '../../../ui/hooks/use-hash.ts';
import { useLanguage } from '../../../ui/settings.ts';
import { useDocument } from '../docs/document-facts.ts';
import { TopBar, tabTitle } from '../parts/kit.tsx';
import { t } from '../parts/texts.ts';
import { ReadingsView } from './readings-view.tsx';
import { RecordsView } from './records-view.tsx';
import { RequestsView } from './requests-view.tsx';
import { TroubleView } from './trouble-view.tsx';
import { EVERYTHING, useEvents } from './use-events.ts';

const VIEWS = ['requests', 'records', 'trouble', 'readings'] as const;
type View = (typeof VIEWS)[number];

const viewOf = (hash: string): View => VIEWS.find((view) => `#${view}` === hash) ?? 'requests';

const Console = (): JSX.Element => {
  useLanguage();
  const [filter, setFilter] = useState(EVERYTHING);
  const { live, poll } = useEvents(filter);
  const found = useDocument(live.connection);
  const facts = typeof found === 'object' ? found : undefined;
  const view = viewOf(useHash());
  useEffect(() => {
    document.title = tabTitle(t(view), facts);
  });
  const numbers: Partial<Record<View, number>> = { trouble: live.faults.length };
  return (
    <>
      <TopBar facts={facts} here="console" />
      <main id="main" tabIndex={-1}>
        <h1 class="offscreen">{t('console')}</h1>
        <div class="bar">
          <nav class="views" aria-label={t('console')}>
            {VIEWS.map((each) => (
              <a
                key={each}
                class="quiet"
                href={`#${each}`}
                {...(each === view ? { 'aria-current': 'page' as const } : {})}
              >
                {t(each)} {(numbers[each] ?? 0) > 0 && <span class="badge">{numbers[each]}</span>}
              </a>
            ))}
          </nav>
          <p class={`connection small ${live.state}`} role="status">
            <span class="dot" aria-hidden="true" />
            {live.state === 'live' ? t('live') : live.state === 'connecting' ? t('connecting') : t('disconnected')}
          </p>
        </div>
        {view === 'requests' && <RequestsView {...{ live, facts, poll, filter, setFilter }} />}
        {view === 'records' &&
          (facts ? (
            <RecordsView facts={facts} counts={live.health.records ?? {}} connection={live.connection} />
          ) : (
            <p class="calm">{t('loading')}</p>
          ))}
        {view === 'trouble' && <TroubleView faults={live.faults} facts={facts} poll={poll} />}
        {view === 'readings' && <ReadingsView ambiguities={facts?.ambiguities ?? []} />}
        {typeof found === 'string' && <p class="calm error">{found}</p>}
      </main>
    </>
  );
};

const app = document.getElementById('app');
if (app) {
  app.replaceChildren();
  render(<Console />, app);
}
