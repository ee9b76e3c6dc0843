import { type JsonValue, paths } from 'jsonpath-rfc9535';

import type { Query } from './singular-query.ts';
import { readSingularQuery } from './singular-query.ts';

/** Any JSONPath query (RFC 9535). */
export const jsonPath: Query = (root, query) => {
  try {
    return paths(root as JsonValue, query).flatMap((path) => {
      const found = readSingularQuery(path);
      return found ? [found] : [];
    });
  } catch (error) {
    // The library lists all that could have stood there.
    throw new SyntaxError(
      `no JSONPath: ${(error as Error).message.replace(/^Expected .* but (.*) found\.$/s, 'unexpected $1')}`,
    );
  }
};
