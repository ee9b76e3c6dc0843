// The package's main entry: the fake, and the parts it is made of.
export {
  type Accepted,
  type Authentication,
  authenticate,
  type CheckSignature,
  type Credential,
} from '../src/engine/authenticate.ts';
export { checkSignatures } from '../src/engine/check-signature.ts';
export {
  type Call,
  createEngine,
  type Engine,
  type EngineOptions,
  type Handled,
  type Lookup,
  type Outcome,
  type Resolver,
} from '../src/engine/create-engine.ts';
export type { FaultRule, Faults } from '../src/engine/create-faults.ts';
export { createFetch } from '../src/engine/create-fetch.ts';
export type { Signature } from '../src/engine/read-signature.ts';
export type { NeutralAnswer, NeutralRequest } from '../src/http/message.ts';
export {
  type Ambiguity,
  applyReadings,
  listAmbiguities,
  type Reading,
  ReadingError,
  type Readings,
} from '../src/openapi/apply-readings.ts';
export { type Checked, checkDocument } from '../src/openapi/check/check-document.ts';
export type { Problem } from '../src/openapi/check/problem.ts';
export { type Clause, listClauses, type PlacedClause } from '../src/openapi/clause.ts';
export { compileSchema, isValid, type Validate } from '../src/openapi/compile-schema.ts';
export { dereference } from '../src/openapi/dereference.ts';
export { type Document, DocumentError } from '../src/openapi/document.ts';
export type { Issue, Refusal } from '../src/openapi/issue.ts';
export { listOperations, type Operation } from '../src/openapi/list-operations.ts';
export { createStore, type Snapshot, type Store, type StoreChange } from '../src/store/create-store.ts';
export type { StoredRecord } from '../src/store/unique-key.ts';
export { type Backend, type BackendOptions, createBackend } from './create-backend.ts';
export { SnapshotError } from './snapshot-error.ts';
export { document } from './whole-document.ts';
