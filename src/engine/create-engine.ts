import type { NeutralAnswer, NeutralRequest } from '../http/message.ts';
import { pathOf } from '../http/message.ts';
import { dereference } from '../openapi/document/dereference.ts';
import { childNode, type Document, type Node, textAt } from '../openapi/document/document.ts';
import { perDocument } from '../openapi/document/per-document.ts';
import { withErrorCodes } from '../openapi/operations/error-codes.ts';
import type { Issue, Refusal } from '../openapi/operations/issue.ts';
import { type DocumentedResponse, listOperations, type Operation } from '../openapi/operations/list-operations.ts';
import { compileRoutes, listPrefixes, type RouteMatch } from '../openapi/operations/match-route.ts';
import type { SecurityAlternative } from '../openapi/operations/security.ts';
import { type Accepted, authenticate, type CheckSignature, credentialsOf } from './access/authenticate.ts';
import { type Cors, createCors, isPreflight } from './access/cors.ts';
import { createFaults, type FaultRule, type Faults } from './answers/create-faults.ts';
import { createProblems } from './answers/create-problems.ts';
import { exampleAnswer } from './answers/example-answer.ts';
import { sayIssue, UNKNOWN_ACCESS_KEY } from './answers/messages.ts';
import { negotiateLanguage } from './answers/negotiate-language.ts';
import { createPathHint } from './answers/path-hint.ts';
import { subjectOf } from './answers/subject-of.ts';
import { checkRecords, type Lookup } from './check-records.ts';
import { readRequest } from './reading/read-request.ts';
import type { Call, Outcome, Resolver } from './resolver.ts';

export interface EngineOptions extends Accepted {
  readonly document: Document;
  /** By operation id. An operation without one answers its documented example, or 501 where it has none. */
  readonly resolvers: Readonly<Record<string, Resolver>>;
  /** Needed where the document has `x-requires` or `x-requires-none`. */
  readonly lookup?: Lookup;
  /** Checks a signature whose access key is accepted. Default: it is not looked at. */
  readonly checkSignature?: CheckSignature;
  /** Bytes. Default 1 MiB. */
  readonly maxBody?: number;
  /** Default: pages of any origin may read the answers. */
  readonly cors?: Cors;
  /** Milliseconds added to every answer, drawn evenly from the range. */
  readonly latency?: { readonly min: number; readonly max: number };
  /** Numbers from 0 to 1, for the latency. */
  readonly random?: () => number;
  /** Called with what a resolver threw; the client gets the document's internal error. */
  readonly onError?: (error: unknown) => void;
}

/** A request after the engine: the answer, and what is worth knowing about it. */
export interface Handled {
  readonly answer: NeutralAnswer;
  readonly operation: Operation | undefined;
  /** What the request broke, in the order the answer lists it. */
  readonly issues: readonly Issue[];
  /** Milliseconds to wait before the answer. */
  readonly delay: number;
  /** Close the connection instead of answering. */
  readonly drop: boolean;
  /** What the request is about, as people say it: `shelf/book`; empty where it names nothing. */
  readonly subject: string;
}

export interface Engine {
  readonly operations: readonly Operation[];
  /** Whether a path is the document's business: below a beginning of its operations' paths, or one of them. */
  readonly claims: (path: string) => 'below' | 'at-top' | undefined;
  readonly maxBody: number;
  readonly faults: Faults;
  /** Answers a request. Never rejects. */
  readonly handle: (request: NeutralRequest) => Promise<Handled>;
  /** The error answer to bytes that are no readable request, or where the server fails. */
  readonly refuse: (status: number, reason: string, kind?: 'request-unreadable' | 'internal') => NeutralAnswer;
}

/** What is known of an answer before it is made. */
type More = { readonly delay?: number | undefined; readonly subject?: string };

const MAX_BODY = 1024 * 1024;

