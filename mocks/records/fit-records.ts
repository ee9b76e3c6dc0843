import { compileSchema, issuesOf, isValid } from '../../src/openapi/compile-schema.ts';
import { childNode, type Document, isNode, type Node } from '../../src/openapi/document/document.ts';
import { NO_CLAUSE } from '../../src/openapi/operations/clause.ts';
import { type Definition, listCollections } from '../../src/store/list-collections.ts';
import type { Snapshot } from '../../src/store/store-change.ts';
import type { StoredRecord } from '../../src/store/unique-key.ts';
import { createNameMaker } from '../../src/values/name-maker.ts';
import { listedValues, plainValue, propertiesOf } from '../../src/values/plain-value.ts';
import { type Atom, argumentsOf, listAtoms, readRule } from '../../src/values/read-rule.ts';
import { SnapshotError } from './snapshot-error.ts';

/**
 * Made-up records as the document in force has them: what keeps its rules stays, and what does not gets a value
 * that does, the same one wherever a record is named. What a record must have beside gets a plain value, what it may
 * not have goes.
 *
 * @param document with its references resolved.
 * @throws SnapshotError that names the rule where no value keeps it.
 */
export const fitRecords = ({ collections }: Snapshot, document: Document): Snapshot => {
  const definitions = listCollections(document);
  const known = Object.keys(collections).filter((name) => definitions.has(name));
  if (known.length === 0) throw refusal(`the document keeps none of ${Object.keys(collections).join(', ')}`);
  const fits = new Map<string, FitValue>();
  const fitted: Record<string, readonly StoredRecord[]> = {};
  const placed = [...definitions.values()].filter(({ name }) => known.includes(name));
  // What holds others comes first: they take over its names.
  for (const definition of placed.toSorted((one, other) => one.key.length - other.key.length))
    fitted[definition.name] = fitCollection(
      definition,
      definitions,
      document,
      collections[definition.name] ?? [],
      fits,
    );
  return { collections: fitted };
};

/** The value that stands for a made-up one. */
type FitValue = (value: unknown) => unknown;

const fitCollection = (
  definition: Definition,
  definitions: ReadonlyMap<string, Definition>,
  document: Document,
  records: readonly StoredRecord[],
  fits: Map<string, FitValue>,
): readonly StoredRecord[] => {
  const { name, key, parent, validate } = definition;
  const collections = childNode(childNode(document as unknown as Node, 'components'), 'x-collections');
  const schema = childNode(childNode(collections, name), 'schema');
  const atoms = listAtoms(schema, NO_CLAUSE);
  const properties = propertiesOf(atoms);
  const isClosed = argumentsOf(atoms, 'additionalProperties').includes(false);
  const above = definitions.get(parent ?? '')?.key ?? [];
  const fitOf = (property: string): FitValue => {
    const place = `${name}.${property}`;
    const index = key.indexOf(property);
    const fit =
      fits.get(place) ??
      (index >= 0 && index < above.length ? fits.get(`${parent}.${above[index]}`) : undefined) ??
      createFit(place, properties[property] ?? true, index >= 0);
    fits.set(place, fit);
    return fit;
  };
  const missing = argumentsOf(atoms, 'required').flat().map(String);
  return records.map((record) => {
    const kept = Object.entries(record).filter(([property]) => !isClosed || Object.hasOwn(properties, property));
    const own = Object.fromEntries(kept.map(([property, value]) => [property, fitOf(property)(value)]));
    const more = missing.filter((property) => !Object.hasOwn(own, property));
    const whole = { ...own, ...Object.fromEntries(more.map((property) => [property, fitOf(property)(undefined)])) };
    const [issue] = issuesOf(validate, whole);
    if (issue) throw refusal(`nothing keeps the rules of ${name}: ${issue.name} breaks ${issue.keyword}`);
    return whole;
  });
};

/** @param isKey whether no two values may become one. */
const createFit = (place: string, schema: unknown, isKey: boolean): FitValue => {
  const validate = compileSchema(schema);
  const made = new Map<unknown, unknown>();
  const taken = new Set<unknown>();
  const candidates = createCandidates(schema);
  return (value) => {
    if (made.has(value)) return made.get(value);
    const isFree = (each: unknown): boolean => isValid(validate, each) && !(isKey && taken.has(each));
    const tried = candidates(value, made.size).filter((each) => each !== undefined);
    const fitting = tried.find(isFree);
    if (fitting === undefined) {
      const issues = tried.flatMap((each) => issuesOf(validate, each));
      const rules = issues.map(({ clause, keyword }) => (clause ? `${clause.title} (${clause.id})` : keyword));
      const why = rules.length === 0 ? 'there are too few' : [...new Set(rules)].join(', ');
      throw refusal(`no more value is known that keeps the rules of ${place}: ${why}`);
    }
    made.set(value, fitting);
    taken.add(fitting);
    return fitting;
  };
};

/** What may stand for a value, the most like it first. */
const createCandidates = (schema: unknown): ((value: unknown, serial: number) => unknown[]) => {
  const atoms: readonly Atom[] = listAtoms(schema, NO_CLAUSE);
  const listed = listedValues(atoms);
  const { automaton, hasPatterns, least, most } = readRule(atoms, undefined);
  const maker = hasPatterns && !automaton ? undefined : createNameMaker(automaton, least, most);
  const plain = isNode(schema) ? plainValue(schema) : undefined;
  return (value, serial) => [
    value,
    ...(typeof value === 'string' && most < value.length ? [value.slice(0, most)] : []),
    ...listed.map((_, index) => listed[(serial + index) % listed.length]),
    ...(listed.length === 0 && typeof (value ?? '') === 'string' && maker ? [maker.make(serial, 0)] : []),
    plain,
  ];
};

const refusal = (why: string): SnapshotError =>
  new SnapshotError(`Failed to make up records: ${why}. Start without them, or give records of your own.`);
