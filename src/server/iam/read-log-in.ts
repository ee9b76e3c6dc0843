import { DEEPEST, isObject, readJson } from '../../http/bodies/read-json.ts';
import type { Words } from '../../openapi/operations/issue.ts';

/** What a user, project or domain is called by: its id, its name, or both. */
export interface Named {
  readonly id?: string;
  readonly name?: string;
}

/** How a client proves who it is. */
export type Proof =
  | { readonly kind: 'password'; readonly user: Named; readonly password: string }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'access-key'; readonly key: string; readonly secret: string };

/** A request for a token, as Identity API v3 has it. */
export interface LogIn {
  /** The method's own name. */
  readonly method: string;
  readonly proof: Proof;
  /** Of the user. */
  readonly domain: Named;
  readonly project: Named | undefined;
  /** Of the project, or what the token is for. */
  readonly scopeDomain: Named;
}

type Json = Readonly<Record<string, unknown>>;

/** The proof of each method that is known, read from its part of the request. */
const METHODS: Readonly<Record<string, (part: Json) => Proof | undefined>> = {
  password: (part) => {
    const user = child(part, 'user');
    const { password } = user;
    return typeof password === 'string' ? { kind: 'password', user: named(user), password } : undefined;
  },
  token: ({ id }) => (typeof id === 'string' ? { kind: 'token', token: id } : undefined),
  hw_ak_sk: (part) => {
    const { key } = child(part, 'access');
    const { key: secret } = child(part, 'secret');
    return typeof key === 'string' && typeof secret === 'string' ? { kind: 'access-key', key, secret } : undefined;
  },
};

/** Who has logged in is remembered for a day, so what they are called has an end. */
export const LONGEST_NAME = 256;

/** Reads the body of `POST /v3/auth/tokens`; words where it is none. */
export const readLogIn = (body: Uint8Array): LogIn | { readonly wrong: Words } => {
  const json = readJson(body);
  // What is wrong with it would repeat a piece of it.
  if ('problem' in json)
    return wrong(`the body must be JSON, at most ${DEEPEST} levels deep`, `请求体必须为 JSON，最多 ${DEEPEST} 层`);
  const auth = child(isObject(json.value) ? json.value : {}, 'auth');
  const identity = child(auth, 'identity');
  const asked = Array.isArray(identity['methods']) ? identity['methods'].map(String) : [];
  const method = asked.find((name) => Object.hasOwn(METHODS, name));
  if (method === undefined) {
    const known = Object.keys(METHODS).join(', ');
    return wrong(`auth.identity.methods must name one of ${known}`, `auth.identity.methods 必须包含其中之一：${known}`);
  }
  const proof = METHODS[method]?.(child(identity, method));
  if (!proof)
    return wrong(
      `auth.identity.${method} does not hold what this method needs`,
      `auth.identity.${method} 缺少该方式所需的内容`,
    );
  const scope = child(auth, 'scope');
  const project = child(scope, 'project');
  const names = {
    domain: named(child(child(child(identity, method), 'user'), 'domain')),
    project: isObject(scope['project']) ? named(project) : undefined,
    scopeDomain: named(isObject(scope['domain']) ? scope['domain'] : child(project, 'domain')),
  };
  const user = proof.kind === 'password' ? proof.user : {};
  return [user, names.domain, names.project ?? {}, names.scopeDomain].some(isLong)
    ? wrong(`ids and names have at most ${LONGEST_NAME} characters`, `ID 和名称最多 ${LONGEST_NAME} 个字符`)
    : { method, proof, ...names };
};

const wrong = (en: string, zh: string): { wrong: Words } => ({ wrong: { en, zh } });

const child = (json: Json, name: string): Json => {
  const value = json[name];
  return isObject(value) ? value : {};
};

const named = ({ id, name }: Json): Named => ({
  ...(typeof id === 'string' ? { id } : {}),
  ...(typeof name === 'string' ? { name } : {}),
});

const isLong = ({ id = '', name = '' }: Named): boolean => Math.max(id.length, name.length) > LONGEST_NAME;
