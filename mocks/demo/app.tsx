import { type JSX, render } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLanguage } from '../../src/ui/settings.ts';
import { State } from './parts/state.tsx';
import { TopBar } from './parts/top-bar.tsx';
import { type Connection, connect } from './state/connect.ts';
import { ConsoleContext } from './state/console-context.ts';
import { type Route, useRoute } from './state/routes.ts';
import { recallTarget, rememberTarget, type Target } from './state/target.ts';
import { t } from './state/texts.ts';
import { ConnectionDialog } from './views/connection-dialog.tsx';
import { NamespacesPage } from './views/namespaces-page.tsx';
import { NewRepository } from './views/new-repository.tsx';
import { RepositoryList } from './views/repository-list.tsx';
import { RepositoryPage } from './views/repository-page.tsx';

/** The console: connection, address, and the view they lead to. */
const App = (): JSX.Element => {
  useLanguage();
  const route = useRoute();
  const [target, setTarget] = useState(recallTarget);
  const [connection, setConnection] = useState<Connection | Error>();
  /** Grows with each reset: what the views know is of an earlier state. */
  const [generation, setGeneration] = useState(0);
  const [isReached, setReached] = useState(true);
  const [isChoosing, setChoosing] = useState(false);
  const [said, setSaid] = useState({ text: '', number: 0 });
  const say = useCallback((text: string) => setSaid(({ number }) => ({ text, number: number + 1 })), []);
  const openConnection = useCallback(() => setChoosing(true), []);

  useEffect(() => {
    let isCurrent = true;
    connect(target).then(
      (made) => isCurrent && setConnection(made),
      (reason: Error) => isCurrent && setConnection(reason),
    );
    return () => {
      isCurrent = false;
    };
  }, [target]);

  useTitleAndFocus(route);

  const choose = (next: Target): void => {
    setChoosing(false);
    setConnection(undefined);
    setTarget(next);
    rememberTarget(next);
  };
  const ready = connection instanceof Error ? undefined : connection;
  const reset = ready?.reset;
  const value = useMemo(
    () => (ready ? { connection: ready, say, openConnection, reach: setReached } : undefined),
    [ready, say, openConnection],
  );
  return (
    <>
      <TopBar
        page={route.page}
        target={target.kind}
        state={connection === undefined ? 'waiting' : ready && isReached ? 'ready' : 'failed'}
        onConnection={openConnection}
      />
      <main id="main" tabIndex={-1}>
        {!value && <h1 class="offscreen">{t('title')}</h1>}
        {connection === undefined && (
          <p class="state quiet connecting" role="status">
            {t('connecting')}
          </p>
        )}
        {connection instanceof Error && <NoFake reason={connection} onChoose={openConnection} />}
        {value && (
          <ConsoleContext.Provider value={value}>
            <View key={generation} route={route} />
          </ConsoleContext.Provider>
        )}
      </main>
      <Said {...said} />
      {isChoosing && (
        <ConnectionDialog
          target={target}
          onConnect={choose}
          onReset={
            reset &&
            (async () => {
              await reset();
              setChoosing(false);
              setGeneration((number) => number + 1);
              say(t('resetDone'));
            })
          }
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
};

const View = ({ route }: { route: Route }): JSX.Element => {
  switch (route.page) {
    case 'repositories':
      return <RepositoryList view={route.view} />;
    case 'repository':
      return (
        <RepositoryPage
          key={`${route.path.namespace}/${route.path.repository}`}
          path={route.path}
          isForeign={route.isForeign}
        />
      );
    case 'new':
      return <NewRepository key={route.namespace} namespace={route.namespace} />;
    case 'namespaces':
      return <NamespacesPage />;
  }
};

/** The title follows the page; after a step to another page the focus is at its heading. */
const useTitleAndFocus = (route: Route): void => {
  const place = route.page === 'repository' ? `${route.path.namespace}/${route.path.repository}` : '';
  const title =
    route.page === 'repository'
      ? place
      : t(route.page === 'namespaces' ? 'namespaces' : route.page === 'new' ? 'create' : 'repositories');
  useEffect(() => {
    document.title = `${title} · SWR`;
  });
  const last = useRef(`${route.page} ${place}`);
  useEffect(() => {
    const here = `${route.page} ${place}`;
    if (here === last.current) return;
    last.current = here;
    scrollTo(0, 0);
    document.querySelector('h1')?.focus();
  }, [route.page, place]);
};

/** What an action led to. It goes by itself, and stays while the pointer is on it. */
const Said = ({ text, number }: { text: string; number: number }): JSX.Element => (
  <div class="said" role="status">
    {text !== '' && (
      <p key={number} class="toast">
        {text}
      </p>
    )}
  </div>
);

/** Whether the document has rules that no first record keeps. */
const isOfRecords = ({ name }: Error): boolean => name === 'SnapshotError';

const NoFake = ({ reason, onChoose }: { reason: Error; onChoose: () => void }): JSX.Element => (
  <section class="sheet">
    <State
      isFailure
      title={t(isOfRecords(reason) ? 'noRecords' : 'noWorker')}
      hint={isOfRecords(reason) ? reason.message : t('noWorkerHint')}
    >
      <button type="button" onClick={onChoose}>
        {t('changeConnection')}
      </button>
    </State>
  </section>
);

const place = document.getElementById('app');
if (place) render(<App />, place);
