// Generated from spec/openapi.yaml by `npm run generate`, so that a browser needs no YAML reader.
import openapi from '../spec/openapi.json' with { type: 'json' };
import type { Document } from '../src/openapi/document/document.ts';

/** The contract that this project ships. */
export const document: Document = openapi as unknown as Document;
