import { isNode } from '../openapi/document/document.ts';
import type { Issue } from '../openapi/operations/issue.ts';
import type { Definition } from './list-collections.ts';

/** Numbers up to here leave room to count on from. */
const MOST = 2 ** 52;
const isNumber = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= MOST;

/**
 * What keeps a value from being a record of a collection, without a look at the others.
 *
 * @param label what it is called; its properties stand behind that.
 */
export const checkRecord = (record: unknown, { validate, sequence }: Definition, label = ''): string[] => {
  if (!isNode(record)) return [`${label || 'the record'} must be an object.`];
  const before = label && `${label}.`;
  const issues: Issue[] = [];
  validate(record, '', { location: 'body', issues });
  if (issues.length > 0) return issues.map((issue) => `${before}${issue.name} ${sayShort(issue)}.`);
  const number = sequence === undefined ? undefined : record[sequence];
  if (number === undefined || isNumber(number, 1)) return [];
  return [`${before}${sequence} must be a whole number from 1 to ${MOST}.`];
};

/** The same with the record's key, for who looks into a file: `, in shelf/book`. */
export const checkPlaced = (record: unknown, definition: Definition, position: number): string[] =>
  checkRecord(record, definition, `${definition.name}[${position}]`).map((problem) =>
    problem.replace(/\.$/, `${sayKey(record, definition.key)}.`),
  );

const sayKey = (record: unknown, key: readonly string[]): string => {
  const texts = isNode(record) ? key.map((property) => record[property]) : [];
  const isShown =
    texts.length > 0 && texts.every((text) => typeof text === 'string' && text !== '' && text.length <= 200);
  return isShown ? `, in ${texts.join('/')}` : '';
};

/** What keeps a value from being the numbers that collections gave, or the numbers. */
export const checkSequences = (sequences: unknown, definitions: ReadonlyMap<string, Definition>): string[] => {
  if (sequences === undefined) return [];
  if (!isNode(sequences)) return ['"sequences" must be an object.'];
  const unknown = Object.keys(sequences).find((name) => !definitions.has(name));
  if (unknown !== undefined) return [`unknown collection "${unknown.slice(0, 100)}" in "sequences".`];
  return Object.entries(sequences).flatMap(([name, number]) => {
    return isNumber(number, 0) ? [] : [`sequences.${name} must be a whole number from 0 to ${MOST}.`];
  });
};

/** Who names a collection that is none. */
export const sayUnknown = (name: string, definitions: ReadonlyMap<string, Definition>): string =>
  `unknown collection "${name.slice(0, 100)}" (known: ${[...definitions.keys()].join(', ')}).`;

const sayShort = ({ keyword, clause }: Issue): string => {
  if (keyword === 'required') return 'is missing';
  if (keyword === 'additionalProperties') return 'is not a property of a record';
  return clause ? `${clause.title} (${clause.id})` : `is not valid (${keyword})`;
};

/** What keeps a record out that another one is in the way of. */
export const sayTwin = ({ name }: Definition, position: number, properties: readonly string[]): string =>
  `${name}[${position}] has the same ${properties.join(' and ')} as a record before it.`;
