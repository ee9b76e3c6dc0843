import type { Operation } from '../../openapi/list-operations.ts';
import type { KeyPlaces } from '../../openapi/rules.ts';
import type { NameMaker } from '../../words/name-maker.ts';
import type { Collections, OperationModel } from './contract-model.ts';
import type { Subject } from './subject.ts';

/** Which values of a request name records. */
export type Places = Pick<OperationModel, 'nameSubject' | 'containers' | 'records' | 'within'>;

/**
 * Which values of a request are the new name, which say where it lies, and which name other records:
 * a value that is the key of a collection without a parent says where, unless the operation is about
 * that collection itself.
 */
export const placeSubjects = (operation: Operation, subjects: readonly Subject[], collections: Collections): Places => {
  const { uniqueKey, requires, effect } = operation;
  const own = effect && collections.get(effect.collection);
  const nameRef = Object.values(uniqueKey?.key ?? {}).at(-1);
  const containers = new Set<Subject>();
  const records = new Set<Subject>();
  for (const rule of [...(uniqueKey ? [uniqueKey] : []), ...requires, ...(effect ? [effect] : [])])
    for (const [index, ref] of Object.values(rule.key).entries()) {
      const subject = subjects.find((each) => each.ref === ref);
      if (!subject || ref === nameRef) continue;
      const isRoot = index === 0 && own?.parent !== undefined;
      // Where no collection lies in another, whatever stands beside the name says where it lies.
      if (isRoot || (rule === uniqueKey && own?.parent === undefined)) containers.add(subject);
      else if (!containers.has(subject)) records.add(subject);
    }
  const looked = effect?.kind === 'list' ? lookedFor(own?.key ?? [], own?.parent !== undefined, subjects) : undefined;
  return {
    nameSubject: subjects.find(({ ref }) => ref === nameRef) ?? looked,
    containers: [...containers],
    records: [...records],
    within: requires.at(-1)?.key ?? pathPlaces(own?.key ?? [], subjects),
  };
};

/** Where the path has the first properties of a key. */
const pathPlaces = (key: readonly string[], subjects: readonly Subject[]): KeyPlaces => {
  const own = key.map((property) => subjects.find(({ place, record }) => place === 'path' && record === property));
  const end = own.includes(undefined) ? own.indexOf(undefined) : own.length;
  return Object.fromEntries(own.slice(0, end).map((subject, index) => [key[index] ?? '', subject?.ref ?? '']));
};

/** The value of a filter by which one record is found: that of the last property of the key that it knows. */
const lookedFor = (key: readonly string[], hasParent: boolean, subjects: readonly Subject[]): Subject | undefined =>
  key
    .slice(hasParent ? 1 : 0)
    .toReversed()
    .flatMap((property) => subjects.filter(({ pairs, record }) => pairs !== undefined && record === property))
    .at(0);

/**
 * Where a value names a record, its names are made as where the record is created: what one operation
 * creates, another must be able to say.
 */
export const shareMakers = (models: readonly OperationModel[], collections: Collections): OperationModel[] => {
  const own = new Map<string, NameMaker | undefined>();
  for (const { operation, subjects } of models)
    for (const [property, ref] of Object.entries(operation.uniqueKey?.key ?? {}))
      own.set(`${operation.uniqueKey?.collection} ${property}`, subjects.find((subject) => subject.ref === ref)?.maker);
  // "namespace" of a repository is "name" of a namespace.
  for (const [collection, { key, parent }] of collections)
    for (const [index, property] of key.slice(0, -1).entries()) {
      const above = parent === undefined ? undefined : collections.get(parent)?.key[index];
      const maker = above === undefined ? undefined : own.get(`${parent} ${above}`);
      if (maker) own.set(`${collection} ${property}`, maker);
    }
  return models.map((model) => {
    const { uniqueKey, requires, effect } = model.operation;
    const named = new Map<string, string>();
    for (const rule of [...requires, ...(uniqueKey ? [uniqueKey] : []), ...(effect ? [effect] : [])])
      for (const [property, ref] of Object.entries(rule.key)) named.set(ref, `${rule.collection} ${property}`);
    const share = (subject: Subject): Subject => {
      const filtered = subject.pairs !== undefined ? `${effect?.collection} ${subject.record}` : '';
      return { ...subject, maker: own.get(named.get(subject.ref) ?? filtered) ?? subject.maker };
    };
    const subjects = model.subjects.map(share);
    const shared = ({ ref }: Subject): Subject[] => subjects.filter((each) => each.ref === ref);
    return {
      ...model,
      subjects,
      nameSubject: model.nameSubject && shared(model.nameSubject)[0],
      containers: model.containers.flatMap(shared),
      records: model.records.flatMap(shared),
    };
  });
};
