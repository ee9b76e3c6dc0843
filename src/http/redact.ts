const REMOVED = '<removed>';
const SECRET = /authorization|cookie|token|secret|password|passwd|credential|api-?key|signature/i;
const KNOWN_SCHEMES = /^(basic|bearer|digest|negotiate|sdk-hmac-sha256)$/i;

const verdicts = new Map<string, boolean>();

/** Whether a header or query parameter of this name may carry credentials. */
export const isSecretName = (name: string): boolean => {
  let verdict = verdicts.get(name);
  if (verdict === undefined) {
    verdict = SECRET.test(name);
    // Clients choose these names, so what is remembered must have an end.
    if (verdicts.size < 1000) verdicts.set(name, verdict);
  }
  return verdict;
};

/** A copy of the headers without credentials; of Authorization a well-known scheme is kept. */
export const redactHeaders = (headers: Readonly<Record<string, string | undefined>>): Record<string, string> => {
  const safe: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    safe[name] = isSecretName(name) ? redactValue(String(value)) : String(value);
  }
  return safe;
};

/** A request target without the values of query parameters that may carry credentials. */
export const redactTarget = (target: string): string => {
  const query = target.indexOf('?');
  if (query < 0) return target;
  const pairs = target.slice(query + 1).split('&');
  return `${target.slice(0, query)}?${pairs.map(redactPair).join('&')}`;
};

const redactPair = (pair: string): string => {
  const end = pair.indexOf('=');
  return end >= 0 && isSecretName(decode(pair.slice(0, end))) ? `${pair.slice(0, end)}=${REMOVED}` : pair;
};

const decode = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};

const redactValue = (value: string): string => {
  const [scheme = ''] = value.trim().split(/\s/, 1);
  return KNOWN_SCHEMES.test(scheme) ? `${scheme} ${REMOVED}` : REMOVED;
};

/** Whether a header value is one that `redactHeaders` wrote. */
export const isRedacted = (value: string): boolean => value.endsWith(REMOVED) && redactValue(value) === value;
