import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Confirm } from '../parts/confirm.tsx';
import { FailureBox } from '../parts/problem-list.tsx';
import type { RepositoryPath } from '../state/api.ts';
import { useAskedServer, useConsole } from '../state/console-context.ts';
import { keepFocus } from '../state/keep-focus.ts';
import { saySize, sayTime, t } from '../state/texts.ts';

/** The images of a repository, one a tag. */
export const TagsPanel = (props: {
  path: RepositoryPath;
  isForeign: boolean;
  onChange: () => Promise<void>;
}): JSX.Element => {
  const { connection } = useConsole();
  const { path } = props;
  const { answer, again } = useAskedServer(`${path.namespace}/${path.repository}`, () => connection.api.listTags(path));
  const [doomed, setDoomed] = useState<string>();
  return (
    <section class="sheet tags">
      <h2 id="tags" tabIndex={-1}>
        {t('tags')}
      </h2>
      {answer === undefined && <p class="quiet panel-loading">{t('loading')}</p>}
      {answer?.ok === false && <FailureBox failure={answer.failure} onRetry={again} />}
      {answer?.ok && answer.value.length === 0 && <p class="quiet">{t('noTags')}</p>}
      {answer?.ok && answer.value.length > 0 && (
        <ul class="rows">
          {answer.value.map((tag) => (
            <li key={tag.Tag} class="row">
              <p>
                <b class="tag-name">{tag.Tag}</b>
                <span class="below">
                  {saySize(tag.size)} · {sayTime(tag.updated)} ·{' '}
                  <code title={tag.digest}>{tag.digest.slice(0, 19)}…</code>
                </span>
              </p>
              {!props.isForeign && (
                <button
                  type="button"
                  class="small"
                  aria-label={t('deleteOf', { name: tag.Tag })}
                  onClick={() => setDoomed(tag.Tag)}
                >
                  {t('delete')}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {doomed !== undefined && (
        <Confirm
          title={t('deleteTag', { name: doomed })}
          action={t('delete')}
          act={() => connection.api.deleteTag(path, doomed)}
          said={t('deleted', { name: doomed })}
          onDone={() => void Promise.all([again(), props.onChange()]).then(() => keepFocus('tags'))}
          onClose={() => setDoomed(undefined)}
        >
          <p class="lead">{t('deleteHint')}</p>
        </Confirm>
      )}
    </section>
  );
};
