import { isNode } from '../openapi/document.ts';
import type { Issue } from '../openapi/issue.ts';
import { type Definition, parentOf } from './list-collections.ts';
import { type KeyIndex, type StoredRecord, uniqueKey } from './unique-key.ts';

type Definitions = ReadonlyMap<string, Definition>;

/** What keeps a value from being a snapshot of these collections, one line a problem. */
export const checkSnapshot = (snapshot: unknown, definitions: Definitions): string[] => {
  const collections = isNode(snapshot) ? snapshot['collections'] : undefined;
  if (!isNode(collections)) return ['must be an object with "collections".'];
  const problems: string[] = [];
  const indexes = new Map<string, KeyIndex>();
  for (const [name, records] of Object.entries(collections)) {
    const definition = definitions.get(name);
    if (!definition) problems.push(`unknown collection "${name}" (known: ${[...definitions.keys()].join(', ')}).`);
    else if (!Array.isArray(records)) problems.push(`"${name}" must be a list of records.`);
    else problems.push(...checkRecords(records, definition, indexes));
  }
  problems.push(...checkSequences((snapshot as StoredRecord)['sequences'], definitions));
  return problems.length > 0 ? problems : checkParents(collections, definitions, indexes);
};

/** Numbers up to here leave room to count on from. */
const MOST = 2 ** 52;
const isNumber = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= MOST;

const checkSequences = (sequences: unknown, definitions: Definitions): string[] => {
  if (sequences === undefined) return [];
  if (!isNode(sequences)) return ['"sequences" must be an object.'];
  return Object.entries(sequences).flatMap(([name, number]) => {
    if (!definitions.has(name)) return [`unknown collection "${name}" in "sequences".`];
    return isNumber(number, 0) ? [] : [`sequences.${name} must be a whole number from 0 to ${MOST}.`];
  });
};

/** What keeps a value from being a record of a collection, without a look at the others. */
export const checkRecord = (record: unknown, { validate, sequence }: Definition, name: string): string[] => {
  if (!isNode(record)) return [`${name || 'the record'} must be an object.`];
  const issues: Issue[] = [];
  validate(record, name, { location: 'body', issues });
  if (issues.length > 0) return issues.map((issue) => `${issue.name} ${sayShort(issue)}.`);
  const number = sequence === undefined ? undefined : record[sequence];
  if (number === undefined || isNumber(number, 1)) return [];
  return [`${name === '' ? '' : `${name}.`}${sequence} must be a whole number from 1 to ${MOST}.`];
};

const checkRecords = (
  records: readonly unknown[],
  definition: Definition,
  indexes: Map<string, KeyIndex>,
): string[] => {
  const { name, key, sequence } = definition;
  const index = uniqueKey(key);
  indexes.set(name, index);
  const numbers = new Set<unknown>();
  return records.flatMap((record, position) => {
    const problems = checkRecord(record, definition, `${name}[${position}]`);
    if (problems.length > 0) return problems.map((problem) => problem.replace(/\.$/, `${sayKey(record, key)}.`));
    const number = sequence === undefined ? undefined : (record as StoredRecord)[sequence];
    if (number !== undefined && numbers.has(number))
      return [`${name}[${position}] has the same ${sequence} as a record before it.`];
    numbers.add(number);
    if (index.add(record as StoredRecord)) return [];
    return [`${name}[${position}] has the same ${key.join(' and ')} as a record before it.`];
  });
};

/** Which record it is, for who looks into a file: `, in shelf/book`. */
const sayKey = (record: unknown, key: readonly string[]): string => {
  const texts = isNode(record) ? key.map((property) => record[property]) : [];
  const isShown =
    texts.length > 0 && texts.every((text) => typeof text === 'string' && text !== '' && text.length <= 200);
  return isShown ? `, in ${texts.join('/')}` : '';
};

/** A missing parent is made from its key, where that is all that its schema asks for. */
const checkParents = (
  collections: Readonly<Record<string, unknown>>,
  definitions: Definitions,
  indexes: ReadonlyMap<string, KeyIndex>,
): string[] => {
  const sayMissing = (definition: Definition, record: StoredRecord): string | undefined => {
    const parent = parentOf(definition, definitions, record);
    if (!parent) return undefined;
    const key = parent.collection.key.map((property) => String(parent.record[property]));
    if (indexes.get(parent.collection.name)?.find(key)) return undefined;
    if (checkRecord(parent.record, parent.collection, '').length > 0)
      return `${key.join('/')}, which is not among the ${parent.collection.name}`;
    return sayMissing(parent.collection, parent.record);
  };
  return Object.entries(collections).flatMap(([name, records]) => {
    const definition = definitions.get(name);
    if (definition?.parent === undefined) return [];
    return (records as StoredRecord[]).flatMap((record, position) => {
      const missing = sayMissing(definition, record);
      return missing === undefined ? [] : [`${name}[${position}] belongs to ${missing}.`];
    });
  });
};

const sayShort = ({ keyword, clause }: Issue): string => {
  if (keyword === 'required') return 'is missing';
  if (keyword === 'additionalProperties') return 'is not a property of a record';
  return clause ? `${clause.title} (${clause.id})` : `is not valid (${keyword})`;
};
