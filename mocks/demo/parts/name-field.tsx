import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

import { Options } from '../../../src/ui/options.tsx';
import { titleOf } from '../../../src/ui/settings.ts';
import type { NameRule } from '../state/contract.ts';
import type { Problem } from '../state/problems.ts';
import { t } from '../state/texts.ts';
import { ProblemList } from './problem-list.tsx';

/**
 * A name with its rules, each kept or not as one types. What the server refused stands at its rule, or
 * below them where it is none of them. The rules only advise: the server decides.
 */
export const NameField = (props: {
  label: string;
  name: string;
  value: string;
  rules: readonly NameRule[];
  problems: readonly Problem[] | undefined;
  onInput: (value: string) => void;
  /** Names to choose from. */
  choices?: readonly string[];
  hint?: string;
}): JSX.Element => {
  const id = useId();
  const { value, rules, problems = [] } = props;
  const isEmpty = value === '';
  const isRule = ({ clause }: Problem): boolean => rules.some((rule) => rule.clause.id === clause?.id);
  const others = problems.filter((problem) => !isRule(problem));
  const refused = new Set(problems.filter(isRule).map(({ clause }) => clause?.id));
  const broken = rules.filter(({ holds }) => !holds(value));
  return (
    <div class="field name-field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="text"
        name={props.name}
        value={value}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-describedby={`${id}-hint ${id}-said ${id}-problems`}
        aria-invalid={problems.length > 0 || (!isEmpty && broken.length > 0)}
        {...(props.choices ? { list: `${id}-choices` } : {})}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      {props.choices && (
        <datalist id={`${id}-choices`}>
          <Options of={props.choices} />
        </datalist>
      )}
      <p class="hint" id={`${id}-hint`}>
        {props.hint}
      </p>
      <div id={`${id}-problems`} role="alert">
        {others.length > 0 && <ProblemList problems={others} />}
      </div>
      <p class="offscreen" id={`${id}-said`} aria-live="polite">
        {isEmpty
          ? ''
          : broken.length === 0
            ? t('allKept')
            : t('broken', { rules: broken.map(({ clause }) => titleOf(clause)).join('; ') })}
      </p>
      <ul class="rules" aria-label={t('rules')}>
        {rules.map(({ clause, holds }) => {
          const state = refused.has(clause.id) ? 'refused' : isEmpty ? 'open' : holds(value) ? 'kept' : 'broken';
          return (
            <li key={clause.id} class={state} data-clause={clause.id}>
              <span class="mark" aria-hidden="true">
                {state === 'open' ? '·' : state === 'kept' ? '✓' : '✗'}
              </span>
              <span>
                {titleOf(clause)}
                {state === 'refused' && <span class="offscreen"> ({t('refusedByServer')})</span>}
                {state !== 'open' && state !== 'refused' && (
                  <span class="offscreen"> ({t(state === 'kept' ? 'kept' : 'notKept')})</span>
                )}
              </span>
              <span class="clause">{clause.id}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
};
