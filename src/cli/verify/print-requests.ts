import type { Case, Step } from '../../contract/cases/case.ts';
import type { ContractModel } from '../../contract/model/contract-model.ts';
import { brokenBy } from '../../contract/model/request.ts';
import { createNamer } from '../../contract/run/create-namer.ts';
import { encodeRequest, type WireRequest } from '../../contract/run/encode-request.ts';
import { createLedger } from '../../contract/run/ledger.ts';
import { primaryOf } from '../../contract/survey/survey.ts';
import { unknownRequest } from '../../contract/survey/unknown-path.ts';
import { curlLine } from '../../http/curl-line.ts';
import { redactHeaders } from '../../http/secrets/redact.ts';
import { UserError } from '../fail.ts';
import type { Credentials } from './verify-credentials.ts';

/**
 * Prints the ids of the cases, and what else a run sends.
 *
 * @throws UserError where there is none.
 */
export const printCases = (cases: readonly Case[]): number => {
  if (cases.length === 0) throw new UserError('Failed to list the cases: no case is left. Check --only and --skip.');
  const sorted = cases.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  for (const { id, clauses, level, title } of sorted) console.log(`${id}  [${clauses.join(' ')}] ${level}: ${title}`);
  console.error(`${cases.length} cases. Before them the run asks each operation once, and one path that is none; behind
them it asks again about what deviates (at most 60 requests each) and deletes what it made.`);
  return 0;
};

/**
 * Prints every request of the cases as a curl line, and those before and behind them.
 *
 * @param origin of the target, without a slash at its end.
 * @param container the one that the user named.
 * @throws UserError where there is no case.
 */
export const printRequests = (
  contract: ContractModel,
  cases: readonly Case[],
  credentials: Credentials,
  origin: string,
  container: string | undefined,
): number => {
  if (cases.length === 0) throw new UserError('Failed to list the requests: no case is left. Check --only and --skip.');
  const [own] = contract.operations.flatMap(({ containers }) => containers);
  const namer = createNamer(() => 0.5, container, own?.maker);
  const print = ({ method, path, headers, body, exact, credentials: sent }: WireRequest): void => {
    const all = redactHeaders({ ...credentials.plain, ...(sent ? credentials.headers() : {}), ...headers });
    console.log(curlLine({ method, url: origin + path, headers: all, body, exact }));
  };
  const ledger = createLedger(container);
  const printSteps = (steps: readonly Step[]): void => {
    const fill = namer.fill(namer.next(steps));
    for (const plan of steps.flatMap(({ requests }) => requests)) {
      const model = contract.byKey.get(plan.model);
      if (!model) continue;
      const request = encodeRequest(model, plan, fill);
      print(request);
      const isMade = plan.given ? plan.given.outcome === 'success' : brokenBy(model, plan.changes).length === 0;
      const response = { status: isMade ? 201 : 400, headers: {}, body: '', duration: 0 };
      ledger.read(contract, plan, fill).note({ request, response, problem: undefined, isOurs: false, retried: false });
    }
  };
  console.log('# before the cases: a path that is none, and each operation once');
  const primary = primaryOf(contract);
  if (primary) print(unknownRequest(primary, namer));
  for (const { key, unmakeable } of contract.operations)
    if (unmakeable === undefined) printSteps([{ requests: [{ model: key, changes: {} }] }]);
  for (const { id, steps } of cases) {
    console.log(`# ${id}`);
    printSteps(steps);
  }
  console.log(
    '# behind the cases: what deviates is asked again, at most 60 requests each; and what was made is deleted',
  );
  for (const { made, removal } of ledger.entries()) if (made === 'yes' && removal) print(removal);
  return 0;
};
