// The package's main entry: the fake, and the parts it is made of.
export {
  type Accepted,
  type Authentication,
  authenticate,
  type CheckSignature,
  type Credential,
} from '../src/engine/access/authenticate.ts';
export { checkSignatures } from '../src/engine/access/check-signature.ts';
export type { Signature } from '../src/engine/access/read-signature.ts';
export type { FaultRule, Faults } from '../src/engine/answers/create-faults.ts';
export type { Lookup } from '../src/engine/check-records.ts';
export { createEngine, type Engine, type EngineOptions, type Handled } from '../src/engine/create-engine.ts';
export { createFetch } from '../src/engine/create-fetch.ts';
export type { Call, Outcome, Resolver } from '../src/engine/resolver.ts';
export type { NeutralAnswer, NeutralRequest } from '../src/http/message.ts';
export { type Checked, checkDocument } from '../src/openapi/check/check-document.ts';
export type { Problem } from '../src/openapi/check/problem.ts';
export { compileSchema, isValid, type Validate } from '../src/openapi/compile-schema.ts';
export { dereference } from '../src/openapi/document/dereference.ts';
export { type Document, DocumentError } from '../src/openapi/document/document.ts';
export { type Clause, listClauses, type PlacedClause } from '../src/openapi/operations/clause.ts';
export type { Issue, Refusal } from '../src/openapi/operations/issue.ts';
export { listOperations, type Operation } from '../src/openapi/operations/list-operations.ts';
export {
  type Ambiguity,
  applyReadings,
  listAmbiguities,
  type Reading,
  ReadingError,
  type Readings,
} from '../src/openapi/overlays/apply-readings.ts';
export { createStore, type Snapshot, type Store, type StoreChange } from '../src/store/create-store.ts';
export type { StoredRecord } from '../src/store/unique-key.ts';
export { type Backend, type BackendOptions, createBackend } from './create-backend.ts';
export { SnapshotError } from './records/snapshot-error.ts';
export { document } from './whole-document.ts';
