import { clauseAtEnd } from '../../../src/ui/clause-mark.ts';
import { titleOf } from '../../../src/ui/settings.ts';
import { type Clause, clauses, errorCodes, fieldsOf } from './contract.ts';

/** One rule that the server says was broken. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly clause: Clause | undefined;
}

/** Why a request failed. */
export interface Failure {
  /** 0 where no answer came. */
  readonly status: number;
  readonly problems: readonly Problem[];
}

/**
 * Reads the body of an error: a list, a flat pair, or both (A3 of the contract), since deployments differ.
 * A message of the fake ends with the id of the clause.
 */
export const readFailure = (status: number, body: unknown): Failure => {
  const items = Array.isArray(body) ? body : isRecord(body) && Array.isArray(body['errors']) ? body['errors'] : [body];
  const problems = items.filter(isRecord).map((item): Problem => {
    const message = textOf(item['errorMessage'] ?? item['error_msg']);
    const clause = clauses.get(clauseAtEnd(message) ?? '');
    return { code: textOf(item['errorCode'] ?? item['error_code']), message, clause };
  });
  return { status, problems: problems.filter(({ code, message }) => code !== '' || message !== '') };
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A problem in the page's language: the clause where it is known, else what the server wrote. */
export const sayProblem = ({ clause, code, message }: Problem): string => {
  if (clause && !/^A\d/.test(clause.id)) return titleOf(clause);
  const row = errorCodes.get(code);
  return message || (row ? titleOf(row) : code);
};

/** Problems at their fields, and those that are about none of them. */
export interface SpreadProblems<Field extends string> {
  readonly at: Readonly<Partial<Record<Field, readonly Problem[]>>>;
  readonly rest: readonly Problem[];
}

/**
 * Puts each problem beside the field it is about, as the document has it.
 *
 * @param fields those the form shows.
 */
export const spreadProblems = <Field extends string>(
  operationId: string,
  failure: Failure | undefined,
  fields: readonly Field[],
): SpreadProblems<Field> => {
  const { byClause, byCode } = fieldsOf(operationId);
  const fieldOf = ({ clause, code }: Problem): Field | undefined => {
    const name = byClause.get(clause?.id ?? '') ?? byCode.get(code);
    return fields.find((field) => field === name);
  };
  const problems = failure?.problems ?? [];
  const at: Partial<Record<Field, readonly Problem[]>> = {};
  for (const field of fields) {
    const own = problems.filter((problem) => fieldOf(problem) === field);
    if (own.length > 0) at[field] = own;
  }
  return { at, rest: problems.filter((problem) => fieldOf(problem) === undefined) };
};
