import type { Document } from '../../src/openapi/document/document.ts';

/** Parts of a tiny document; what is left out is plain. */
export interface TinyParts {
  readonly version?: string;
  readonly parameters?: readonly object[];
  /** Media type to schema. */
  readonly bodies?: Readonly<Record<string, object>>;
  readonly bodyRequired?: boolean;
  readonly responses?: Readonly<Record<string, object>>;
  /** Further keys of its operation, of its path, of `components`, of the document. */
  readonly operation?: object;
  readonly path?: object;
  readonly components?: object;
  readonly root?: object;
  /** Further operations, by method. */
  readonly others?: object;
  readonly template?: string;
}

/** A document of one operation, `make`. */
export const tinyDocument = (parts: TinyParts): Document =>
  ({
    openapi: '3.1.1',
    info: { title: 'Things', version: parts.version ?? 'one' },
    paths: {
      [parts.template ?? '/things']: {
        ...parts.path,
        post: {
          operationId: 'make',
          parameters: parts.parameters ?? [],
          ...(parts.bodies
            ? {
                requestBody: {
                  required: parts.bodyRequired ?? true,
                  content: Object.fromEntries(Object.entries(parts.bodies).map(([type, schema]) => [type, { schema }])),
                },
              }
            : {}),
          responses: parts.responses ?? { 201: { description: 'Made.' } },
          ...parts.operation,
        },
        ...parts.others,
      },
    },
    components: { 'x-collections': { things: { key: ['id'] }, parts: { key: ['id', 'part'] } }, ...parts.components },
    ...parts.root,
  }) as unknown as Document;

/** A JSON answer of a schema. */
export const answer = (schema: object, more: object = {}): object => ({
  description: 'An answer.',
  content: { 'application/json': { schema, ...more } },
});

/** A parameter of the query. */
export const query = (name: string, schema: object, more: object = {}): object => ({
  name,
  in: 'query',
  schema,
  ...more,
});

/** A clause. */
export const clause = (id: string, title: string, zh: string): object => ({ 'x-clause': { id, title, zh } });
