import { readFileSync } from 'node:fs';

/** The text of spec/openapi.yaml. */
export const shippedText = readFileSync(new URL('../../spec/openapi.yaml', import.meta.url), 'utf8');
