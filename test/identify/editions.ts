import { createBackend } from '../../mocks/create-backend.ts';
import { loadEditions } from '../../src/cli/document/choose-document.ts';
import { prepareEditions } from '../../src/cli/identify/prepare-editions.ts';
import type { WireRequest } from '../../src/contract/run/encode-request.ts';
import type { Send } from '../../src/contract/run/transport.ts';
import { type Identification, identifyTarget } from '../../src/identify/identify-target.ts';
import type { IdentifyOptions } from '../../src/identify/probes/probe-run.ts';
import type { Document } from '../../src/openapi/document/document.ts';

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
  const backend = createBackend({ document });
  const requests: WireRequest[] = [];
  const send: Send = async (request) => {
    requests.push(request);
    const { method, path, headers, body, credentials } = request;
    const own = credentials ? { authorization: 'Bearer test', ...headers } : headers;
    const { answer } = await backend.engine().handle({ method, target: path, headers: own, body });
    return { status: answer.status, headers: answer.headers, body: answer.body, duration: 0 };
  };
  return { backend, send, requests, held: () => Object.values(backend.store.snapshot().collections).flat() };
};

/** Asks a target, without waiting and under the same names each time. */
export const identify = async (send: Send, options: Partial<IdentifyOptions> = {}): Promise<Identification> =>
  identifyTarget({
    prepared: await prepareEditions(),
    send,
    credentials: { authorization: 'Bearer test' },
    random: () => 0.3,
    sleep: () => Promise.resolve(),
    ...options,
  });
