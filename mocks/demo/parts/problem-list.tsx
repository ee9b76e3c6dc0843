import type { JSX } from 'preact';

import { useConsole } from '../state/console-context.ts';
import { keepFocus } from '../state/keep-focus.ts';
import { type Failure, type Problem, sayProblem } from '../state/problems.ts';
import { listAddress } from '../state/routes.ts';
import { type TextKey, t } from '../state/texts.ts';

/** Rules that the server says were broken, each with its clause. */
export const ProblemList = ({ problems, id }: { problems: readonly Problem[]; id?: string }): JSX.Element => (
  <ul class="problems" {...(id === undefined ? {} : { id })}>
    {problems.map((problem) => (
      <li key={`${problem.code} ${problem.message}`}>
        {problem.clause && <span class="clause">{problem.clause.id}</span>} <span>{sayProblem(problem)}</span>
        {problem.code !== '' && <code class="code quiet">{problem.code}</code>}
      </li>
    ))}
  </ul>
);

/** What went wrong with a form as a whole; said aloud when it comes. */
export const FormProblems = (props: { failure: Failure | undefined; problems: readonly Problem[] }): JSX.Element => {
  const { failure, problems } = props;
  const { connection } = useConsole();
  const isBare = failure !== undefined && failure.problems.length === 0;
  return (
    <div role="alert" class="form-problems">
      {isBare && (
        <div class="notice bad">
          <p>{titleOfFailure(failure)}</p>
          <p class="quiet">{hintOf(failure, connection.api.baseUrl)}</p>
        </div>
      )}
      {problems.length > 0 && (
        <div class="notice bad">
          <ProblemList problems={problems} />
        </div>
      )}
    </div>
  );
};

export const titleOfFailure = ({ status }: Failure): string => {
  const key: TextKey = status === 0 ? 'unreachable' : status === 401 ? 'refused' : status === 404 ? 'gone' : 'failed';
  return t(key);
};

const hintOf = ({ status }: Failure, url: string): string =>
  status === 0 ? t(navigator.onLine ? 'unreachableHint' : 'offlineHint', { url }) : t('status', { status });

/** In the place of what could not be loaded. */
export const FailureBox = (props: { failure: Failure; onRetry: () => Promise<void> }): JSX.Element => {
  const { failure, onRetry } = props;
  const { connection, openConnection } = useConsole();
  return (
    <div class="state failure" role="alert">
      <p class="state-title">{titleOfFailure(failure)}</p>
      {failure.problems.length > 0 ? (
        <ProblemList problems={failure.problems} />
      ) : (
        <p class="quiet">{hintOf(failure, connection.api.baseUrl)}</p>
      )}
      <p class="actions">
        {failure.status === 404 ? (
          <a class="button" href={listAddress()}>
            {t('backToList')}
          </a>
        ) : (
          <button type="button" onClick={() => void onRetry().then(() => keepFocus())}>
            {t('retry')}
          </button>
        )}
        {(failure.problems.length === 0 || failure.status === 401) && (
          <button type="button" onClick={openConnection}>
            {t('changeConnection')}
          </button>
        )}
      </p>
    </div>
  );
};
