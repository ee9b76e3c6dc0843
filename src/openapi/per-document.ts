import type { Document } from './document.ts';

/**
 * Makes something of a document once, for all who ask: fakes of one contract share what is read from it. It goes
 * when the document does. So a document must not be changed once it is in use; change a copy.
 */
export const perDocument = <Made>(make: (document: Document) => Made): ((document: Document) => Made) => {
  const made = new WeakMap<Document, { readonly value: Made }>();
  return (document) => {
    const known = made.get(document) ?? { value: make(document) };
    made.set(document, known);
    return known.value;
  };
};
