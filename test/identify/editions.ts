import { loadEditions } from '../../src/cli/document/choose-document.ts';
import { prepareEditions } from '../../src/cli/identify/prepare-editions.ts';
import type { Send } from '../../src/contract/run/transport.ts';
import { type Identification, identifyTarget } from '../../src/identify/identify-target.ts';
import type { IdentifyOptions } from '../../src/identify/probes/probe-run.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { openFake } from '../contract/send-to-fake.ts';

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
