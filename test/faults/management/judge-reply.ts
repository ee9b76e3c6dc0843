import { compileSchema, type Validate } from '../../../src/openapi/compile-schema.ts';
import type { Issue } from '../../../src/openapi/issue.ts';
import { listOperations } from '../../../src/openapi/list-operations.ts';
import { resolved } from '../../openapi/shipped.ts';
import type { ClientOptions } from './client.ts';

type Responses = Readonly<Record<string, { content?: Record<string, { schema?: unknown }> } | undefined>>;

const schemas = new Map<string, Validate>();
const documented = new Set<string>();
for (const [path, methods] of Object.entries(resolved['paths'] as Record<string, Record<string, unknown>>))
  for (const [method, each] of Object.entries(methods)) {
    const operation = each as { operationId?: string; responses?: Responses };
    if (operation.operationId === undefined) continue;
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      const key = `${operation.operationId} ${status}`;
      documented.add(key);
      const schema = response?.content?.['application/json']?.schema;
      if (schema !== undefined) schemas.set(key, compileSchema(schema, `${path} ${method} ${status}`));
    }
  }

/** The ids of the document's operations, to compare with the table of the server. */
export const documentedOperations: readonly string[] = listOperations(resolved).map(({ id }) => id);

const says = (text: string): boolean => /[\p{L}\p{N}]/u.test(text.replaceAll(/"errors"|null/g, ''));

/** What is wrong with an answer: error information is missing where the page promises it. */
export const judgeInformation: NonNullable<ClientOptions['judge']> = (_operation, { status, text }) =>
  (status === 400 || status === 401 || status >= 500) && !says(text) ? 'no error information' : undefined;

/** The same, and the status is documented and the body fits its schema. */
export const judgeReply: NonNullable<ClientOptions['judge']> = (operation, reply) => {
  const key = `${operation} ${reply.status}`;
  if (!documented.has(key)) return `status ${reply.status} is not documented`;
  const validate = schemas.get(key);
  if (validate) {
    const issues: Issue[] = [];
    validate(reply.value, '', { location: 'body', issues });
    if (issues.length > 0) return issues.map(({ name, keyword }) => `${name} breaks ${keyword}`).join(', ');
  }
  return judgeInformation(operation, reply);
};
