import type { CaseResult, ClauseRow, Finding, Report, Verdict } from '../report.ts';

/** Rows that stand together on the page. */
export interface ClauseGroup {
  readonly place: string;
  readonly rows: readonly ClauseRow[];
}

/** A report, arranged as people read it. */
export interface ArrangedReport {
  readonly counts: Readonly<Record<Verdict, number>>;
  /** What counts most comes first, what was accepted last. */
  readonly findings: readonly Finding[];
  readonly groups: readonly ClauseGroup[];
}

/** Counts the verdicts, orders the findings and groups the clauses by their place on the page. */
export const arrangeReport = (report: Report): ArrangedReport => {
  const counts = { pass: 0, fail: 0, error: 0, skip: 0 };
  for (const result of report.results) counts[result.verdict] += 1;
  return {
    counts,
    findings: report.findings.toSorted((one, other) => weight(one) - weight(other)),
    groups: groupClauses(report.clauses),
  };
};

/** The finding that each case shows. */
export const findingsByCase = (report: Report): ReadonlyMap<string, Finding> =>
  new Map(report.findings.flatMap((finding) => finding.cases.map((id) => [id, finding] as const)));

/**
 * Whether a case is a reason for the outcome. A conforming run may hold deviations that were accepted
 * or break only what *should* hold: then a CI page must not show red beside a green job.
 */
export const isCounted = (report: Report, result: CaseResult, finding: Finding | undefined): boolean =>
  result.verdict === 'fail' && !finding?.known && (result.level === 'must' || report.outcome !== 'conforms');

const weight = (finding: Finding): number =>
  finding.known ? 3 : finding.level === 'should' ? 2 : finding.reproduced === 'flaky' ? 1 : 0;

const groupClauses = (clauses: readonly ClauseRow[]): ClauseGroup[] => {
  const groups: { place: string; rows: ClauseRow[] }[] = [];
  for (const row of clauses) {
    // "request table, repository, range" stands in "request table, repository".
    const place = row.place.replace(/,[^,]*$/, '');
    const last = groups.at(-1);
    if (last?.place === place) last.rows.push(row);
    else groups.push({ place, rows: [row] });
  }
  return groups;
};
