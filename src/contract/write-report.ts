import type { Case } from './case.ts';
import type { Judgement } from './judge.ts';
import type { ContractModel } from './model.ts';
import type { CaseResult, ClauseRow, Finding, Guarantee, Report } from './report.ts';
import { testWords } from './rules/w-method.ts';
import type { CaseRun } from './run-cases.ts';

/** A deviation that the user accepts. */
export interface KnownDeviation {
  /** Of a finding. */
  readonly id: string;
  readonly reason: string;
  readonly link: string | undefined;
}

/** A case with its answers and what they are worth. */
export interface Judged {
  readonly run: CaseRun;
  readonly judgement: Judgement;
}

interface Results {
  readonly options: {
    readonly tool: string;
    readonly target: string;
    readonly depth: number;
    readonly seed: number;
    readonly strict?: boolean;
    readonly known?: readonly KnownDeviation[];
  };
  readonly model: ContractModel;
  readonly cases: readonly Case[];
  readonly judged: readonly Judged[];
  readonly findings: readonly Finding[];
  /** Why nothing could be checked. */
  readonly unchecked: string | undefined;
  /** Whether no case was left out by choice: only then a deviation that does not show is gone. */
  readonly whole: boolean;
  /** Why the run ended early. */
  readonly stopped: string | undefined;
  readonly skipReason: (tested: Case) => string | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly duration: number;
  readonly requests: number;
  readonly deleted: number;
  readonly leftBehind: readonly string[];
}

/** Puts the results of a run into a report. */
export const writeReport = (results: Results): Report => {
  const { options, model, stopped } = results;
  const known = options.known ?? [];
  const findings = results.findings.map((finding) => {
    const accepted = known.find(({ id }) => id === finding.id);
    return accepted ? { ...finding, known: { reason: accepted.reason, link: accepted.link } } : finding;
  });
  const cases = listResults(results);
  const unchecked = results.unchecked ?? sayNoneRan(results, cases);
  const ran = cases.filter(({ verdict }) => verdict === 'pass' || verdict === 'fail').length;
  const complete = unchecked === undefined && stopped === undefined && ran > 0;
  const staleKnown =
    complete && results.whole
      ? known
          .filter(({ id }) => !findings.some((finding) => finding.id === id))
          .map(({ id, reason }) => ({ id, reason }))
      : [];
  const counted = findings.filter((finding) => !finding.known && (finding.level === 'must' || options.strict === true));
  const outcome: Report['outcome'] =
    counted.length > 0 || staleKnown.length > 0 ? 'deviates' : complete ? 'conforms' : 'unchecked';
  return {
    tool: options.tool,
    target: options.target,
    startedAt: new Date(results.startedAt).toISOString(),
    duration: results.duration,
    seed: options.seed,
    depth: options.depth,
    outcome,
    summary: saySummary(outcome, counted.length, staleKnown.length, ran, unchecked ?? stopped),
    clauses: listRows(model, cases),
    findings,
    results: cases,
    guarantees: complete ? listGuarantees(results, cases) : [],
    notChecked: [...listNotChecked(cases, unchecked), ...listUntried(model, cases)],
    leftBehind: results.leftBehind,
    deleted: results.deleted,
    requests: results.requests,
    staleKnown,
  };
};

/** Why none of the chosen cases could be checked, where that is so. */
const sayNoneRan = ({ cases: chosen, stopped }: Results, results: readonly CaseResult[]): string | undefined => {
  const ids = new Set(chosen.map(({ id }) => id));
  const own = results.filter(({ id }) => ids.has(id));
  if (stopped !== undefined || own.some(({ verdict }) => verdict === 'pass' || verdict === 'fail')) return undefined;
  return `no case could be checked: ${own[0]?.reason ?? 'there are none'}`;
};

const saySummary = (
  outcome: Report['outcome'],
  findings: number,
  stale: number,
  ran: number,
  reason: string | undefined,
): string => {
  const early = reason === undefined ? '' : ` The run ended early: ${reason}`;
  if (outcome === 'conforms') return `The server keeps the contract in all ${ran} cases.${early}`;
  if (outcome === 'unchecked') return `The server could not be checked: ${reason ?? 'no case was run.'}`;
  const parts = [
    ...(findings > 0 ? [`${findings} ${findings === 1 ? 'deviation' : 'deviations'}`] : []),
    ...(stale > 0
      ? [
          `${stale} accepted ${stale === 1 ? 'deviation' : 'deviations'} that no longer ${stale === 1 ? 'occurs' : 'occur'}`,
        ]
      : []),
  ];
  return `The server does not keep the contract: ${parts.join(' and ')} in ${ran} cases.${early}`;
};

