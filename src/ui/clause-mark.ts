/** What stands in the messages of the fake for a clause: `(R2)`, `(R2@2019-02)`, `（R2）`. A group, so that a split keeps it. */
const MARK = /([(（][A-Z]+\d+(?:@[\w-]+)?[)）])/g;

/** A text in pieces, each with the id of the clause that it stands for, where it is such a mark. */
export const splitMarks = (text: string): { readonly piece: string; readonly clause: string | undefined }[] =>
  // Every second piece is a mark.
  text.split(MARK).map((piece, index) => ({ piece, clause: index % 2 === 1 ? piece.slice(1, -1) : undefined }));

/** The id of the clause that a text ends with, where it does. */
export const clauseAtEnd = (text: string): string | undefined => {
  const [mark, rest] = splitMarks(text).slice(-2);
  return rest?.piece === '' ? mark?.clause : undefined;
};

/** The ids of the clauses that a text names, each once. */
export const clausesIn = (text: string): string[] => [
  ...new Set(splitMarks(text).flatMap(({ clause }) => clause ?? [])),
];
