import type { Operation } from '../openapi/list-operations.ts';
import type { RequestValues } from './read-request.ts';

/** Characters of a value that a row of a list has room for. */
const LONGEST = 128;

/**
 * What a request is about, as people say it: `shelf/book`. That is what its path names, and what else
 * belongs to the key that must be new.
 *
 * @returns an empty text where it names nothing, as a request for a list may.
 */
export const subjectOf = ({ uniqueKey, parameters }: Operation, { path, body }: Partial<RequestValues>): string => {
  const own = parameters.flatMap((parameter) => (parameter.in === 'path' ? [path?.[parameter.name]] : []));
  const added = Object.values(uniqueKey?.key ?? {}).flatMap((place) =>
    place.startsWith('body.') ? [body?.[place.slice('body.'.length)]] : [],
  );
  return [...own, ...added]
    .filter((value) => typeof value === 'string' && value !== '')
    .map((value) => String(value).slice(0, LONGEST))
    .join('/');
};
