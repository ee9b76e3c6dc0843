import { authenticate, type CheckSignature, credentialsOf } from '../../engine/access/authenticate.ts';
import { baseUrlOf, type NeutralAnswer, type NeutralRequest, pathOf, queryOf } from '../../http/message.ts';
import type { Words } from '../../openapi/operations/issue.ts';
import type { SecurityAlternative } from '../../openapi/operations/security.ts';
import { cryptography } from '../cryptography.ts';
import { answer, catalogue, completeNamed, idOf, refuse, type Service, versionOf } from './iam-answers.ts';
import { LONGEST_NAME, type LogIn, type Named, readLogIn } from './read-log-in.ts';

export interface IamOptions {
  /** Only these tokens are accepted; empty: any. */
  readonly tokens: readonly string[];
  /** The token of each account, which is its password too. */
  readonly accounts: Readonly<Record<string, string>>;
  readonly accessKeys: ReadonlyMap<string, { readonly secret: string | undefined; readonly account: string }>;
  /** The account of whoever belongs to no other. */
  readonly defaultAccount: string;
  readonly services: readonly Service[];
  /** How the API's operations let a client say who it is. */
  readonly security: () => readonly SecurityAlternative[];
  readonly checkSignature?: CheckSignature | undefined;
  readonly now?: () => Date;
}

/** The service that gives out tokens (Identity API v3), as far as clients need it before they get to work. */
export interface Iam {
  /** Whether a path is one of its own. */
  readonly owns: (path: string) => boolean;
  readonly answer: (request: NeutralRequest) => Promise<NeutralAnswer>;
  /** The account that a token was given out for, as long as it holds. */
  readonly accountOfToken: (token: string) => string | undefined;
}

const DAY = 24 * 60 * 60 * 1000;
/** Tokens and projects that are remembered; the oldest go first. */
const MOST = 10_000;

/** What a token says of the one that it was given to. */
interface Issued {
  readonly account: string;
  readonly at: Date;
  readonly method: string;
  readonly user: Named;
  readonly domain: Named;
  readonly project: Named | undefined;
}

type Handler = (request: NeutralRequest) => NeutralAnswer | Promise<NeutralAnswer>;

