import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Confirm } from '../parts/confirm.tsx';
import { Field } from '../parts/field.tsx';
import { FailureBox, FormProblems } from '../parts/problem-list.tsx';
import type { RepositoryPath } from '../state/api.ts';
import { useAskedServer, useConsole } from '../state/console-context.ts';
import { keepFocus } from '../state/keep-focus.ts';
import { sayDate, t } from '../state/texts.ts';
import { useSending } from '../state/use-sending.ts';

const FIELDS = ['access_domain', 'deadline'] as const;

/** The accounts that may read a repository: add one, take one off. */
export const SharingPanel = ({ path }: { path: RepositoryPath }): JSX.Element => {
  const { connection } = useConsole();
  const { answer, again } = useAskedServer(`${path.namespace}/${path.repository}`, () =>
    connection.api.listSharing(path),
  );
  const [doomed, setDoomed] = useState<string>();
  return (
    <section class="sheet">
      <h2 id="sharing" tabIndex={-1}>
        {t('sharing')}
      </h2>
      {answer === undefined && <p class="quiet panel-loading">{t('loading')}</p>}
      {answer?.ok === false && <FailureBox failure={answer.failure} onRetry={again} />}
      {answer?.ok && answer.value.length === 0 && <p class="quiet">{t('noSharing')}</p>}
      {answer?.ok && answer.value.length > 0 && (
        <ul class="rows">
          {answer.value.map((sharing) => (
            <li key={sharing.access_domain} class="row">
              <p>
                <b>{sharing.access_domain}</b> {!sharing.status && <span class="chip bad">{t('expired')}</span>}
                <span class="below">
                  {sharing.deadline === 'forever' ? t('forever') : t('until', { date: sayDate(sharing.deadline) })}
                  {sharing.description && ` · ${sharing.description}`}
                </span>
              </p>
              <button
                type="button"
                class="small"
                aria-label={t('endSharingOf', { name: sharing.access_domain })}
                onClick={() => setDoomed(sharing.access_domain)}
              >
                {t('end')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <ShareForm path={path} onDone={again} />
      {doomed !== undefined && (
        <Confirm
          title={t('endSharing', { name: doomed })}
          action={t('end')}
          act={() => connection.api.endSharing(path, doomed)}
          said={t('ended', { name: doomed })}
          onDone={() => void again().then(() => keepFocus('sharing'))}
          onClose={() => setDoomed(undefined)}
        >
          <p class="lead">{t('endHint')}</p>
        </Confirm>
      )}
    </section>
  );
};

/** Here the day ends; the contract wants the time in UTC. What is no day the server refuses. */
const endOfDay = (date: string): string => {
  const end = new Date(`${date}T23:59:59`);
  return Number.isNaN(end.getTime()) ? date : end.toISOString();
};

const dayOf = (time: Date): string =>
  [time.getFullYear(), time.getMonth() + 1, time.getDate()].map((part) => String(part).padStart(2, '0')).join('-');

const ShareForm = ({ path, onDone }: { path: RepositoryPath; onDone: () => Promise<void> }): JSX.Element => {
  const { connection, say } = useConsole();
  const [account, setAccount] = useState('');
  const [date, setDate] = useState('');
  const send = () =>
    connection.api.share(path, {
      access_domain: account,
      permit: 'read',
      deadline: date === '' ? 'forever' : endOfDay(date),
    });
  const form = useSending('createAccessDomain', FIELDS, send, async () => {
    say(t('shared', { name: account }));
    setAccount('');
    setDate('');
    await onDone();
  });
  return (
    <form class="form share-form" noValidate aria-label={t('share')} onSubmit={form.submit}>
      <Field label={t('account')} problems={form.at.access_domain}>
        {(attributes) => (
          <input
            {...attributes}
            name="access_domain"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={account}
            onInput={(event) => {
              setAccount(event.currentTarget.value);
              form.forget();
            }}
          />
        )}
      </Field>
      <Field label={t('deadline')} hint={t('deadlineHint')} problems={form.at.deadline}>
        {(attributes) => (
          <input
            {...attributes}
            name="deadline"
            type="date"
            min={dayOf(new Date())}
            value={date}
            onInput={(event) => {
              setDate(event.currentTarget.value);
              form.forget();
            }}
          />
        )}
      </Field>
      <button type="submit" aria-disabled={form.isBusy}>
        {t('share')}
      </button>
      <FormProblems failure={form.failure} problems={form.rest} />
    </form>
  );
};
