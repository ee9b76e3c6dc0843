import type { ComponentChildren, JSX } from 'preact';

/** A field for a line of text or, where it has bounds, for a number. */
export const TextField = (props: {
  label: string;
  type?: 'text' | 'search';
  /** More classes. */
  look?: string;
  value: string;
  bounds?: { readonly min: number; readonly max?: number };
  /** Id of what is offered. */
  list?: string;
  onChange: (text: string) => void;
}): JSX.Element => {
  const { label, type = 'text', look = '', value, bounds, list, onChange } = props;
  return (
    <label class={`field ${look}`}>
      <span>{label}</span>
      <input
        {...{ type: bounds ? 'number' : type, value, list, ...bounds }}
        required={bounds !== undefined}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
};

/** A list to choose from. */
export const SelectField = <Value extends string>(props: {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  children: ComponentChildren;
}): JSX.Element => (
  <label class="field">
    <span>{props.label}</span>
    <select value={props.value} onChange={(event) => props.onChange(event.currentTarget.value as Value)}>
      {props.children}
    </select>
  </label>
);
