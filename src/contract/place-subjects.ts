import type { Clause } from '../openapi/clause.ts';
import type { Issue } from '../openapi/issue.ts';
import type { Operation, RequestMediaType } from '../openapi/list-operations.ts';
import type { OperationModel } from './model.ts';
import type { Subject } from './subject.ts';

/** The collections of a document: what makes a record unique, and in what it lies. */
export type Collections = ReadonlyMap<string, { readonly key: readonly string[]; readonly parent: string | undefined }>;

/**
 * Which values of a request are the new name, which say where it lies, and which name other records:
 * a value that is the key of a collection without a parent says where, unless the operation is about
 * that collection itself.
 */
export const placeSubjects = (
  operation: Operation,
  subjects: readonly Subject[],
  collections: Collections,
): Pick<OperationModel, 'nameSubject' | 'containers' | 'records'> => {
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
  };
};

/** The value of a filter by which one record is found: that of the last property of the key that it knows. */
const lookedFor = (key: readonly string[], hasParent: boolean, subjects: readonly Subject[]): Subject | undefined =>
  key
    .slice(hasParent ? 1 : 0)
    .toReversed()
    .flatMap((property) => subjects.filter(({ pairs, record }) => pairs !== undefined && record === property))
    .at(0);

/** The first optional value that makes an otherwise empty body valid, and the clause that wants one. */
export const findAtLeastOne = (
  media: RequestMediaType | undefined,
  subjects: readonly Subject[],
): { readonly subject: Subject; readonly clause: Clause | undefined } | undefined => {
  const own = subjects.filter(({ place }) => place === 'body');
  const [first] = own;
  if (!media || !first || own.some(({ required }) => required)) return undefined;
  const issues: Issue[] = [];
  media.validate({}, '', { location: 'body', issues });
  const [issue] = issues;
  return (
    issue && {
      subject: own.find(({ type, values }) => type === 'string' && values.length === 0) ?? first,
      clause: issue.clause,
    }
  );
};
