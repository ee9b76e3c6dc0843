import type { Words } from '../openapi/issue.ts';
import type { Operation } from '../openapi/list-operations.ts';
import type { RouteMatch } from '../openapi/match-route.ts';

/** Longer paths are nobody's slip. */
const MOST = 500;

/** A path that is one of the document's, and what has to be done to the one that was sent to get it. */
interface Mended {
  readonly path: string;
  readonly faults: readonly Words[];
}

/** Slips that are mended without knowing any operation: of whoever joins a base URL and a path, or reads one from a file. */
const SLIPS: readonly { readonly find: RegExp; readonly put: string; readonly fault: Words }[] = [
  {
    find: /\/{2,}/g,
    put: '/',
    fault: { en: 'it has several slashes in a row', zh: '含有连续的斜杠' },
  },
  {
    find: /\/\.(?=\/|$)|\/[^/]+\/\.\.(?=\/|$)/g,
    put: '',
    fault: { en: 'it has segments of dots', zh: '含有由点组成的路径段' },
  },
  {
    find: /(?:%20|%0[9AD])+$/gi,
    put: '',
    fault: { en: 'it ends with blank space', zh: '末尾有空白字符' },
  },
  {
    find: /(?<=.)\/$/g,
    put: '',
    fault: { en: 'it ends with a slash', zh: '末尾多了斜杠' },
  },
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
  const alike = (path: string, method: string): Mended | undefined => {
    const found = templates
      .flatMap((template) => {
        const mended = align(path.split('/').slice(1), template.segments);
        return mended ? [{ ...mended, isOther: template.method !== method }] : [];
      })
      .sort((left, right) => left.distance - right.distance || Number(left.isOther) - Number(right.isOther));
    return found[0];
  };

  return (path, method) => {
    if (path.length > MOST) return undefined;
    const cleaned = clean(path);
    const route = matchRoute(cleaned.path);
    const known = matchRoute(path);
    // A slash at the end makes a path of another operation: that the method is none of its is what shows it.
    if (known && !route?.operations.has(method)) return undefined;
    const mended = route ? cleaned : alike(cleaned.path, method);
    if (!mended || mended.path === path) return undefined;
    const faults = route ? cleaned.faults : [...cleaned.faults, ...mended.faults];
    return {
      en: `${faults.map(({ en }) => en).join(' and ')}; probably ${mended.path} was meant`,
      zh: `${faults.map(({ zh }) => zh).join('，')}；可能应为 ${mended.path}`,
    };
  };
};

const clean = (sent: string): Mended => {
  let path = sent;
  const faults: Words[] = [];
  for (const { find, put, fault } of SLIPS) {
    const mended = path.replace(find, put) || '/';
    if (mended !== path) faults.push(fault);
    path = mended;
  }
  return { path, faults };
};

/** A template laid over the end of a path: what is too much in front, or missing there. */
const align = (
  path: readonly string[],
  template: readonly string[],
): (Mended & { readonly distance: number }) | undefined => {
  const surplus = path.length - template.length;
  const extra = path.slice(0, Math.max(0, surplus));
  const missing = template.slice(0, Math.max(0, -surplus));
  const [own, other] = [path.slice(extra.length), template.slice(missing.length)];
  // What is missing must be known, and what is there begin with a word of the document's.
  if (missing.some(isParameter) || other[0] === undefined || other[0] === '' || isParameter(other[0])) return undefined;
  const isAlike = other.every((segment, index) => {
    const sent = own[index] ?? '';
    return isParameter(segment) ? sent !== '' : sent.toLowerCase() === segment.toLowerCase();
  });
  if (!isAlike) return undefined;
  const filled = other.map((segment, index) => (isParameter(segment) ? (own[index] ?? '') : segment));
  const [before, lacks] = [`/${extra.join('/')}`, `/${missing.join('/')}`];
  return {
    path: `/${[...missing, ...filled].join('/')}`,
    distance: Math.abs(surplus),
    faults: [
      ...(extra.length > 0 ? [{ en: `${before} in front is too much`, zh: `开头多了 ${before}` }] : []),
      ...(missing.length > 0 ? [{ en: `${lacks} is missing in front`, zh: `开头缺少 ${lacks}` }] : []),
      ...(filled.some((segment, index) => segment !== own[index]) ? [{ en: 'capitals matter', zh: '区分大小写' }] : []),
    ],
  };
};

const isParameter = (segment: string): boolean => /^\{.+\}$/.test(segment);