/** An answer with the lengths that RFC 9110 has for it: a 204 has none, and HEAD gets the one that GET would get. */
const framed = (
  method: string,
  status: number,
  headers: Headers,
  body: string,
  spelling?: NeutralAnswer['spelling'],
): NeutralAnswer => {
  if (body === '' && status !== 204) headers['content-length'] = '0';
  if (body === '' || method !== 'HEAD') return { status, headers, body, spelling };
  headers['content-length'] = String(utf8.encode(body).length);
  return { status, headers, body: '', spelling };
};

/** Of one answer, which is still in the making. */
type Headers = Record<string, string>;

const utf8 = new TextEncoder();

/** What an answer depends on beside the operation. */
type Asked = Pick<NeutralRequest, 'method' | 'headers'>;

/** What an engine reads from its document. */
const compile = perDocument((source) => {
  const document = withErrorCodes(dereference(source));
  const operations = listOperations(document);
  const idHeader = textAt(childNode(document as unknown as Node, 'components'), 'x-request-id')?.toLowerCase();
  const required = operations.flatMap(({ responses }) => responses.flatMap(({ requiredHeaders }) => requiredHeaders));
  const matchRoute = compileRoutes(operations);
  return {
    operations,
    matchRoute,
    hintAt: createPathHint(operations, matchRoute),
    prefixes: listPrefixes(operations),
    problems: createProblems(document),
    idHeader,
    /** The headers that answers have by it. */
    documented: idHeader === undefined ? required : [...required, idHeader],
  };
});

/**
 * Builds an engine from a document: route, fault, credentials, media type, every field, then the
 * operation's resolver.
 *
 * @throws DocumentError if the document can't be used.
 */
