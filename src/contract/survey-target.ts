import { TOKEN } from './case.ts';
import type { Namer } from './create-namer.ts';
import { encodeRequest, type Naming, type WireRequest } from './encode-request.ts';
import type { ContractModel, OperationModel } from './model.ts';
import { planRequest } from './plan-request.ts';
import { prepare } from './prepare.ts';
import type { ReceivedResponse } from './report.ts';
import { sendSteps } from './run-cases.ts';
import type { Transport } from './transport.ts';

/** Why operations are left out, by id. */
export type Absences = ReadonlyMap<string, string>;

export interface SurveyOptions {
  readonly transport: Transport;
  readonly namer: Namer;
  /** Operations that must be offered: what they lack is a deviation. */
  readonly wanted: readonly string[];
}

/**
 * Finds out which operations a target offers, by a plain valid request to each: one that is answered
 * like a path that is none is not there. Where a kind of record can be created and deleted but not
 * looked at, the rest of its operations can't be judged.
 *
 * @param primary the operation that the probe has tried already.
 */
export const surveyTarget = async (
  contract: ContractModel,
  primary: OperationModel,
  { transport, namer, wanted }: SurveyOptions,
): Promise<Absences> => {
  const absent = new Map<string, string>();
  const unknown = new Map<string, ReceivedResponse | undefined>();
  for (const model of contract.operations) {
    const { id, method } = model.operation;
    if (model === primary || model.variant.length > 0 || wanted.includes(id)) continue;
    const naming = namer.next();
    const steps = [...prepare(contract, model).steps, { requests: [planRequest(model)], expect: ANY }];
    const answers = await sendSteps(steps, naming, transport);
    const exchange = answers.at(-1)?.[0];
    if (!unknown.has(method)) unknown.set(method, await askUnknown(method, model, naming, transport));
    if (!exchange?.response || !isUnknown(exchange.request, exchange.response, unknown.get(method))) continue;
    if (!(await knowsBadNames(model, naming, transport, unknown.get(method))))
      absent.set(id, `the server does not offer ${id} (${exchange.response.status})`);
  }
  for (const { operations } of contract.resources) {
    const observers = operations.filter(({ operation }) => OBSERVES.has(operation.effect?.kind ?? ''));
    if (observers.length === 0 || observers.some(({ operation }) => !absent.has(operation.id))) continue;
    for (const { operation } of operations)
      if (operation.id !== primary.operation.id && !absent.has(operation.id) && !wanted.includes(operation.id))
        absent.set(operation.id, `the server offers no operation that shows what ${operation.id} does`);
  }
  return absent;
};

const ANY = { outcome: 'open', statuses: ['2xx', '3xx', '4xx', '5xx'] } as const;
const OBSERVES: ReadonlySet<string> = new Set(['read', 'list', 'exists']);

/** Whether a name that breaks its rules is told from a path that is none: then only the record is not there. */
const knowsBadNames = async (
  model: OperationModel,
  naming: Naming,
  transport: Transport,
  unknown: ReceivedResponse | undefined,
): Promise<boolean> => {
  const subject = model.subjects.findLast(({ place, rule }) => place === 'path' && rule.hasPatterns);
  if (!subject) return false;
  const plan = planRequest(model, { set: { [subject.ref]: `!${TOKEN}` } });
  const { request, response } = await transport.exchange(encodeRequest(plan, naming));
  return response !== undefined && !isUnknown(request, response, unknown);
};

/** Asks for a path that no document has, below the one of an operation. */
const askUnknown = async (
  method: string,
  model: OperationModel,
  naming: Naming,
  transport: Transport,
): Promise<ReceivedResponse | undefined> => {
  const { path } = encodeRequest(planRequest(model), naming);
  const [first = ''] = path.split('/').filter((segment) => segment !== '');
  const request: WireRequest = {
    method,
    path: `/${first}/${naming.token}/${naming.token}`,
    headers: {},
    body: new Uint8Array(),
    credentials: true,
  };
  return (await transport.exchange(request)).response;
};

const isUnknown = (
  request: WireRequest,
  response: ReceivedResponse,
  unknown: ReceivedResponse | undefined,
): boolean => {
  if (response.status === 405 || response.status === 501) return true;
  return response.status === 404 && unknown?.status === 404 && gist(response, request.path) === gist(unknown, '');
};

/** What a refusal says, whatever the path and the names in it: its code, or its text without them. */
const gist = ({ body }: ReceivedResponse, path: string): string => {
  const [, code] = /"(?:error_?)?code"\s*:\s*"([^"]+)"/i.exec(body) ?? [];
  if (code !== undefined) return code;
  const segments = path.split(/[/?]/).filter((segment) => segment.length > 2);
  return segments
    .reduce((text, segment) => text.replaceAll(segment, ''), body)
    .replace(/[0-9a-f-]{8,}|[a-z]{11,}|[/\d\s]/g, '');
};
