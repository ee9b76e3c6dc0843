import { perDocument } from '../../openapi/document/per-document.ts';
import type { Operation } from '../../openapi/operations/list-operations.ts';
import type { RequestValues } from '../reading/read-request.ts';

/** Characters of a value that a row of a list has room for. */
const LONGEST = 128;

/**
 * What a request is about, as people say it: `shelf/book`. That is what its path names, and what else
 * belongs to the key that must be new.
 *
 * @returns an empty text where it names nothing, as a request for a list may.
 */
export const subjectOf = (operation: Operation, values: Partial<RequestValues>): string => {
  let subject = '';
  for (const [location, name] of placesOf(operation)) {
    const value = values[location]?.[name];
    if (typeof value !== 'string' || value === '') continue;
    subject += subject === '' ? value.slice(0, LONGEST) : `/${value.slice(0, LONGEST)}`;
  }
  return subject;
};

const placesOf = perDocument(({ parameters, uniqueKey }: Operation): (readonly ['path' | 'body', string])[] => [
  ...parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => ['path', name] as const),
  ...Object.values(uniqueKey?.key ?? {})
    .filter((place) => place.startsWith('body.'))
    .map((place) => ['body', place.slice('body.'.length)] as const),
]);