/** Makes the service. Its tokens are in memory and hold a day. */
export const createIam = (options: IamOptions): Iam => {
  const { accounts, accessKeys, defaultAccount, services, security, now = () => new Date() } = options;
  const pinned = options.tokens.length === 0 ? [] : [...options.tokens, ...Object.values(accounts)];
  const known = new Set([
    defaultAccount,
    ...Object.keys(accounts),
    ...[...accessKeys.values()].map((key) => key.account),
  ]);
  const accountOfPinned = new Map(Object.entries(accounts).map(([account, token]) => [token, account]));
  const issued = new Map<string, Issued>();
  const projectNames = new Map<string, string>();

  const find = (token: string): Issued | undefined => {
    const found = issued.get(token);
    return found && now().getTime() < found.at.getTime() + DAY ? found : undefined;
  };
  const accountOfToken = (token: string): string | undefined => find(token)?.account;
  const isToken = (token: string): boolean =>
    pinned.length === 0 || pinned.includes(token) || find(token) !== undefined;

  const knownAccount = (names: readonly Named[]): string =>
    names
      .flatMap(({ id, name }) => [...known].filter((account) => account === name || idOf('domain', account) === id))
      .at(0) ?? defaultAccount;

  /** The account that a log-in speaks for; words where its proof is wrong. */
  const prove = ({ proof, domain, scopeDomain, project }: LogIn): string | Words => {
    const account = knownAccount([domain, scopeDomain, project ?? {}]);
    switch (proof.kind) {
      case 'token':
        return isToken(proof.token)
          ? (accountOfToken(proof.token) ?? accountOfPinned.get(proof.token) ?? defaultAccount)
          : WRONG_TOKEN;
      case 'access-key': {
        const key = accessKeys.get(proof.key);
        if (!key) return accessKeys.size + pinned.length === 0 ? account : WRONG_KEY;
        return key.secret === undefined || key.secret === proof.secret ? key.account : WRONG_KEY;
      }
      case 'password': {
        const own = accounts[account];
        const right = own === undefined ? options.tokens : [own];
        const given = [proof.password, `${proof.user.name ?? ''}:${proof.password}`];
        return right.length === 0 || given.some((each) => right.includes(each)) ? account : WRONG_PASSWORD;
      }
    }
  };

  const issue: Handler = (request) => {
    const logIn = readLogIn(request.body);
    if ('wrong' in logIn) return refuse(request, 400, logIn.wrong);
    const account = prove(logIn);
    if (typeof account !== 'string') return refuse(request, 401, account);
    const before = logIn.proof.kind === 'token' ? find(logIn.proof.token) : undefined;
    const user = logIn.proof.kind === 'password' ? logIn.proof.user : (before?.user ?? { name: account });
    const domain = completeNamed('domain', { ...(before?.domain ?? { name: account }), ...logIn.domain });
    const token = cryptography().randomBytes(48).toString('base64url');
    const entry: Issued = {
      account,
      at: now(),
      method: logIn.method,
      user: completeNamed('user', user),
      domain,
      project: logIn.project && completeProject(logIn.project),
    };
    remember(issued, token, entry);
    return answer(201, describe(request, entry), { 'x-subject-token': token });
  };

  const completeProject = (project: Named): Named => {
    const name = project.name ?? projectNames.get(project.id ?? '');
    return completeNamed('project', name === undefined ? project : { ...project, name });
  };

  /** The body of an answer about a token. */
  const describe = (request: NeutralRequest, { at, method, user, domain, project }: Issued): unknown => ({
    token: {
      methods: [method],
      issued_at: microseconds(at),
      expires_at: microseconds(new Date(at.getTime() + DAY)),
      user: { ...user, domain, password_expires_at: '' },
      ...(project ? { project: { ...project, domain } } : { domain }),
      roles: [{ id: '0', name: 'te_admin' }],
      catalog: new URLSearchParams(queryOf(request.target)).has('nocatalog')
        ? []
        : catalogue(request, services, project),
    },
  });

  /** Calls a handler with whoever asks, if that may be told from the request. */
  const forCaller =
    (handle: (request: NeutralRequest, caller: Issued) => NeutralAnswer): Handler =>
    async (request) => {
      const ways = security();
      const { verdict, signature } = authenticate(request, ways, {
        tokens: pinned,
        accessKeys: [...accessKeys.keys()],
        isIssued: (token) => find(token) !== undefined,
      });
      if (verdict !== 'accepted') return refuse(request, 401, signature ? WRONG_KEY : WRONG_TOKEN);
      const refusal = signature && (await options.checkSignature?.(request, signature));
      if (refusal) return refuse(request, 401, refusal.what);
      const [first] = credentialsOf(request, ways);
      const token = first?.signature ? '' : (first?.value ?? '');
      const account =
        (first?.signature ? accessKeys.get(first.value)?.account : accountOfPinned.get(token)) ?? defaultAccount;
      return handle(
        request,
        find(token) ?? {
          account,
          at: now(),
          method: 'token',
          user: completeNamed('user', { name: account }),
          domain: completeNamed('domain', { name: account }),
          project: undefined,
        },
      );
    };

  const listProjects = forCaller((request, { domain, project }) => {
    const wanted = new URLSearchParams(queryOf(request.target)).get('name');
    const { id = '', name = '' } = completeNamed(
      'project',
      wanted ? { name: wanted } : (project ?? { name: 'region' }),
    );
    if (name.length <= LONGEST_NAME) remember(projectNames, id, name);
    const self = `${baseUrlOf(request)}/v3/projects`;
    return answer(200, {
      projects: [
        {
          id,
          name,
          domain_id: domain.id,
          parent_id: domain.id,
          is_domain: false,
          enabled: true,
          description: '',
          links: { self: `${self}/${id}` },
        },
      ],
      links: { self, previous: null, next: null },
    });
  });

  const listDomains = forCaller((request, { domain }) => {
    const name = new URLSearchParams(queryOf(request.target)).get('name');
    const found = name ? completeNamed('domain', { name }) : domain;
    const links = { self: `${baseUrlOf(request)}/v3/auth/domains`, previous: null, next: null };
    return answer(200, { domains: [{ ...found, enabled: true, description: '' }], links });
  });

  const showToken = forCaller((request) => {
    const token = request.headers['x-subject-token'] ?? '';
    const found = find(token);
    return found
      ? answer(200, describe(request, found), { 'x-subject-token': token })
      : refuse(request, 404, UNKNOWN_TOKEN);
  });

  const revokeToken = forCaller((request) =>
    issued.delete(request.headers['x-subject-token'] ?? '')
      ? { status: 204, headers: {}, body: '' }
      : refuse(request, 404, UNKNOWN_TOKEN),
  );

  const routes: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
    '/': { GET: (request) => answer(300, { versions: { values: [versionOf(request)] } }) },
    '/v3': { GET: (request) => answer(200, { version: versionOf(request) }) },
    '/v3/auth/tokens': { POST: issue, GET: showToken, DELETE: revokeToken },
    '/v3/auth/catalog': {
      GET: forCaller((request, { project }) =>
        answer(200, {
          catalog: catalogue(request, services, project),
          links: { self: `${baseUrlOf(request)}/v3/auth/catalog`, previous: null, next: null },
        }),
      ),
    },
    '/v3/auth/domains': { GET: listDomains },
    '/v3/auth/projects': { GET: listProjects },
    '/v3/projects': { GET: listProjects },
  };

  return {
    owns: (path) => Object.hasOwn(routes, withoutSlash(path)),
    accountOfToken,
    answer: async (request) => {
      const route = routes[withoutSlash(pathOf(request.target))] ?? {};
      const handler = route[request.method === 'HEAD' ? 'GET' : request.method];
      if (handler) return handler(request);
      const allowed = Object.keys(route).join(', ');
      const refused = refuse(request, 405, {
        en: `this path takes ${allowed}, not ${request.method}`,
        zh: `该路径支持 ${allowed}，不支持 ${request.method}`,
      });
      return { ...refused, headers: { ...refused.headers, allow: allowed } };
    },
  };
};

const WRONG_PASSWORD: Words = { en: 'the user name or password is wrong', zh: '用户名或密码错误' };
const WRONG_KEY: Words = { en: 'the access key is not known, or its secret is wrong', zh: '访问密钥未知或密钥错误' };
const WRONG_TOKEN: Words = { en: 'a token that this server accepts is needed', zh: '需要服务器接受的令牌' };
const UNKNOWN_TOKEN: Words = { en: 'there is no such token', zh: '没有该令牌' };

const withoutSlash = (path: string): string => (path.length > 2 && path.endsWith('/') ? path.slice(0, -1) : path);

const microseconds = (date: Date): string => `${date.toISOString().slice(0, -1)}000Z`;

const remember = <Value>(map: Map<string, Value>, key: string, value: Value): void => {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST && oldest !== undefined) map.delete(oldest);
};
