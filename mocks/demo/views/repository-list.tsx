import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { FailureBox } from '../parts/problem-list.tsx';
import { State } from '../parts/state.tsx';
import { useAskedServer, useConsole } from '../state/console-context.ts';
import { FIRST_VIEW, go, type ListView, listAddress, newAddress } from '../state/routes.ts';
import { t } from '../state/texts.ts';
import { FilterBar } from './filter-bar.tsx';
import { Pager } from './pager.tsx';
import { RepositoryTable } from './repository-table.tsx';

/** The repositories, filtered and in pages. The view stands in the address: it can be linked and goes back. */
export const RepositoryList = ({ view }: { view: ListView }): JSX.Element => {
  const { connection } = useConsole();
  const { api } = connection;
  const heading = useRef<HTMLHeadingElement>(null);
  const { answer, isLoading, again } = useAskedServer(listAddress(view), async () => {
    const found = await api.listRepositories({ ...view });
    return found.ok ? { ok: true, value: { ...found.value, view } } : found;
  });
  const namespaces = useAskedServer('', api.listNamespaces);
  const names = namespaces.answer?.ok ? namespaces.answer.value.map(({ name }) => name) : [];
  const show = (change: Partial<ListView>): void => go(listAddress({ ...view, offset: 0, ...change }));
  // Until the next part is there, the last one stays, and looks as what it is.
  const part = answer?.ok ? answer.value : undefined;
  return (
    <>
      <div class="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {t('repositories')}
        </h1>
        <a class="button primary" href={newAddress(view.namespace)}>
          {t('create')}
        </a>
      </div>
      <FilterBar view={view} namespaces={names} onChange={show} />
      <section class="sheet list-sheet" aria-label={t('repositories')} aria-busy={isLoading}>
        <div class={`list-body${isLoading && answer ? ' stale' : ''}`}>
          {answer === undefined && <Skeleton rows={view.limit} />}
          {answer?.ok === false && <FailureBox failure={answer.failure} onRetry={again} />}
          {part && part.items.length > 0 && (
            <RepositoryTable items={part.items} isForeign={part.view.center === 'thirdparty'} onChange={again} />
          )}
          {part && part.items.length === 0 && (
            <EmptyList
              view={part.view}
              onShow={(change) => {
                show(change);
                // The button that was pressed goes.
                heading.current?.focus();
              }}
            />
          )}
        </div>
        <Pager view={view} part={part} onShow={(change) => go(listAddress({ ...view, ...change }))} />
      </section>
    </>
  );
};

const Skeleton = ({ rows }: { rows: number }): JSX.Element => (
  <div class="skeleton">
    <p class="offscreen" role="status">
      {t('loading')}
    </p>
    {Array.from({ length: Math.min(rows, 10) }, (_, index) => (
      <div key={index} class="skeleton-row" aria-hidden="true">
        <span />
        <span />
      </div>
    ))}
  </div>
);

const EmptyList = ({ view, onShow }: { view: ListView; onShow: (change: Partial<ListView>) => void }): JSX.Element => {
  const { center, offset, limit, ...filter } = view;
  const isFiltered = Object.values(filter).some((value) => value !== '');
  if (offset > 0)
    return (
      <State title={t('emptyPage')}>
        <button type="button" onClick={() => onShow({ offset: 0 })}>
          {t('firstPage')}
        </button>
      </State>
    );
  if (isFiltered)
    return (
      <State title={t('emptyFilter')}>
        <button type="button" onClick={() => onShow({ ...FIRST_VIEW, center, limit })}>
          {t('clearFilter')}
        </button>
      </State>
    );
  if (center === 'thirdparty') return <State title={t('emptyForeign')} />;
  return (
    <State title={t('emptyTitle')} hint={t('emptyHint')}>
      <a class="button" href={newAddress()}>
        {t('create')}
      </a>
    </State>
  );
};
