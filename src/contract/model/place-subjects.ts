import type { Operation } from '../../openapi/operations/list-operations.ts';
import type { KeyPlaces } from '../../openapi/operations/rules.ts';
import type { NameMaker } from '../../values/name-maker.ts';
import type { Collections, OperationModel } from './contract-model.ts';
import type { Subject } from './subject.ts';

/** Which values of a request name records. */
export type Places = Pick<OperationModel, 'nameSubject' | 'containers' | 'records' | 'numbered' | 'within'>;

/**
 * Which values of a request are the new name, which say where it lies, and which name other records:
 * a value that is the key of a collection without a parent says where, unless the operation is about
 * that collection itself.
 */
export const placeSubjects = (operation: Operation, subjects: readonly Subject[], collections: Collections): Places => {
  const { uniqueKey, requires, effect } = operation;
  const own = effect && collections.get(effect.collection);
  const hasParent = own?.parent !== undefined;
  const nameRef = Object.values(uniqueKey?.key ?? {}).at(-1);
  const containers = new Set<Subject>();
  const records = new Set<Subject>();
  let numbered: Subject | undefined;
  for (const rule of [uniqueKey, ...requires, effect]) {
    // An operation may be about nothing that is kept, and look into what lies in something all the same.
    const isWithin = hasParent || collections.get(rule?.collection ?? '')?.parent !== undefined;
    for (const [index, [property, ref]] of Object.entries(rule?.key ?? {}).entries()) {
      const subject = subjects.find((each) => each.ref === ref);
      if (!subject || ref === nameRef) continue;
      // Where no collection lies in another, whatever stands beside the name says where it lies.
      if (isWithin ? index === 0 : rule === uniqueKey) containers.add(subject);
      else if (!containers.has(subject)) records.add(subject);
      if (property === collections.get(rule?.collection ?? '')?.sequence) numbered = subject;
    }
  }
  const key = own?.key ?? [];
  const looked = effect?.kind === 'list' ? lookedFor(hasParent ? key.slice(1) : key, subjects) : undefined;
  return {
    nameSubject: subjects.find(({ ref }) => ref === nameRef) ?? looked,
    containers: [...containers],
    records: [...records],
    numbered,
    within: requires.at(-1)?.key ?? pathPlaces(key, subjects),
  };
};

/** Where the path has the first properties of a key. */
const pathPlaces = (key: readonly string[], subjects: readonly Subject[]): KeyPlaces => {
  const places: Record<string, string> = {};
  for (const property of key) {
    const subject = subjects.find(({ place, record }) => place === 'path' && record === property);
    if (!subject) break;
    places[property] = subject.ref;
  }
  return places;
};

/** The value of a filter by which one record is found: that of the last property of the key that it knows. */
const lookedFor = (key: readonly string[], subjects: readonly Subject[]): Subject | undefined => {
  const filters = subjects.filter(({ isFilter }) => isFilter);
  const property = key.findLast((each) => filters.some(({ record }) => record === each));
  return filters.find(({ record }) => record === property);
};

/**
 * Where a value names a record, its names are made as where the record is created: what one operation
 * creates, another must be able to say. A filter is told whether records are created with what it chooses by.
 */
export const shareMakers = <Request extends Pick<OperationModel, 'operation' | 'subjects'>>(
  requests: readonly Request[],
  collections: Collections,
): Request[] => {
  const makers = new Map<string, NameMaker | undefined>();
  /** What records are created with, as `collection property`. */
  const sent = new Set<string>();
  for (const { operation, subjects } of requests) {
    if (operation.effect?.kind === 'create')
      for (const { place, record } of subjects)
        if (place === 'body') sent.add(`${operation.effect.collection} ${record}`);
    for (const [property, ref] of Object.entries(operation.uniqueKey?.key ?? {}))
      makers.set(`${operation.uniqueKey?.collection} ${property}`, subjects.find((each) => each.ref === ref)?.maker);
  }
  // "namespace" of a repository is "name" of a namespace.
  for (const [collection, { key, parent }] of collections)
    for (const [index, property] of key.slice(0, -1).entries()) {
      const above = makers.get(`${parent} ${collections.get(parent ?? '')?.key[index]}`);
      if (above) makers.set(`${collection} ${property}`, above);
    }
  return requests.map((request) => {
    const { uniqueKey, requires, effect } = request.operation;
    const named = new Map<string, string>();
    for (const rule of [...requires, uniqueKey, effect])
      for (const [property, ref] of Object.entries(rule?.key ?? {})) named.set(ref, `${rule?.collection} ${property}`);
    const subjects = request.subjects.map((subject) => {
      const filtered = subject.isFilter ? `${effect?.collection} ${subject.record}` : '';
      const maker = makers.get(named.get(subject.ref) ?? filtered) ?? subject.maker;
      return { ...subject, maker, isOfRecord: sent.has(filtered) };
    });
    return { ...request, subjects };
  });
};
