import type { Node } from '../../openapi/document/document.ts';
import type { Issue } from '../../openapi/operations/issue.ts';
import type { Parameter } from '../../openapi/operations/list-operations.ts';
import { readForm } from './read-form.ts';

/**
 * Reads a parameter of the form `name::value|name::value` (`x-pairs`) into an object, numbers and
 * booleans as its schema wants them. Names that the schema doesn't know are kept.
 *
 * @returns undefined where the text is not of that form; the issue says why.
 */
export const readPairs = (text: string, parameter: Parameter, issues: Issue[]): Node | undefined => {
  const { name, scope, schema } = parameter;
  const issue = (keyword: string, more: Partial<Issue>): Issue => ({
    location: 'query',
    name,
    keyword,
    clause: scope.clause,
    code: scope.codeOf[keyword] ?? scope.code,
    ...more,
  });
  const entries: [string, string][] = [];
  for (const pair of text === '' ? [] : text.split('|')) {
    const at = pair.indexOf('::');
    if (at <= 0) {
      const reason = pair === '' ? 'one of them is empty' : `${JSON.stringify(pair)} is none`;
      issues.push(issue('pairs', { received: text, reason }));
      return undefined;
    }
    entries.push([pair.slice(0, at), pair.slice(at + 2)]);
  }
  const { value, issues: repeated } = readForm(entries, { schema, repeatedFields: 'reject' });
  issues.push(...repeated.map((each) => issue('field-repeated', { name: `${name}.${each.name}` })));
  return value;
};
