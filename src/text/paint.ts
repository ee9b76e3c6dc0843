import { displayWidth, wrapText } from './text-layout.ts';

const CODES = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', cyan: '36' } as const;

/** One style of a terminal, or none. */
export type Style = keyof typeof CODES | '';

/** Gives a text a style. */
export type Paint = (style: Style, text: string) => string;

/** Paints for a terminal; where colours are not wanted, it leaves texts as they are. */
export const createPaint =
  (color: boolean): Paint =>
  (style, text) =>
    color && text !== '' && style !== '' ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;

/** Lines of at most `width` columns behind a start of painted pieces, which all lines but the first leave blank. */
export const hangText = (
  paint: Paint,
  width: number,
  start: readonly (readonly [style: Style, text: string])[],
  text: string,
  style: Style = '',
): string[] => {
  const indent = start.reduce((sum, [, piece]) => sum + displayWidth(piece), 0);
  const first = start.map(([own, piece]) => paint(own, piece)).join('');
  return wrapText(text, width - indent).map(
    (line, index) => (index === 0 ? first : ' '.repeat(indent)) + paint(style, line),
  );
};