export const createEngine = (options: EngineOptions): Engine => {
  const { operations, matchRoute, hintAt, prefixes, problems, idHeader, documented } = compile(options.document);
  const faults = createFaults(operations.map(({ id }) => id));
  const { resolvers, lookup, maxBody = MAX_BODY, cors = '*', latency, random = Math.random } = options;
  const corsHeaders = createCors(cors, documented);
  const nextId = createRequestIds(random);
  /** The headers of every answer to a request. */
  const open = (request: Asked, allowed?: readonly string[]): Headers => {
    const headers = corsHeaders(request, allowed);
    if (idHeader !== undefined) headers[idHeader] = nextId();
    return headers;
  };

  const drawLatency = (): number =>
    latency === undefined ? 0 : Math.round(latency.min + random() * (latency.max - latency.min));

  const answerIssues = (
    request: Asked,
    found: readonly Issue[],
    operation: Operation | undefined,
    more: { headers?: Readonly<Record<string, string>>; status?: number } & More = {},
  ): Handled => {
    const issues = found.map((issue) => problems.complete(issue, operation));
    const language = negotiateLanguage(request.headers['accept-language']);
    const headers = open(request);
    const requestId = headers[idHeader ?? ''] ?? '';
    const problem = problems.answer(issues, { language, status: more.status, operation, requestId });
    Object.assign(headers, { 'content-type': 'application/json', 'content-language': language }, more.headers);
    const answer = framed(request.method, problem.status, headers, JSON.stringify(problem.body));
    return { answer, operation, issues, delay: more.delay ?? drawLatency(), drop: false, subject: more.subject ?? '' };
  };

  const answerOptions = (request: NeutralRequest, allowed: readonly string[]): Handled => {
    const answer = { status: 204, headers: { ...open(request, allowed), allow: allowed.join(', ') }, body: '' };
    return { answer, operation: undefined, issues: [], delay: 0, drop: false, subject: '' };
  };

  const answerFault = (
    request: NeutralRequest,
    operation: Operation,
    fault: FaultRule,
    subject: string,
  ): Handled | undefined => {
    const delay = fault.delay ?? drawLatency();
    if (fault.drop === true)
      return { answer: { status: 0, headers: {}, body: '' }, operation, issues: [], delay, drop: true, subject };
    if (fault.status === undefined) return undefined;
    // A 500 is the internal error that the document has for the operation.
    const code =
      fault.status === 500
        ? undefined
        : (problems.ownCodeOfStatus(fault.status, operation) ?? problems.codeOfStatus(fault.status));
    const internal = fault.status >= 500 || code === undefined;
    return answerIssues(request, [wholeRequest(internal ? 'internal' : 'forced', { code })], operation, {
      status: fault.status,
      delay,
      subject,
    });
  };

  const answerOutcome = (request: NeutralRequest, call: Call, outcome: Outcome, more: More): Handled => {
    const { operation } = call;
    if (outcome.refuse !== undefined) {
      const issue = problems.keyIssue(outcome.refuse, outcome.rule, outcome.values);
      return answerIssues(request, [issue], operation, more);
    }
    const { status = operation.success } = outcome;
    const response = operation.responses.find((each) => each.status === String(status));
    const body = outcome.body === undefined ? emptyBody(response) : (response?.project(outcome.body) ?? outcome.body);
    const { delay = drawLatency(), subject = '' } = more;
    const headers = open(request);
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (outcome.headers) Object.assign(headers, outcome.headers);
    const text = body === undefined ? '' : JSON.stringify(body);
    const answer = framed(request.method, status, headers, text, response?.spelling);
    return { answer, operation, issues: [], delay, drop: false, subject };
  };

  const answerExample = (request: NeutralRequest, operation: Operation, more: More): Handled => {
    const example = exampleAnswer(operation);
    if (!example) {
      const issue = wholeRequest('unresolved', { name: operation.id });
      return answerIssues(request, [issue], operation, { ...more, status: 501 });
    }
    const { status, type, body } = example;
    const headers = open(request);
    if (type !== '') headers['content-type'] = type;
    const answer = framed(request.method, status, headers, body, example.spelling);
    const { delay = drawLatency(), subject = '' } = more;
    return { answer, operation, issues: [], delay, drop: false, subject };
  };

  /** A request that went to the wrong place, with the place that was probably meant. */
  const misled = (keyword: string, request: NeutralRequest, more: { name: string; reason?: string }): Issue => {
    const issue = wholeRequest(keyword, more);
    const hint = hintAt(pathOf(request.target), request.method);
    if (!hint) return issue;
    const say = (language: 'en' | 'zh', stop: string): string => `${sayIssue(issue, language)}${stop}${hint[language]}`;
    return { ...issue, refusal: { what: { en: say('en', ': '), zh: say('zh', '：') }, detail: { en: '', zh: '' } } };
  };

  const dispatch = (request: NeutralRequest): Handled | Promise<Handled> => {
    const path = pathOf(request.target);
    const route = matchRoute(path);
    const allowed = route ? route.allowed : ['OPTIONS'];
    if (request.method === 'OPTIONS' && (route || path === '*')) return answerOptions(request, allowed);
    if (!route) {
      // A refused preflight would hide the 404 from the page that asks.
      const wanted = request.headers['access-control-request-method'];
      if (isPreflight(request) && wanted !== undefined) return answerOptions(request, [wanted, 'OPTIONS']);
      return answerIssues(request, [misled('path-unknown', request, { name: path })], undefined);
    }
    const operation =
      route.operations.get(request.method) ?? (request.method === 'HEAD' ? route.operations.get('GET') : undefined);
    if (!operation) {
      const issue = misled('method-unknown', request, { name: request.method, reason: allowed.join(', ') });
      return answerIssues(request, [issue], undefined, { headers: { allow: allowed.join(', ') } });
    }
    const fault = faults.strike(operation.id);
    return (
      (fault && answerFault(request, operation, fault, subjectOf(operation, { path: route.parameters }))) ??
      answerOperation(request, operation, route, fault?.delay)
    );
  };

  const fail = (error: unknown, request: Asked, operation: Operation | undefined, more: More = {}): Handled => {
    options.onError?.(error);
    return answerIssues(request, [wholeRequest('internal')], operation, more);
  };

  // No async functions: most answers are there at once, and such a function takes room for all of its variables.
  const answerOperation = (
    request: NeutralRequest,
    operation: Operation,
    route: RouteMatch,
    delay: number | undefined,
  ): Handled | Promise<Handled> => {
    const { verdict, signature } = authenticate(request, operation.security, options);
    const refuse = (refusal?: Refusal): Handled => {
      const issue =
        verdict === 'missing'
          ? wholeRequest('credentials-missing', { reason: sayWays(operation.security) })
          : wholeRequest('credentials-refused', refusal ? { refusal } : {});
      const subject = subjectOf(operation, { path: route.parameters });
      return answerIssues(request, [issue], operation, { delay, subject, headers: challenge(operation.security) });
    };
    if (verdict !== 'accepted') return refuse(signature && UNKNOWN_ACCESS_KEY);
    const checking = signature && options.checkSignature?.(request, signature);
    if (!checking) return answerCaller(request, operation, route, delay);
    return checking.then((refusal) => (refusal ? refuse(refusal) : answerCaller(request, operation, route, delay)));
  };

  const answerCaller = (
    request: NeutralRequest,
    operation: Operation,
    route: RouteMatch,
    delay: number | undefined,
  ): Handled | Promise<Handled> => {
    const { values, issues } = readRequest(request, operation, route, maxBody);
    const more = { delay, subject: subjectOf(operation, values) };
    if (issues.length > 0) return answerIssues(request, issues, operation, more);
    const resolver = Object.hasOwn(resolvers, operation.id) ? resolvers[operation.id] : undefined;
    const call = { operation, credentials: () => credentialsOf(request, operation.security), ...values };
    const answer = (outcome: Outcome | undefined): Handled =>
      outcome ? answerOutcome(request, call, outcome, more) : answerExample(request, operation, more);
    try {
      const outcome = checkRecords(call, lookup) ?? resolver?.(call);
      if (!outcome || !('then' in outcome)) return answer(outcome);
      return outcome.then(answer).catch((error: unknown) => fail(error, request, operation, more));
    } catch (error) {
      return fail(error, request, operation, more);
    }
  };

  return {
    operations,
    claims: (sent) => {
      // A slash too much is answered here, with a hint, and not by whoever comes next.
      const path = sent.replace(/\/{2,}/g, '/');
      return prefixes.some((prefix) => path.startsWith(prefix)) ? 'below' : matchRoute(sent) ? 'at-top' : undefined;
    },
    maxBody,
    faults,
    handle: async (request) => {
      try {
        const handled = dispatch(request);
        return 'then' in handled ? await handled : handled;
      } catch (error) {
        return fail(error, request, undefined);
      }
    },
    refuse: (status, reason, kind = 'request-unreadable') =>
      answerIssues({ method: 'GET', headers: {} }, [wholeRequest(kind, { reason })], undefined, {
        status,
      }).answer,
  };
};

