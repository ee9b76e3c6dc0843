import { dereference } from '../../openapi/document/dereference.ts';
import { childNode, type Document, isNode, type Node } from '../../openapi/document/document.ts';
import { listOperations, type Operation } from '../../openapi/operations/list-operations.ts';
import { tokenHeader } from '../../openapi/operations/security.ts';

/**
 * A curl line to try a fake with: it creates something by the document's own examples, with the values that
 * must be sent and no others. Undefined where no operation creates anything.
 *
 * @param token a credential that is accepted.
 * @param trust what makes curl trust the server, where it would not.
 */
export const exampleLine = (document: Document, origin: string, token: string, trust?: string): string | undefined => {
  const resolved = dereference(document);
  const creating = listOperations(resolved).filter(({ uniqueKey, requires }) => uniqueKey && requires.length === 0);
  const isWithin = ({ uniqueKey }: Operation): boolean =>
    Object.values(uniqueKey?.key ?? {}).some((place) => place.startsWith('path.'));
  const operation = creating.find(isWithin) ?? creating[0];
  if (!operation) return undefined;
  const node = childNode(
    childNode(resolved.paths as unknown as Node, operation.template),
    operation.method.toLowerCase(),
  );
  const parameters = Array.isArray(node['parameters']) ? node['parameters'].filter(isNode) : [];
  const path = operation.template.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const example = parameters.find((parameter) => parameter['name'] === name)?.['example'];
    return encodeURIComponent(String(example ?? 'example'));
  });
  const { name, before } = tokenHeader(resolved);
  const [type = '', media] = Object.entries(childNode(childNode(node, 'requestBody'), 'content'))[0] ?? [];
  return [
    `curl -i ${operation.method === 'POST' ? '' : `-X ${operation.method} `}${origin}${path} \\`,
    ...(trust === undefined ? [] : [`    ${trust} \\`]),
    `    -H "${name}: ${before}${token}" ${sayBody(type, isNode(media) ? media : {})}`.trimEnd(),
  ].join('\n');
};

const sayBody = (type: string, media: Node): string => {
  const [example] = Object.values(childNode(media, 'examples'));
  const value = isNode(example) ? childNode(example, 'value') : {};
  const required = childNode(media, 'schema')['required'];
  const sent = Object.entries(value).filter(([name]) => Array.isArray(required) && required.includes(name));
  if (type === 'multipart/form-data') return sent.map(([name, text]) => `-F ${name}=${String(text)}`).join(' ');
  if (type === '') return '';
  return `-H "Content-Type: ${type}" \\\n    -d '${JSON.stringify(Object.fromEntries(sent)).replaceAll("'", "'\\''")}'`;
};
