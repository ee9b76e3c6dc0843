import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

import { Options } from '../../../src/ui/options.tsx';
import { type Category, categories } from '../state/contract.ts';
import type { Problem } from '../state/problems.ts';
import { t } from '../state/texts.ts';
import { ProblemList } from './problem-list.tsx';

/** What ties a control to its label, hint and problems. */
export interface FieldAttributes {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

/** A control with its label above and what is wrong with it below. */
export const Field = (props: {
  label: string;
  isOptional?: boolean;
  hint?: string;
  problems?: readonly Problem[] | undefined;
  children: (attributes: FieldAttributes) => ComponentChildren;
}): JSX.Element => {
  const id = useId();
  const { problems = [] } = props;
  return (
    <div class="field">
      <label for={id}>
        {props.label} {props.isOptional && <span class="quiet optional">{t('optional')}</span>}
      </label>
      {props.children({
        id,
        'aria-describedby': `${id}-hint ${id}-problems`,
        'aria-invalid': problems.length > 0,
      })}
      <p class="hint" id={`${id}-hint`}>
        {props.hint}
      </p>
      <div id={`${id}-problems`} role="alert">
        {problems.length > 0 && <ProblemList problems={problems} />}
      </div>
    </div>
  );
};

/** The categories of the contract, and none. */
export const CategorySelect = (props: {
  attributes: FieldAttributes;
  value: string;
  none: string | undefined;
  onChange: (value: Category | '') => void;
}): JSX.Element => (
  <select
    {...props.attributes}
    name="category"
    value={props.value}
    onChange={(event) => props.onChange(event.currentTarget.value as Category | '')}
  >
    {props.none !== undefined && <option value="">{props.none}</option>}
    <Options of={categories} />
  </select>
);
