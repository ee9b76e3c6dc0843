import { type Backend, type BackendOptions, createBackend } from '../../mocks/create-backend.ts';
import type { Report } from '../../src/contract/report/report.ts';
import type { WireRequest } from '../../src/contract/run/encode-request.ts';
import type { Send } from '../../src/contract/run/transport.ts';
import type { VerifyOptions } from '../../src/contract/verify-target.ts';
import type { ReceivedResponse } from '../../src/http/received-response.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { type Hooks, serve } from '../faults/serve.ts';
import { sendTo, verify } from './send-to-fake.ts';

/** What a planted fault makes of an answer; undefined leaves it as it is. */
export type Tamper = (
  request: WireRequest,
  response: ReceivedResponse,
) => Partial<ReceivedResponse> | undefined | Promise<Partial<ReceivedResponse> | undefined>;

/** Sends to a fake of its own in this process, its answers changed by a fault. */
export const sendToBackend = (tamper: Tamper = () => undefined, backend: Backend = createBackend()): Send => {
  const send = sendTo(backend);
  return async (request) => {
    const response = await send(request);
    return { ...response, ...(await tamper(request, response)) };
  };
};

/** Runs the suite on a sender; at the smallest depth unless told otherwise. */
export const verifySend = verify;

/** Runs the suite on the fake with a fault. */
export const verifyFake = (
  tamper?: Tamper,
  options: Partial<VerifyOptions> = {},
  backend?: BackendOptions,
): Promise<Report> => verify(sendToBackend(tamper, createBackend(backend)), options);

/** Runs the suite by a document on a fake of which parts are replaced. */
export const verifyServed = (
  document: Document,
  hooks: readonly Hooks[],
  options: Partial<VerifyOptions> = {},
): Promise<Report> => verify(serve(document, hooks), { document, depth: 'standard', ...options });

/** The titles of all findings. */
export const titlesOf = ({ findings }: Report): string[] => findings.map(({ title }) => title);

/** `operation clause` of each *must* finding. */
export const named = ({ findings }: Report): string[] =>
  findings.filter(({ level }) => level === 'must').map(({ operation, clause }) => `${operation} ${clause}`);
