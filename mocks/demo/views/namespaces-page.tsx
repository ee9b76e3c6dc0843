import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Confirm } from '../parts/dialog.tsx';
import { NameField } from '../parts/name-field.tsx';
import { FailureBox, FormProblems } from '../parts/problem-list.tsx';
import type { Namespace } from '../state/api.ts';
import { useAsked, useConsole } from '../state/console-context.ts';
import { listNameRules } from '../state/contract.ts';
import { keepFocus } from '../state/keep-focus.ts';
import { type Failure, spreadProblems } from '../state/problems.ts';
import { listAddress, newAddress } from '../state/routes.ts';
import { sayCount, t } from '../state/texts.ts';

const RULES = listNameRules('NamespaceName');

/** The namespaces of the account: create, look into, delete. */
export const NamespacesPage = (): JSX.Element => {
  const { connection, say } = useConsole();
  const { api } = connection;
  const { answer, isLoading, again } = useAsked('', api.listNamespaces);
  const [doomed, setDoomed] = useState<string>();
  return (
    <>
      <div class="page-head">
        <h1 id="namespaces" tabIndex={-1}>
          {t('namespaces')}
        </h1>
      </div>
      <div class="beside">
        <section class="sheet" aria-label={t('namespaces')} aria-busy={isLoading}>
          {answer === undefined && (
            <p class="state quiet" role="status">
              {t('loading')}
            </p>
          )}
          {answer?.ok === false && <FailureBox failure={answer.failure} onRetry={again} />}
          {answer?.ok && answer.value.length === 0 && (
            <div class="state">
              <p class="state-title">{t('noNamespaces')}</p>
            </div>
          )}
          {answer?.ok && answer.value.length > 0 && (
            <ul class="rows">
              {answer.value.map((namespace) => (
                <Row key={namespace.name} namespace={namespace} onDelete={() => setDoomed(namespace.name)} />
              ))}
            </ul>
          )}
        </section>
        <CreateNamespace onDone={again} />
      </div>
      {doomed !== undefined && (
        <Confirm
          title={t('deleteQuestion', { name: doomed })}
          action={t('delete')}
          act={() => api.deleteNamespace(doomed)}
          onDone={() => {
            setDoomed(undefined);
            say(t('deleted', { name: doomed }));
            void again().then(() => keepFocus('namespaces'));
          }}
          onClose={() => setDoomed(undefined)}
        >
          <Holds namespace={doomed} />
        </Confirm>
      )}
    </>
  );
};

const Row = ({ namespace, onDelete }: { namespace: Namespace; onDelete: () => void }): JSX.Element => (
  <li class="row">
    <p>
      <a class="name" href={listAddress({ namespace: namespace.name })}>
        {namespace.name}
      </a>
      <span class="below">{namespace.creator_name}</span>
    </p>
    <div class="row-actions">
      <a
        class="button small"
        href={newAddress(namespace.name)}
        aria-label={t('newIn', { name: namespace.name })}
        title={t('newIn', { name: namespace.name })}
      >
        +
      </a>
      <button type="button" class="small" aria-label={t('deleteOf', { name: namespace.name })} onClick={onDelete}>
        {t('delete')}
      </button>
    </div>
  </li>
);

/** How many repositories go with a namespace; asked when it matters. */
const Holds = ({ namespace }: { namespace: string }): JSX.Element => {
  const { connection } = useConsole();
  const { answer } = useAsked(namespace, () => connection.api.listRepositories({ namespace, offset: 0, limit: 1 }));
  const count = answer?.ok ? (answer.value.total ?? answer.value.items.length) : undefined;
  return (
    <p class="lead" role="status">
      {count !== undefined &&
        t(count === 0 ? 'holdsNone' : count === 1 ? 'holdsOne' : 'holds', { count: sayCount(count) })}{' '}
      {t('deleteHint')}
    </p>
  );
};

const CreateNamespace = ({ onDone }: { onDone: () => Promise<void> }): JSX.Element => {
  const { connection, say } = useConsole();
  const [namespace, setNamespace] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const [isBusy, setBusy] = useState(false);
  const { at, rest } = spreadProblems('createNamespace', failure, ['namespace']);
  const submit = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    const created = await connection.api.createNamespace(namespace);
    setBusy(false);
    setFailure(created.ok ? undefined : created.failure);
    if (!created.ok) return;
    setNamespace('');
    say(t('created', { name: namespace }));
    await onDone();
  };
  return (
    <form
      class="sheet form"
      noValidate
      aria-label={t('createNamespace')}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{t('createNamespace')}</h2>
      <NameField
        label={t('namespace')}
        name="namespace"
        value={namespace}
        rules={RULES}
        problems={at.namespace}
        onInput={(value) => {
          setNamespace(value);
          setFailure(undefined);
        }}
      />
      <FormProblems failure={failure} problems={rest} />
      <div class="actions">
        <button type="submit" class="primary" aria-disabled={isBusy}>
          {t('createNamespace')}
        </button>
      </div>
    </form>
  );
};
