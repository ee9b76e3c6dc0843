// In the built package `document.ts` has only what answering needs; this is what reports, the contract
// suite and readers want. A bundler leaves it out where nobody asks for it.
import openapi from '../spec/openapi.json' with { type: 'json' };
import type { Document } from '../src/openapi/document/document.ts';

/** The contract that this project ships, whole: with descriptions, examples and places in the source. */
export const document: Document = openapi as unknown as Document;
