import type { Words } from '../../openapi/operations/issue.ts';
import type { Operation } from '../../openapi/operations/list-operations.ts';
import type { RouteMatch } from '../../openapi/operations/match-route.ts';

/** Longer paths are nobody's slip. */
const MOST = 500;

/** Slips of whoever joins a base URL and a path, or reads one from a file: what is replaced by what, and called how. */
const SLIPS: readonly (readonly [find: RegExp, put: string, en: string, zh: string])[] = [
  [/\/{2,}/g, '/', 'it has several slashes in a row', '含有连续的斜杠'],
  [/\/\.(?=\/|$)|\/[^/]+\/\.\.(?=\/|$)/g, '', 'it has segments of dots', '含有由点组成的路径段'],
  [/(?:%20|%0[9AD])+$/gi, '', 'it ends with blank space', '末尾有空白字符'],
  [/(?<=.)\/$/, '', 'it ends with a slash', '末尾多了斜杠'],
];

/**
 * Says of a path that no operation has, or not with its method, what is wrong with it and which one was probably
 * meant; undefined where nothing is alike. Slashes and blanks too many, capitals, a beginning twice or not at all: what
 * a base URL with a path too much, or a template with a slash too much, makes of a right path.
 */
export const createPathHint = (
  operations: readonly Operation[],
  matchRoute: (path: string) => RouteMatch | undefined,
): ((path: string, method: string) => Words | undefined) => {
  const templates = operations.flatMap(({ method, template, aliases }) =>
    [template, ...aliases].map((each) => ({ method, segments: each.split('/').slice(1) })),
  );

  /** The path that is most like it, of an operation with this method if there is one. */
  const alike = (path: string, method: string): string | undefined => {
    const segments = path.split('/').slice(1);
    const [nearest] = templates
      .map((template) => ({
        mended: align(segments, template.segments),
        distance: Math.abs(segments.length - template.segments.length) + Number(template.method !== method) / 2,
      }))
      .filter(({ mended }) => mended !== undefined)
      .sort((left, right) => left.distance - right.distance);
    return nearest?.mended;
  };

  return (path, method) => {
    if (path.length > MOST) return undefined;
    let cleaned = path;
    const faults = SLIPS.filter(([find, put]) => {
      const before = cleaned;
      cleaned = before.replace(find, put) || '/';
      return cleaned !== before;
    });
    const route = matchRoute(cleaned);
    // A slash at the end makes a path of another operation: that the method is none of its is what shows it.
    if (matchRoute(path) && !route?.operations.has(method)) return undefined;
    const meant = route ? cleaned : alike(cleaned, method);
    if (meant === undefined || meant === path) return undefined;
    return {
      en: [faults.map(([, , en]) => en).join(' and '), `probably ${meant} was meant`].filter(Boolean).join('; '),
      zh: [...faults.map(([, , , zh]) => zh), `可能应为 ${meant}`].join('，'),
    };
  };
};

/** A path with the fixed segments of a template that is laid over its end: what is too much in front goes, what lacks there comes. */
const align = (path: readonly string[], template: readonly string[]): string | undefined => {
  const surplus = path.length - template.length;
  const missing = template.slice(0, Math.max(0, -surplus));
  const own = path.slice(Math.max(0, surplus));
  const other = template.slice(missing.length);
  const [head = ''] = other;
  // What is missing must be known, and what is there begin with a word of the document's.
  if ([...missing, head].some(isParameter) || head === '') return undefined;
  const isAlike = other.every((segment, index) => {
    const sent = own[index] ?? '';
    return isParameter(segment) ? sent !== '' : sent.toLowerCase() === segment.toLowerCase();
  });
  const filled = other.map((segment, index) => (isParameter(segment) ? own[index] : segment));
  return isAlike ? `/${[...missing, ...filled].join('/')}` : undefined;
};

const isParameter = (segment: string): boolean => /^\{.+\}$/.test(segment);
