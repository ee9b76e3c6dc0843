import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { CategorySelect, Field } from '../parts/field.tsx';
import { FormProblems } from '../parts/problem-list.tsx';
import type { Repository, RepositoryPath } from '../state/api.ts';
import { useConsole } from '../state/console-context.ts';
import { type Category, categories } from '../state/contract.ts';
import { t } from '../state/texts.ts';
import { useSending } from '../state/use-sending.ts';

const FIELDS = ['category', 'description'] as const;

interface Draft {
  readonly category?: Category | '';
  readonly description?: string;
}

/** Changes category and description; sends only what differs, and the server says if that is nothing. */
export const EditForm = (props: {
  path: RepositoryPath;
  repository: Repository;
  onChange: () => Promise<void>;
}): JSX.Element => {
  const { connection, say } = useConsole();
  const { repository } = props;
  // What was typed lies over what the repository has: it stays when something else of it changes.
  const [draft, setDraft] = useState<Draft>({});
  const { category = categories.find((known) => known === repository.category) ?? '' } = draft;
  const { description = repository.description } = draft;
  const send = () =>
    connection.api.updateRepository(props.path, {
      ...(category === '' || category === repository.category ? {} : { category }),
      ...(description === repository.description ? {} : { description }),
    });
  const form = useSending('updateRepository', FIELDS, send, async () => {
    say(t('saved'));
    await props.onChange();
    setDraft((now) => (now === draft ? {} : now));
  });
  const change = (changed: Draft): void => {
    setDraft({ ...draft, ...changed });
    form.forget();
  };

  return (
    <section class="sheet">
      <h2>{t('edit')}</h2>
      <form class="form" noValidate aria-label={t('edit')} onSubmit={form.submit}>
        <Field label={t('description')} problems={form.at.description}>
          {(attributes) => (
            <textarea
              {...attributes}
              name="description"
              rows={3}
              value={description}
              onInput={(event) => change({ description: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label={t('category')} problems={form.at.category}>
          {(attributes) => (
            <CategorySelect
              attributes={attributes}
              value={category}
              none={repository.category === '' ? t('noCategory') : undefined}
              onChange={(value) => change({ category: value })}
            />
          )}
        </Field>
        <FormProblems failure={form.failure} problems={form.rest} />
        <div class="actions">
          <button type="submit" aria-disabled={form.isBusy}>
            {t('save')}
          </button>
        </div>
      </form>
    </section>
  );
};
