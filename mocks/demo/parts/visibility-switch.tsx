import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { RepositoryPath } from '../state/api.ts';
import { useConsole } from '../state/console-context.ts';
import { sayProblem } from '../state/problems.ts';
import { t } from '../state/texts.ts';
import { titleOfFailure } from './problem-list.tsx';

/** Makes a repository public or private at once; if the server refuses, it goes back and says why. */
export const VisibilitySwitch = (props: {
  path: RepositoryPath;
  isPublic: boolean;
  onChange: () => Promise<void>;
}): JSX.Element => {
  const { connection, say } = useConsole();
  const [wanted, setWanted] = useState<boolean>();
  const shown = wanted ?? props.isPublic;
  const { repository: name } = props.path;
  const change = async (): Promise<void> => {
    if (wanted !== undefined) return;
    setWanted(!shown);
    const answer = await connection.api.updateRepository(props.path, { is_public: !shown });
    if (answer.ok) await props.onChange();
    setWanted(undefined);
    const [problem] = answer.ok ? [] : answer.failure.problems;
    if (answer.ok) say(t(shown ? 'madePrivate' : 'madePublic', { name }));
    else say(problem ? sayProblem(problem) : titleOfFailure(answer.failure));
  };
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={shown}
      aria-label={`${t('public')}: ${name}`}
      onClick={change}
    >
      <span class="track" aria-hidden="true" />
      <span aria-hidden="true">{t(shown ? 'public' : 'private')}</span>
    </button>
  );
};
