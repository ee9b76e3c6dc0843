import { type Case, CONTAINER, TOKEN } from './case.ts';
import { createCaseKit } from './cases/case-kit.ts';
import { ALPHABETS, createNamer, type Namer } from './create-namer.ts';
import { encodeRequest, type Naming } from './encode-request.ts';
import { matches } from './judge.ts';
import type { OperationModel } from './model.ts';
import { planRequest } from './plan-request.ts';
import { type CaseRun, sendSteps } from './run-cases.ts';
import type { Transport } from './transport.ts';

/** What the first requests say about a target. */
export interface Probe {
  readonly namer: Namer;
  /** The first request is a test like any other. */
  readonly runs: readonly CaseRun[];
  /** Why nothing can be checked. */
  readonly unchecked: string | undefined;
  /** Whether containers other than the given one may be used. */
  readonly freshContainers: boolean;
  /** Makes a container, where the target wants it to exist and offers to create it. */
  readonly openContainer: ((naming: Naming) => Promise<void>) | undefined;
}

export interface ProbeOptions {
  readonly transport: Transport;
  readonly random: () => number;
  /** The container to create in, where the user named one. */
  readonly container: string | undefined;
  readonly hasCredentials: boolean;
  /** The operation that creates containers. */
  readonly creator: OperationModel | undefined;
  readonly now: () => number;
}

/**
 * Finds out whether the target can be checked at all, with letters it takes, and whether its
 * containers must exist first.
 */
export const probeTarget = async (model: OperationModel, options: ProbeOptions): Promise<Probe> => {
  const { transport, random, container, now } = options;
  const runs: CaseRun[] = [];
  const [own] = model.containers;
  let namer = createNamer(random, container, ALPHABETS[0]);
  const send = async (tested: Case): Promise<number | string> => {
    const start = now();
    const naming = namer.next();
    const answers = await sendSteps(tested.steps, naming, transport);
    runs.push({ tested, naming, answers, duration: now() - start });
    const exchange = answers[0]?.[0];
    return exchange?.response?.status ?? exchange?.problem ?? 'no answer';
  };
  const accepts = (status: number | string): boolean => typeof status === 'number' && Math.floor(status / 100) === 2;

  let openContainer: Probe['openContainer'];
  const done = (unchecked: string | undefined, freshContainers: boolean): Probe => ({
    namer,
    runs,
    unchecked,
    freshContainers,
    openContainer,
  });
  if (container !== undefined && own && !own.isValid(container))
    return done(`${container} breaks a rule for ${own.name} (${own.broken(container).join(', ')}).`, false);
  const first = await send(firstCase(model, ALPHABETS[0]));
  if (first === 404 && container === undefined && options.creator) {
    // Containers must exist first; the run makes its own.
    const open = createOpenContainer(options.creator, transport);
    if (await open(namer.next())) {
      openContainer = async (naming) => void (await open(naming));
      runs.length = 0;
      const second = await send(firstCase(model, ALPHABETS[0]));
      if (accepts(second)) return done(undefined, false);
    }
  }
  if (typeof first === 'string') return done(`the server cannot be reached: ${first}`, false);
  if (first === 401 || first === 403) return done(sayRefused(first, options.hasCredentials), false);
  if (!accepts(first)) {
    // The letters may be at fault, and so may the moment.
    namer = createNamer(random, container, ALPHABETS[1]);
    const second = await send(firstCase(model, ALPHABETS[1]));
    if (!accepts(second)) namer = createNamer(random, container, ALPHABETS[0]);
    if (first === 404 && second === 404 && !matches(model.success, 404)) return done(sayNotFound(container), false);
  }
  if (container === undefined || model.containers.length === 0) return done(undefined, true);

  // With a container of its own the server may refuse every other one.
  const kit = createCaseKit(model, 0);
  kit.add({
    family: 'probe',
    key: 'another-container',
    title: `another ${own?.name ?? 'container'} than the given one`,
    clauses: [],
    reason: 'finds out whether containers must exist first',
    steps: [
      kit.step({ outcome: 'open', statuses: ['2xx', '3xx', '4xx', '5xx'] }, own ? { set: { [own.ref]: TOKEN } } : {}),
    ],
  });
  const [other] = kit.cases;
  // A refusal of one name may be about its letters; how a server refuses an unknown container is open.
  let isRefused = true;
  for (let attempt = 0; attempt < 2 && isRefused; attempt += 1) {
    const status = other ? await send(other) : 404;
    runs.pop();
    isRefused = typeof status === 'number' && status >= 400 && status < 500 && String(status) !== model.conflict;
  }
  return done(undefined, !isRefused);
};

/** Creates a container by its own operation; true where that succeeds. */
const createOpenContainer =
  (creator: OperationModel, transport: Transport) =>
  async (naming: Naming): Promise<boolean> => {
    const name = creator.nameSubject;
    if (!name) return false;
    const plan = planRequest(creator, { set: { [name.ref]: CONTAINER } });
    const { response } = await transport.exchange(encodeRequest(plan, naming));
    return response !== undefined && Math.floor(response.status / 100) === 2;
  };

const firstCase = (model: OperationModel, alphabet: string): Case => {
  const kit = createCaseKit(model, 0);
  const { nameSubject } = model;
  const name = nameSubject && nameSubject.rule.most >= 40 && nameSubject.isValid(alphabet) ? alphabet + TOKEN : TOKEN;
  kit.add({
    family: 'first',
    key: alphabet,
    title: 'the very first request is answered like any other',
    clauses: [model.clauseOf.success],
    reason: 'is the plainest valid request',
    tags: ['first request'],
    steps: [kit.step(kit.success, nameSubject ? { set: { [nameSubject.ref]: name } } : {})],
  });
  return kit.cases[0] as Case;
};

const sayRefused = (status: number, hasCredentials: boolean): string =>
  hasCredentials
    ? `the server refuses the credentials (${status}). Check --token, --basic or --header.`
    : `the server wants credentials (${status}). Give --token, --basic or --header.`;

const sayNotFound = (container: string | undefined): string =>
  container === undefined
    ? 'a valid request is answered 404. Check --target, or name a namespace that exists with --namespace.'
    : `a valid request in ${container} is answered 404. Check --target and --namespace.`;
