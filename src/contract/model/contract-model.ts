import type { Clause, PlacedClause } from '../../openapi/operations/clause.ts';
import type { Operation, RequestMediaType } from '../../openapi/operations/list-operations.ts';
import type { KeyPlaces } from '../../openapi/operations/rules.ts';
import type { FindPoint } from '../../openapi/overlays/find-point.ts';
import type { Text } from '../../text/bilingual.ts';
import type { AnswerShape } from './read-answer.ts';
import type { Subject } from './subject.ts';

/** An operation as the cases need it. */
export interface OperationModel {
  /** `updateRepository`, `updateRepository json`: an operation that takes several media types has several models. */
  readonly key: string;
  readonly operation: Operation;
  readonly subjects: readonly Subject[];
  /** Whether it is the first model of its operation. */
  readonly isMain: boolean;
  /** The value that makes a request new: the last of the unique key; in a filter, the one that looks for it. */
  readonly nameSubject: Subject | undefined;
  /** The values that say in what the record lies, which others share. */
  readonly containers: readonly Subject[];
  /** The values that say what else must exist, or which record it is. */
  readonly records: readonly Subject[];
  /** Of those the one that is a number, which only the server gives. */
  readonly numbered: Subject | undefined;
  /** Where it says in what the records that it lists or numbers lie, by property of their key. */
  readonly within: KeyPlaces;
  /** The property of its success that says the number of what it made, where the server names it by that. */
  readonly gives: string | undefined;
  /** The values of the plainest valid request, by subject. */
  readonly plain: Readonly<Record<string, string>>;
  /** The body, where it is no object. */
  readonly plainBody: unknown;
  /** Why no valid request can be made, where that is so. */
  readonly unmakeable: Text | undefined;
  /** Optional values that can't be made. */
  readonly leftOut: readonly Text[];
  /** The clause that wants at least one of the optional values. */
  readonly needsOne: Clause | undefined;
  readonly success: readonly string[];
  readonly refusal: string;
  readonly conflict: string;
  /** That, and where the page puts it under another one. */
  readonly conflicts: readonly string[];
  readonly clauseOf: Readonly<Record<'success' | 'refusal' | 'conflict' | 'internal', string | undefined>>;
  /** The clause that states a status. */
  readonly clauseAt: (status: string) => string | undefined;
  /** Statuses whose body must say something, and those whose body may. */
  readonly informative: readonly string[];
  readonly described: readonly string[];
  /** What of an error's body is of another shape than the reading taken, by status; and the point that leaves it open. */
  readonly errorMisfits: (status: string, body: unknown) => readonly string[];
  readonly errorShapePoint: string | undefined;
  /** Statuses of success for which no body is described. */
  readonly bodyless: readonly string[];
  /** Ids of register entries by the kind of failure. */
  readonly failureClause: (kind: string) => string | undefined;
  /** The register entry whose readings change something at this place. */
  readonly ambiguityAt: FindPoint;
  /** The status of an error code. */
  readonly statusOf: (code: string) => string;
  /** Whether an id is a point on which the source is silent. */
  readonly isOpen: (id: string) => boolean;
  /** What its success says of records. */
  readonly answer: AnswerShape;
  /** The first example of the body. */
  readonly example: { readonly clause: string | undefined; readonly value: unknown } | undefined;
  /** The body's schema and media type. */
  readonly media: RequestMediaType | undefined;
  readonly isJson: boolean;
  /** Whether the body is a list: its values are those of the one item that is sent. */
  readonly isList: boolean;
}

/** What the document keeps of one kind. */
export interface Collection {
  /** The properties that make a record unique. */
  readonly key: readonly string[];
  /** The collection whose records hold these. */
  readonly parent: string | undefined;
  /** The property that numbers the records: no number is given twice. */
  readonly sequence: string | undefined;
}

/** The collections of a document, by name. */
export type Collections = ReadonlyMap<string, Collection>;

/** A collection, and the operations on it. */
export interface Resource extends Collection {
  readonly collection: string;
  readonly operations: readonly OperationModel[];
}

/** The document as the cases need it. */
export interface ContractModel {
  /** Models by their keys. */
  readonly byKey: ReadonlyMap<string, OperationModel>;
  readonly clauses: readonly PlacedClause[];
  /** Ids of points on which the source is silent. */
  readonly open: ReadonlySet<string>;
  /** Those points, as rows beside the clauses. */
  readonly register: readonly Pick<PlacedClause, 'id' | 'title' | 'zh' | 'place'>[];
  readonly operations: readonly OperationModel[];
  readonly resources: readonly Resource[];
  /** Error codes that say that an account may have no more of something (`x-quota`, of any reading). */
  readonly quotaCodes: readonly string[];
}

/** The operation that creates records of a collection. */
export const creatorOf = (
  { resources }: Pick<ContractModel, 'resources'>,
  collection: string,
): OperationModel | undefined =>
  resources
    .find((resource) => resource.collection === collection)
    ?.operations.find(({ operation, isMain }) => isMain && operation.effect?.kind === 'create');

/** The operation that creates what holds everything else. */
export const rootCreator = ({ resources }: ContractModel): OperationModel | undefined => {
  const root = resources.find(
    ({ collection, parent }) => parent === undefined && resources.some((each) => each.parent === collection),
  );
  return root && creatorOf({ resources }, root.collection);
};

/** A contract of other operations. */
export const withOperations = (
  contract: Omit<ContractModel, 'byKey'>,
  operations: readonly OperationModel[],
): ContractModel => ({
  ...contract,
  operations,
  byKey: new Map(operations.map((model) => [model.key, model])),
  resources: contract.resources.map((resource) => ({
    ...resource,
    operations: operations.filter(({ operation }) => operation.effect?.collection === resource.collection),
  })),
});

/** The model with other plain values: what a server took where it refused the plainest request. */
export const withPlain = (
  contract: ContractModel,
  key: string,
  change: (model: OperationModel) => OperationModel,
): ContractModel =>
  withOperations(
    contract,
    contract.operations.map((model) => (model.key === key ? change(model) : model)),
  );
