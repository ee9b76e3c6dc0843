import { COMMA, joinTexts, type Text, textOf } from '../../text/bilingual.ts';

/** Names or values one after the other. */
export const joinValues = (values: readonly (string | Text)[]): Text =>
  joinTexts(
    values.map((value) => (typeof value === 'string' ? textOf(value) : value)),
    COMMA,
  );
