import type { JSX } from 'preact';

/** The choices of a list, each called what it is. */
export const Options = ({ of }: { of: readonly (string | number)[] }): JSX.Element => (
  <>
    {of.map((choice) => (
      <option key={choice} value={choice}>
        {choice}
      </option>
    ))}
  </>
);
