/** Stands in the place of what was taken out. */
export const REMOVED = '<removed>';

/** `perhaps` are names that say other things, too: a level, the key of a map. */
export type Kind = 'surely' | 'perhaps' | undefined;

/** Parts of names, without what separates words in them. */
const SURELY =
  /authorization|authenticationinfo|cookie|token|secret|password|passwd|passphrase|passcode|credential|session|sessid|signature|csrf|xsrf|assertion|bearer|wsse|kubeconfig|connectionstring|dockerc(?:onfigjson|fg)|(?:api|app|access|account|admin|auth|client|customer|encryption|functions?|hmac|license|master|private|shared|signing|ssh|storage|subscription)keys?/;
const SURELY_WORDS = /(?:^|-)(?:ak|sk|creds?|dpop|jwt|psw|pwd?|t?otp)(?:$|-)/;
const PERHAPS = /login|(?:^|-)(?:auth|pass|pin|sid|sign?)(?:$|-)|^(?:x-)?key$/;
/** What is said about a credential is none. */
const ABOUT = /(?:algorithm|count|expir(?:es|y|ation)|length|limit|policy|ttl|type|version|-at|-in)$/;
/** What a program sends where it has no credential; to see that helps. */
const NOTHING = /^(?:true|false|null|none|undefined|<removed>)?$/i;
/** Groups whose members are credentials, though one value may be something else. */
const GROUPS = /^(?:auth|login)$/;

interface Verdict {
  readonly kind: Kind;
  readonly isGroup: boolean;
}

const verdicts = new Map<string, Verdict>();

const judge = (name: string): Verdict => {
  const known = verdicts.get(name);
  if (known) return known;
  const words = decodeName(name)
    .replace(/([a-z\d])(?=[A-Z])/g, '$1-')
    .replace(/[^a-z\d]+/gi, '-')
    .toLowerCase();
  const isSure = SURELY.test(words.replaceAll('-', '')) || SURELY_WORDS.test(words);
  const kind = ABOUT.test(words) ? undefined : isSure ? 'surely' : PERHAPS.test(words) ? 'perhaps' : undefined;
  const verdict = { kind, isGroup: kind === 'surely' || GROUPS.test(words) } as const;
  // Clients choose these names, so what is remembered must have an end.
  if (verdicts.size < 1000 && name.length < 100) verdicts.set(name, verdict);
  return verdict;
};

/** What a header, query parameter, form field or JSON member of this name may carry. */
export const kindOf = (name: string): Kind => judge(name).kind;

/** Whether a header, parameter, field or member of this name may carry credentials. */
export const isSecretName = (name: string): boolean => kindOf(name) !== undefined;

/** Whether all that stands below such a name is a credential. */
export const isSecretGroup = (name: string): boolean => judge(name).isGroup;

/** Whether a text of this kind is worth hiding: not "", not "undefined", not a level. */
export const isSecretText = (kind: Kind, text: string): boolean =>
  kind !== undefined && !NOTHING.test(text) && !(kind === 'perhaps' && /^\d{1,3}$/.test(text));

/**
 * Whether a value is a credential.
 *
 * @param path its name, with those of what it stands in: `items[0].token`.
 */
export const isSecret = (path: string, value: unknown): boolean => {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
  const name = steps.pop() ?? '';
  if (steps.some(isSecretGroup)) return true;
  return typeof value === 'object' && value !== null ? isSecretGroup(name) : isSecretText(kindOf(name), String(value));
};

/** The JSON of a value without the credentials inside of it. */
export const jsonWithoutSecrets = (value: unknown): string =>
  JSON.stringify(value, (name, each: unknown) => (isSecret(name, each) ? REMOVED : each)) ?? String(value);

/** A name as its reader sees it: encoded more than once, or in characters of two bytes. */
const decodeName = (name: string): string => {
  let decoded = name.replaceAll('\0', '');
  for (let rounds = 0; rounds < 3 && decoded.includes('%'); rounds += 1)
    decoded = decoded.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decoded;
};