const wholeRequest = (
  keyword: string,
  more: { name?: string; reason?: string; code?: string | undefined; refusal?: Refusal } = {},
): Issue => ({ location: 'request', name: '', keyword, clause: undefined, code: undefined, ...more });

/** The body of a success that says nothing. */
const emptyBody = (response: DocumentedResponse | undefined): unknown =>
  response?.example ?? (response?.schema?.['type'] === 'object' ? {} : undefined);

/** Ids that no two requests share: what is drawn once, and a count. */
const createRequestIds = (random: () => number): (() => string) => {
  const hex = (value: number): string => Math.floor(value).toString(16).padStart(8, '0');
  const own = [0, 0, 0].map(() => hex(random() * 2 ** 32)).join('');
  let count = 0;
  return () => {
    count = (count + 1) % 2 ** 32;
    return own + hex(count);
  };
};

const sayWays = (security: readonly SecurityAlternative[]): string =>
  security.map((alternative) => alternative.map(({ label }) => label).join(' + ')).join(', ');

// Never "Basic": a browser would open its log-in window.
const challenge = (security: readonly SecurityAlternative[]): Record<string, string> =>
  security.some((alternative) => alternative.some(({ scheme }) => scheme === 'bearer'))
    ? { 'www-authenticate': 'Bearer' }
    : {};
