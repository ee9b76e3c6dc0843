import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Confirm } from '../parts/confirm.tsx';
import { NameField } from '../parts/name-field.tsx';
import { FailureBox, FormProblems } from '../parts/problem-list.tsx';
import { Loading, State } from '../parts/state.tsx';
import type { Namespace } from '../state/api.ts';
import { useAskedServer, useConsole } from '../state/console-context.ts';
import { listNameRules } from '../state/contract.ts';
import { keepFocus } from '../state/keep-focus.ts';
import { listAddress, newAddress } from '../state/routes.ts';
import { sayCount, t } from '../state/texts.ts';
import { useSending } from '../state/use-sending.ts';

const RULES = listNameRules('NamespaceName');

/** The namespaces of the account: create, look into, delete. */
export const NamespacesPage = (): JSX.Element => {
  const { api } = useConsole().connection;
  const { answer, isLoading, again } = useAskedServer('', api.listNamespaces);
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
          {answer === undefined && <Loading />}
          {answer?.ok === false && <FailureBox failure={answer.failure} onRetry={again} />}
          {answer?.ok && answer.value.length === 0 && <State title={t('noNamespaces')} />}
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
          said={t('deleted', { name: doomed })}
          onDone={() => void again().then(() => keepFocus('namespaces'))}
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
  const { answer } = useAskedServer(namespace, () =>
    connection.api.listRepositories({ namespace, offset: 0, limit: 1 }),
  );
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
  const send = () => connection.api.createNamespace(namespace);
  const form = useSending('createNamespace', ['namespace'], send, async () => {
    setNamespace('');
    say(t('created', { name: namespace }));
    await onDone();
  });
  return (
    <form class="sheet form" noValidate aria-label={t('createNamespace')} onSubmit={form.submit}>
      <h2>{t('createNamespace')}</h2>
      <NameField
        label={t('namespace')}
        name="namespace"
        value={namespace}
        rules={RULES}
        problems={form.at.namespace}
        onInput={(value) => {
          setNamespace(value);
          form.forget();
        }}
      />
      <FormProblems failure={form.failure} problems={form.rest} />
      <div class="actions">
        <button type="submit" class="primary" aria-disabled={form.isBusy}>
          {t('createNamespace')}
        </button>
      </div>
    </form>
  );
};
