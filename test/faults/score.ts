import type { Depth } from '../../src/contract/cases/case.ts';
import type { Example, Finding } from '../../src/contract/diagnose/finding.ts';
import type { Report } from '../../src/contract/report/report.ts';
import { verifyTarget } from '../../src/contract/verify-target.ts';
import { readRequest } from '../../src/engine/reading/read-request.ts';
import { createDice } from '../../src/http/dice.ts';
import { dereference } from '../../src/openapi/document/dereference.ts';
import type { Document } from '../../src/openapi/document/document.ts';
import { perDocument } from '../../src/openapi/document/per-document.ts';
import { listOperations } from '../../src/openapi/operations/list-operations.ts';
import { compileRoutes } from '../../src/openapi/operations/match-route.ts';
import { documentOf, type Expected, type Mutant } from './mutant.ts';
import { createContext } from './operators/context.ts';
import { CREDENTIALS, serve } from './serve.ts';

const ORIGIN = 'http://fake';

/** What one run says, held against what was planted. */
export interface Score {
  readonly ids: readonly string[];
  readonly outcome: string;
  /** Ids of faults that made any finding, and those that a finding names. */
  readonly killed: boolean;
  readonly named: readonly string[];
  /** Findings that nobody planted. */
  readonly noise: readonly string[];
  /** Findings whose evidence proves nothing, and why. */
  readonly bad: readonly string[];
  readonly findings: readonly string[];
  readonly requests: number;
  readonly milliseconds: number;
}

/** Runs the contract suite against a server with some faults at once. */
export const score = async (document: Document, mutants: readonly Mutant[], depth: Depth): Promise<Score> => {
  const start = performance.now();
  const report = await verify(document, mutants, depth);
  const counted = report.findings.filter(({ level }) => level !== 'transport');
  const isSeen = ({ shows }: Mutant): boolean =>
    shows === 'nothing' ||
    (shows === 'late' && report.late !== undefined) ||
    (shows === 'flaky' && counted.some(({ reproduced }) => reproduced === 'flaky'));
  const named = mutants.filter((mutant) => counted.some((finding) => names(finding, mutant)));
  return {
    ids: mutants.map(({ id }) => id),
    outcome: report.outcome,
    killed: counted.some((finding) => mutants.some((mutant) => counts(finding, mutant))) || mutants.some(isSeen),
    named: mutants.filter((mutant) => named.includes(mutant) || isSeen(mutant)).map(({ id }) => id),
    noise: counted
      .filter((finding) => !mutants.some(({ expects, tolerates = [] }) => isAmong(finding, [...expects, ...tolerates])))
      // Where a server fails now and then, what was seen once is no more than that.
      .filter((finding) => finding.reproduced === 'yes' || mutants.every(({ shows }) => shows === undefined))
      .map(say),
    bad: counted.flatMap((finding) => flawsOf(document, finding).map((flaw) => `${flaw}: ${say(finding)}`)),
    findings: counted.map(say),
    requests: report.requests,
    milliseconds: performance.now() - start,
  };
};

export const verify = (document: Document, mutants: readonly Mutant[], depth: Depth): Promise<Report> => {
  return verifyTarget({
    document,
    tool: 'faults',
    target: ORIGIN,
    send: serve(
      documentOf(document, mutants),
      mutants.flatMap(({ hooks }) => hooks?.() ?? []),
    ),
    credentials: CREDENTIALS,
    depth,
    // The same names in each run.
    random: createDice(7),
  });
};

const say = ({ level, id, title }: Finding): string => `${level} ${id} | ${title}`;

const isAmong = ({ also, ...own }: Finding, expected: readonly Expected[]): boolean =>
  expected.some(({ operation, clause }) =>
    [own, ...also].some((pair) => clause === pair.clause && (operation ?? pair.operation) === pair.operation),
  );

const counts = (finding: Finding, { level }: Mutant): boolean => level === 'should' || finding.level === 'must';

const names = (finding: Finding, mutant: Mutant): boolean =>
  counts(finding, mutant) && isAmong(finding, mutant.expects);

/** Which clauses a request breaks, whatever records there are; and which clauses are about more than one value. */
const readerOf = perDocument((document) => {
  const operations = listOperations(dereference(document));
  const match = compileRoutes(operations);
  const general = new Set(createContext(document).operations.flatMap(({ clauseAt }) => clauseAt('400') ?? []));
  return {
    /** That of a status, or a point of the register. */
    states: (clause: string): boolean => general.has(clause) || /^A\d/.test(clause),
    broken: ({ request: { method, url, headers, body } }: Example): string[] | undefined => {
      const target = url.slice(ORIGIN.length);
      const route = match(target.split('?')[0] ?? '');
      const operation = route?.operations.get(method);
      if (!route || !operation) return undefined;
      const request = { method, target, headers, body: new TextEncoder().encode(body) };
      const { issues } = readRequest(request, operation, route, 2 ** 30);
      return issues.map(({ clause, keyword }) => clause?.id ?? keyword);
    },
  };
});

/** Why the evidence of a finding proves nothing. */
const flawsOf = (document: Document, finding: Finding): string[] => {
  const { direction, example, neighbour, title, clause, reproduced, id } = finding;
  const flaws: string[] = [];
  if (reproduced === 'flaky') return flaws;
  const { broken, states } = readerOf(document);
  const wrong = broken(example);
  const right = neighbour && broken(neighbour);
  if (example.request.url === '') return ['no example'];
  if (wrong === undefined) return [];
  const isOfValue = example.value !== '';
  const isShown = wrong.includes(clause) || (wrong.length > 0 && states(clause));
  if (direction === 'too lax' && isOfValue && !isShown)
    flaws.push(`the example breaks ${wrong.join(', ') || 'nothing'}`);
  if (direction === 'too strict' && wrong.length > 0) flaws.push(`the example breaks ${wrong.join(', ')}`);
  if (right && right.length > 0) flaws.push(`the neighbour breaks ${right.join(', ')}`);
  if (isOfValue && !neighbour && direction !== 'wrong answer') flaws.push('no neighbour');
  if (isOfValue && direction !== 'wrong answer' && !showsValue(title, example.value))
    flaws.push(`the title does not show ${JSON.stringify(example.value.slice(0, 40))}`);
  if (isOfValue && !decoded(example).includes(example.value)) flaws.push('the value is not in the request');
  if (/undefined|\[object|NaN/.test(`${title} ${id}`)) flaws.push('the title shows a program');
  return flaws;
};

/** What a request holds, however it is written. */
const decoded = ({ request: { url, body } }: Example): string => {
  try {
    const values = body.startsWith('{') ? Object.values(JSON.parse(body)).join(' ') : body;
    return `${decodeURIComponent(url.replaceAll('+', '%20'))} ${values}`;
  } catch {
    return `${url} ${body}`;
  }
};

/** Titles show a value by its kinds of characters: any letter is as good as another, and a new name is a `t`. */
const shapeOf = (text: string): string =>
  text
    .replace(/[a-z]{11,}/g, 't')
    .replace(/[a-z0-9]/gi, (each) => (/[a-z]/.test(each) ? 'a' : /[A-Z]/.test(each) ? 'A' : '0'));

const showsValue = (title: string, value: string): boolean =>
  shapeOf(title).includes(shapeOf(JSON.stringify(value))) ||
  title.includes(value) ||
  title.includes(JSON.stringify(value).slice(1, 20)) ||
  title.includes(`${[...value].length} character`) ||
  /twice|any text/.test(title);
