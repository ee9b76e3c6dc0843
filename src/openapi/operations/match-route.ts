import type { Operation } from './list-operations.ts';

/** What a path leads to: its operations by method, and the path parameters (decoded). */
export interface RouteMatch {
  readonly operations: ReadonlyMap<string, Operation>;
  /** What an Allow header lists: the methods of the operations, HEAD beside GET, and OPTIONS. */
  readonly allowed: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  /** Path parameters whose percent-encoding is broken; their value is the text as sent. */
  readonly undecodable: readonly string[];
}

interface Route {
  readonly segments: readonly (string | { readonly parameter: string })[];
  readonly operations: Map<string, Operation>;
  allowed: readonly string[];
}

/**
 * Compiles path templates into a matcher. Segments are compared after percent-decoding, case
 * matters, a parameter takes exactly one segment (an empty one too: its rules then say what is
 * missing), and a fixed segment wins over a parameter.
 */
export const compileRoutes = (operations: readonly Operation[]): ((path: string) => RouteMatch | undefined) => {
  const routes = new Map<string, Route>();
  const addresses = operations.flatMap((operation) =>
    [operation.template, ...operation.aliases].map((template) => ({ operation, template })),
  );
  for (const { operation, template } of addresses) {
    const route = routes.get(template) ?? {
      segments: template
        .split('/')
        .slice(1)
        .map((segment) => (/^\{.+\}$/.test(segment) ? { parameter: segment.slice(1, -1) } : segment)),
      operations: new Map(),
      allowed: [],
    };
    route.operations.set(operation.method, operation);
    route.allowed = allowedMethods(route.operations);
    routes.set(template, route);
  }
  const ordered = [...routes.values()].sort(moreFixedFirst);

  return (path) => {
    const segments = path.split('/').slice(1);
    for (const route of ordered) {
      const match = matchSegments(route, segments);
      if (match) return match;
    }
    return undefined;
  };
};

/**
 * The fixed beginnings of the operations' paths, whole segments only, with their closing slash: `/api/things/`. One
 * that lies in another is left out, and so is the beginning `/`, which all paths of all documents share.
 */
export const listPrefixes = (operations: readonly Operation[]): string[] => {
  const beginnings = operations
    .flatMap(({ template, aliases }) => [template, ...aliases])
    .map((template) => template.slice(0, template.indexOf('{') + 1 || undefined).replace(/[^/]*$/, ''));
  const unique = [...new Set(beginnings)].filter((beginning) => beginning !== '/');
  return unique.filter((one) => !unique.some((other) => other !== one && one.startsWith(other)));
};

const allowedMethods = (operations: ReadonlyMap<string, Operation>): string[] => [
  ...operations.keys(),
  ...(operations.has('GET') && !operations.has('HEAD') ? ['HEAD'] : []),
  'OPTIONS',
];

const moreFixedFirst = (left: Route, right: Route): number => {
  // Routes of other lengths never compete, but a sort needs one order for all.
  const length = left.segments.length;
  if (length !== right.segments.length) return length - right.segments.length;
  for (let index = 0; index < length; index += 1) {
    const order = Number(typeof right.segments[index] === 'string') - Number(typeof left.segments[index] === 'string');
    if (order !== 0) return order;
  }
  return 0;
};

const matchSegments = (route: Route, segments: readonly string[]): RouteMatch | undefined => {
  if (segments.length !== route.segments.length) return undefined;
  const parameters: Record<string, string> = {};
  const undecodable: string[] = [];
  for (let index = 0; index < segments.length; index += 1) {
    const expected = route.segments[index] ?? '';
    const sent = segments[index] ?? '';
    const decoded = sent.includes('%') ? decode(sent) : sent;
    if (typeof expected === 'string') {
      if (decoded !== expected) return undefined;
    } else {
      if (decoded === undefined) undecodable.push(expected.parameter);
      parameters[expected.parameter] = decoded ?? sent;
    }
  }
  return { operations: route.operations, allowed: route.allowed, parameters, undecodable };
};

const decode = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
};
