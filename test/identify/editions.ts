import { loadEditions } from '../../src/cli/document/choose-document.ts';
import { prepareEditions } from '../../src/cli/identify/prepare-editions.ts';
import type { Send } from '../../src/contract/run/transport.ts';
import { exampleAnswer } from '../../src/engine/answers/example-answer.ts';
import { type Identification, identifyTarget } from '../../src/identify/identify-target.ts';
import type { IdentifyOptions } from '../../src/identify/probes/probe-run.ts';
import { dereference } from '../../src/openapi/document/dereference.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { listOperations } from '../../src/openapi/operations/list-operations.ts';
import { type Action, applyOverlay } from '../../src/openapi/overlays/apply-overlay.ts';
import { withoutReadings } from '../../src/openapi/overlays/apply-readings.ts';
import { closeReadings } from '../../src/openapi/overlays/close-readings.ts';
import { jsonPath } from '../../src/openapi/overlays/json-path.ts';
import { CREDENTIALS, openFake } from '../contract/send-to-fake.ts';
import { documentOf as planted } from '../faults/mutant.ts';
import { mutantsOf } from '../faults/operators.ts';
import { serve } from '../faults/serve.ts';

/** All editions of this project. */
export const editions = await loadEditions();

/** The document of an edition. */
export const documentOf = (name: string): Document => {
  const found = editions.find((edition) => edition.name === name);
  if (!found) throw new Error(`There is no edition ${name}.`);
  return found.document;
};

/** The fake over a document, with what was sent to it and what it holds. */
export const openFakeOf = (document: Document) => {
  const fake = openFake(undefined, { document });
  return { ...fake, held: () => Object.values(fake.backend.store.snapshot().collections).flat() };
};

/** An edition as somebody's deployment has it. */
export const changedBy = (edition: string, actions: readonly Action[]): Document =>
  closeReadings(applyOverlay(withoutReadings(documentOf(edition)), actions, { query: jsonPath }));

/** A server of the first edition that does not look at one rule of the names of repositories. */
export const serveLax = (): Send => {
  const document = documentOf('2018-12');
  const mutant = mutantsOf(document).find(({ id }) => id === 'clause-dropped/RepositoryName:R2');
  return serve(planted(document, mutant ? [mutant] : []));
};

/** What a stub generator makes of an edition, or of some of its operations: examples, whatever is sent. */
export const openStubOf = (document: Document, ids?: readonly string[]): Send => {
  const offered = listOperations(dereference(document))
    .filter(({ id }) => ids?.includes(id) ?? true)
    .map((operation) => ({ operation, path: new RegExp(`^${operation.template.replace(/\{[^}]+\}/g, '[^/]+')}$`) }));
  return async ({ method, path }) => {
    const found = offered.find((each) => each.operation.method === method && each.path.test(path.replace(/\?.*/, '')));
    if (!found) return { status: 404, headers: {}, body: '{"title":"Not Found"}', duration: 0 };
    const { operation } = found;
    const { status, body } = exampleAnswer(operation) ?? { status: operation.success, body: '' };
    return { status: Number(status), headers: {}, body, duration: 0 };
  };
};

/** Asks a target, without waiting and under the same names each time. */
export const identify = async (send: Send, options: Partial<IdentifyOptions> = {}): Promise<Identification> =>
  identifyTarget({
    prepared: await prepareEditions(),
    send,
    credentials: CREDENTIALS,
    random: () => 0.3,
    sleep: () => Promise.resolve(),
    ...options,
  });
