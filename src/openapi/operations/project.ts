import { childNode, isNode, type Node } from '../document/document.ts';

/** Leaves of a value what a schema names. */
export type Project = (value: unknown) => unknown;

const asIs: Project = (value) => value;

/**
 * Compiles a schema of an answer into a projection: objects keep the properties that the schema lists,
 * in its order, and lists do so item by item. So one description of a record serves every edition of the
 * document. What has no list of properties stays as it is.
 */
export const compileProjection = (schema: Node | undefined): Project =>
  schema === undefined ? asIs : compile(schema, new Map());

/** @param begun what was compiled before: a schema may refer to itself. */
const compile = (schema: Node, begun: Map<Node, Project>): Project => {
  const before = begun.get(schema);
  if (before) return before;
  let project = asIs;
  begun.set(schema, (value) => project(value));
  project = compileShape(schema, begun);
  begun.set(schema, project);
  return project;
};

const compileShape = (schema: Node, begun: Map<Node, Project>): Project => {
  if (isNode(schema['items'])) {
    const item = compile(schema['items'], begun);
    return item === asIs ? asIs : (value) => (Array.isArray(value) ? value.map(item) : value);
  }
  if (!isNode(schema['properties'])) return asIs;
  const properties = Object.keys(schema['properties']).map(
    (name) => [name, compile(childNode(childNode(schema, 'properties'), name), begun)] as const,
  );
  return (value) => {
    if (!isNode(value)) return value;
    const kept: Record<string, unknown> = {};
    for (const [name, project] of properties) if (value[name] !== undefined) kept[name] = project(value[name]);
    return kept;
  };
};
