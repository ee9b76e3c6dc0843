import type { JSX } from 'preact';

/** The choices of a list, each called what it is, or as `name` says. */
export const Options = <Value extends string | number>(props: {
  of: readonly Value[];
  name?: (value: Value) => string;
}): JSX.Element => (
  <>
    {props.of.map((value) => (
      <option key={value} value={value}>
        {props.name ? props.name(value) : value}
      </option>
    ))}
  </>
);
