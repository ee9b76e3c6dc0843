import type { Document } from './document.ts';

/**
 * Makes something of a document, or of a part of one, once for all who ask: fakes of one contract share what is read from it. It goes
 * when the document does. So a document must not be changed once it is in use; change a copy.
 */
export const perDocument = <Made, Source extends object = Document>(
  make: (source: Source) => Made,
): ((source: Source) => Made) => {
  const made = new WeakMap<Source, { readonly value: Made }>();
  return (source) => {
    const known = made.get(source);
    if (known) return known.value;
    const value = make(source);
    made.set(source, { value });
    return value;
  };
};
