import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { CategorySelect, Field } from '../parts/field.tsx';
import { NameField } from '../parts/name-field.tsx';
import { FormProblems } from '../parts/problem-list.tsx';
import { useAskedServer, useConsole } from '../state/console-context.ts';
import { type Category, listNameRules } from '../state/contract.ts';
import { spreadProblems } from '../state/problems.ts';
import { go, listAddress, repositoryAddress } from '../state/routes.ts';
import { t } from '../state/texts.ts';
import { useSending } from '../state/use-sending.ts';

const NAMESPACE_RULES = listNameRules('NamespaceName');
const REPOSITORY_RULES = listNameRules('RepositoryName');

const FIELDS = ['namespace', 'repository', 'category', 'description', 'is_public'] as const;

/** The form that creates a repository, with the naming rules beside each name. */
export const NewRepository = (props: { namespace: string }): JSX.Element => {
  const { connection, say } = useConsole();
  const { api } = connection;
  const [namespace, setNamespace] = useState(props.namespace);
  const [repository, setRepository] = useState('');
  const [category, setCategory] = useState<Category | ''>('');
  const [description, setDescription] = useState('');
  const [isPublic, setPublic] = useState(false);
  const { answer } = useAskedServer('', api.listNamespaces);
  const place = useRef<HTMLFormElement>(null);
  const { at, rest, failure, isBusy, submit, forget } = useSending(
    'createRepository',
    FIELDS,
    () =>
      api.createRepository(namespace, {
        repository,
        is_public: isPublic ? 'true' : 'false',
        ...(category === '' ? {} : { category }),
        ...(description === '' ? {} : { description }),
      }),
    () => {
      say(t('created', { name: `${namespace}/${repository}` }));
      go(repositoryAddress({ namespace, repository }));
    },
    (refused) => {
      const spread = spreadProblems('createRepository', refused, FIELDS);
      const first = FIELDS.find((field) => spread.at[field]);
      const control = first === undefined ? undefined : place.current?.elements.namedItem(first);
      if (control instanceof HTMLElement) control.focus();
    },
  );
  const change =
    <Value,>(set: (value: Value) => void) =>
    (value: Value): void => {
      set(value);
      forget();
    };

  return (
    <>
      <div class="page-head">
        <h1 tabIndex={-1}>{t('create')}</h1>
      </div>
      <form ref={place} class="sheet form" noValidate onSubmit={submit}>
        <p class="quiet">{t('createLead')}</p>
        <div class="two">
          <NameField
            label={t('namespace')}
            name="namespace"
            value={namespace}
            rules={NAMESPACE_RULES}
            problems={at.namespace}
            onInput={change(setNamespace)}
            choices={answer?.ok ? answer.value.map(({ name }) => name) : []}
            hint={t('namespaceHint')}
          />
          <NameField
            label={t('repository')}
            name="repository"
            value={repository}
            rules={REPOSITORY_RULES}
            problems={at.repository}
            onInput={change(setRepository)}
          />
        </div>
        <div class="two">
          <Field label={t('category')} isOptional problems={at.category}>
            {(attributes) => (
              <CategorySelect
                attributes={attributes}
                value={category}
                none={t('noCategory')}
                onChange={change(setCategory)}
              />
            )}
          </Field>
          <Field label={t('description')} isOptional problems={at.description}>
            {(attributes) => (
              <textarea
                {...attributes}
                name="description"
                rows={1}
                value={description}
                onInput={(event) => change(setDescription)(event.currentTarget.value)}
              />
            )}
          </Field>
        </div>
        <label class="check">
          <input
            type="checkbox"
            name="is_public"
            checked={isPublic}
            onChange={(event) => change(setPublic)(event.currentTarget.checked)}
          />
          <span>
            {t('public')}
            <span class="hint">{t('publicHint')}</span>
          </span>
        </label>
        <FormProblems failure={failure} problems={[...rest, ...(at.is_public ?? [])]} />
        <div class="actions">
          <button type="submit" class="primary" aria-disabled={isBusy}>
            {t('create')}
          </button>
          <a class="button" href={listAddress()}>
            {t('cancel')}
          </a>
        </div>
      </form>
    </>
  );
};
