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
  return problems.length > 0 ? problems : checkParents(collections, definitions, indexes);
};

/** What keeps a value from being a record of a collection, without a look at the others. */
export const checkRecord = (record: unknown, { validate }: Definition, name: string): string[] => {
  if (!isNode(record)) return [`${name} must be an object.`];
  const issues: Issue[] = [];
  validate(record, name, { location: 'body', issues });
  return issues.map((issue) => `${issue.name} ${sayShort(issue)}.`);
};

const checkRecords = (
  records: readonly unknown[],
  definition: Definition,
  indexes: Map<string, KeyIndex>,
): string[] => {
  const { name, key, sequence } = definition;
  const { index } = uniqueKey(key);
  indexes.set(name, index);
  const numbers = new Set<unknown>();
  return records.flatMap((record, position) => {
    const problems = checkRecord(record, definition, `${name}[${position}]`);
    if (problems.length > 0) return problems;
    const number = sequence === undefined ? undefined : (record as StoredRecord)[sequence];
    if (number !== undefined && numbers.has(number))
      return [`${name}[${position}] has the same ${sequence} as a record before it.`];
    numbers.add(number);
    if (index.reserve(record as StoredRecord)) return [];
    return [`${name}[${position}] has the same ${key.join(' and ')} as a record before it.`];
  });
};

/** A missing parent is made from its key, where that is all that its schema asks for. */
const checkParents = (
  collections: Readonly<Record<string, unknown>>,
  definitions: Definitions,
  indexes: ReadonlyMap<string, KeyIndex>,
): string[] =>
  Object.entries(collections).flatMap(([name, records]) => {
    const definition = definitions.get(name);
    if (definition?.parent === undefined) return [];
    return (records as StoredRecord[]).flatMap((record, position) => {
      const parent = parentOf(definition, definitions, record);
      if (!parent) return [];
      const key = parent.collection.key.map((property) => String(parent.record[property]));
      if (indexes.get(parent.collection.name)?.find(key)) return [];
      if (checkRecord(parent.record, parent.collection, '').length === 0) return [];
      return [`${name}[${position}] belongs to ${key.join('/')}, which is not among the ${parent.collection.name}.`];
    });
  });

const sayShort = ({ keyword, clause }: Issue): string => {
  if (keyword === 'required') return 'is missing';
  if (keyword === 'additionalProperties') return 'is not a property of a record';
  return clause ? `${clause.title} (${clause.id})` : `is not valid (${keyword})`;
};
