import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Confirm } from '../parts/confirm.tsx';
import { CopyText } from '../parts/copy-text.tsx';
import { FailureBox } from '../parts/problem-list.tsx';
import { Loading } from '../parts/state.tsx';
import { VisibilitySwitch } from '../parts/visibility-switch.tsx';
import type { Repository, RepositoryPath } from '../state/api.ts';
import { useAskedServer, useConsole } from '../state/console-context.ts';
import { go, listAddress } from '../state/routes.ts';
import { sayCount, saySize, sayTime, t } from '../state/texts.ts';
import { EditForm } from './edit-form.tsx';
import { SharingPanel } from './sharing-panel.tsx';
import { TagsPanel } from './tags-panel.tsx';

/** One repository: what it is, its tags, who may read it. */
export const RepositoryPage = ({ path, isForeign }: { path: RepositoryPath; isForeign: boolean }): JSX.Element => {
  const { connection } = useConsole();
  const { answer, again } = useAskedServer(`${path.namespace}/${path.repository}`, () =>
    connection.api.getRepository(path),
  );
  const repository = answer?.ok ? answer.value : undefined;
  return (
    <>
      <nav class="crumbs quiet" aria-label={t('namespace')}>
        <a href={listAddress(isForeign ? { center: 'thirdparty' } : {})}>{t(isForeign ? 'foreign' : 'repositories')}</a>{' '}
        <span aria-hidden="true">/</span>{' '}
        <a href={listAddress({ namespace: path.namespace, ...(isForeign ? { center: 'thirdparty' } : {}) })}>
          {path.namespace}
        </a>
      </nav>
      <div class="page-head">
        <h1 tabIndex={-1}>{path.repository}</h1>
        {repository && !isForeign && <VisibilitySwitch path={path} isPublic={repository.is_public} onChange={again} />}
      </div>
      {!answer?.ok && (
        <section class="sheet">
          {answer ? <FailureBox failure={answer.failure} onRetry={again} /> : <Loading />}
        </section>
      )}
      {repository && (
        <>
          {isForeign && <p class="notice">{t('foreignNote')}</p>}
          <div class="beside">
            <div class="stack">
              <TagsPanel path={path} isForeign={isForeign} onChange={again} />
              {!isForeign && <SharingPanel path={path} />}
            </div>
            <div class="stack">
              <Details repository={repository} isForeign={isForeign} />
              {!isForeign && <EditForm path={path} repository={repository} onChange={again} />}
              {!isForeign && <DeletePanel path={path} />}
            </div>
          </div>
        </>
      )}
    </>
  );
};

const Details = ({ repository, isForeign }: { repository: Repository; isForeign: boolean }): JSX.Element => {
  const rows: readonly (readonly [string, string])[] = [
    // One's own are in the form and the switch.
    ...(isForeign
      ? ([
          [t('description'), repository.description || '–'],
          [t('category'), repository.category || '–'],
          [t('visibility'), t(repository.is_public ? 'public' : 'private')],
        ] as const)
      : []),
    [t('size'), saySize(repository.size)],
    [t('images'), sayCount(repository.num_images)],
    [t('downloads'), sayCount(repository.num_download)],
    [t('created_at'), sayTime(repository.created)],
    [t('updated'), sayTime(repository.updated)],
    [t('creator'), repository.creator_name],
  ];
  return (
    <section class="sheet">
      <h2>{t('details')}</h2>
      <CopyText label={t('pull')} text={`docker pull ${repository.path}`} />
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt class="quiet">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};

const DeletePanel = ({ path }: { path: RepositoryPath }): JSX.Element => {
  const { connection } = useConsole();
  const [isAsking, setAsking] = useState(false);
  const name = path.repository;
  return (
    <section class="sheet">
      <h2>{t('deleteTitle')}</h2>
      <p class="quiet">{t('deleteLead')}</p>
      <p class="actions">
        <button type="button" class="danger-outline" onClick={() => setAsking(true)}>
          {t('deleteTitle')}
        </button>
      </p>
      {isAsking && (
        <Confirm
          title={t('deleteQuestion', { name })}
          action={t('delete')}
          act={() => connection.api.deleteRepository(path)}
          said={t('deleted', { name })}
          onDone={() => go(listAddress())}
          onClose={() => setAsking(false)}
          advise={({ status }, leaveTo) =>
            status === 406 && (
              <p class="lead">
                {t('deleteImagesFirst')}{' '}
                <button type="button" class="link" onClick={() => leaveTo('tags')}>
                  {t('toTags')}
                </button>
              </p>
            )
          }
        >
          <p class="lead">{t('deleteHint')}</p>
        </Confirm>
      )}
    </section>
  );
};