const listResults = ({ cases, judged, skipReason, unchecked, stopped }: Results): CaseResult[] => {
  const found = new Map(judged.map((each) => [each.run.tested.id, each]));
  const extra = judged.map(({ run }) => run.tested).filter((tested) => !cases.some(({ id }) => id === tested.id));
  return [...extra, ...cases].map((tested): CaseResult => {
    const each = found.get(tested.id);
    const { id, title, operation, family, clauses, level } = tested;
    const common = { id, title, operation, family, clauses, level };
    const expected = tested.steps.at(-1)?.expect.statuses.join(' or ') ?? '';
    if (!each) {
      const skipped = skipReason(tested);
      const reason = skipped ?? unchecked ?? stopped ?? 'the run ended before';
      return {
        ...common,
        verdict: skipped === undefined && unchecked !== undefined ? 'error' : 'skip',
        expected,
        received: '',
        reason,
        duration: 0,
      };
    }
    const { judgement, run } = each;
    const [first] = judgement.deviations;
    return {
      ...common,
      level: judgement.deviations.some((deviation) => deviation.level === 'must') ? 'must' : (first?.level ?? level),
      verdict: first ? 'fail' : judgement.problem === undefined ? 'pass' : 'error',
      expected: judgement.expected,
      received: judgement.received,
      reason: judgement.problem !== undefined && !first ? judgement.problem : tested.reason,
      duration: run.duration,
    };
  });
};

const listRows = (model: ContractModel, cases: readonly CaseResult[]): ClauseRow[] => {
  const byClause = new Map<string, CaseResult[]>();
  for (const result of cases)
    for (const id of result.clauses) {
      const own = byClause.get(id);
      if (own) own.push(result);
      else byClause.set(id, [result]);
    }
  const known = model.clauses.map(({ id, title, zh, place }) => ({ id, title, zh, place }));
  const others = model.register.filter(({ id }) => !known.some((clause) => clause.id === id));
  return [...known, ...others].map(({ id, title, zh, place }) => {
    const own = byClause.get(id) ?? [];
    const count = (verdict: CaseResult['verdict']): number => own.filter((result) => result.verdict === verdict).length;
    return {
      id,
      title,
      zh,
      place,
      level: model.open.has(id) ? 'should' : 'must',
      pass: count('pass'),
      fail: count('fail'),
      error: count('error'),
      skip: count('skip'),
    };
  });
};

const listGuarantees = ({ model, options, cases: chosen }: Results, cases: readonly CaseResult[]): Guarantee[] =>
  model.operations.flatMap(({ operation, subjects }) =>
    subjects.flatMap((subject): Guarantee[] => {
      const { automaton } = subject.rule;
      if (!automaton) return [];
      const own = cases.filter(
        ({ family, operation: id }) => id === operation.id && family.startsWith(`${subject.name}/`),
      );
      if (own.some(({ verdict }) => verdict === 'skip' || verdict === 'error')) return [];
      // Where a value only names what exists, a few words stand for its rule.
      const isProven = chosen.some(
        (each) => each.operation === operation.id && each.subject === subject.ref && each.tags.includes('words'),
      );
      if (!isProven) return [];
      const states = automaton.accepts.length;
      const most = states + options.depth;
      return [
        {
          subject: `${operation.id} ${subject.ref}`,
          depth: options.depth,
          states,
          words: testWords(automaton, options.depth).length,
          text: `Any rule for ${subject.name} that a machine of at most ${most} states can hold (the contract's own has ${states}), and that differs from the contract anywhere, would have been found.`,
          zh: `任何可由不超过 ${most} 个状态的自动机表示（契约本身为 ${states} 个）且与契约不同的 ${subject.name} 规则都会被发现。`,
        },
      ];
    }),
  );

const listNotChecked = (cases: readonly CaseResult[], unchecked: string | undefined): Report['notChecked'] => {
  if (unchecked !== undefined) return [{ what: 'everything', why: unchecked, cases: cases.length }];
  const rows = new Map<string, { what: string; why: string; cases: number }>();
  for (const { verdict, reason, family } of cases) {
    if (verdict !== 'skip' && verdict !== 'error') continue;
    const what = family.split('/')[0] ?? family;
    const row = rows.get(`${what} ${reason}`) ?? { what, why: reason, cases: 0 };
    rows.set(`${what} ${reason}`, { ...row, cases: row.cases + 1 });
  }
  return [...rows.values()];
};

/** Clauses for which no request of the API makes what it takes. */
const listUntried = (model: ContractModel, cases: readonly CaseResult[]): Report['notChecked'] => {
  const tried = new Set(cases.flatMap(({ clauses }) => clauses));
  const untried = model.clauses.filter(({ id }) => !tried.has(id)).map(({ id }) => id);
  // A choice of cases leaves out more than that.
  return untried.length === 0 || untried.length > model.clauses.length / 10
    ? []
    : [{ what: untried.join(', '), why: 'no operation makes what it takes to try them', cases: 0 }];
};
