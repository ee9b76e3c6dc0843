import type { PlacedClause } from '../../openapi/operations/clause.ts';
import type { Case, Depth, Level } from '../cases/case.ts';
import type { Finding } from '../diagnose/finding.ts';

/** Of the JSON report's format; a change that breaks readers raises it. `report.schema.json` describes it. */
export const REPORT_VERSION = 2;

/** `error`: could not be checked; `skip`: was not, with a reason. */
export type Verdict = 'pass' | 'fail' | 'error' | 'skip';

/** How many there are of each verdict. */
export type Counts = Readonly<Record<Verdict, number>>;

/** What became of one case. */
export interface CaseResult extends Pick<Case, 'id' | 'title' | 'operation' | 'family' | 'level' | 'clauses'> {
  /** Ids of the clauses it shows broken: its own, or that of a status alone. */
  readonly broken: readonly string[];
  readonly verdict: Verdict;
  readonly expected: string;
  readonly received: string;
  /** Why this is expected; for skip and error, what kept it from being checked. */
  readonly reason: string;
  /** The same in Chinese, where the case came to no verdict. */
  readonly reasonZh?: string;
  /** Milliseconds. */
  readonly duration: number;
}

/** The verdicts of one clause, in the order of the page. */
export interface ClauseRow extends Counts, Pick<PlacedClause, 'id' | 'title' | 'zh' | 'place'> {
  /** Clauses of one group stand in one line: `createRepository · repository name`. */
  readonly group: string;
  readonly level: Level;
}

/** What a run proves about one named value. */
export interface Guarantee {
  /** `createRepository body.repository` */
  readonly subject: string;
  /** States that a server may have beyond the rule's own and still be found out. */
  readonly extra: number;
  /** States of the minimal automaton of the rule. */
  readonly states: number;
  readonly words: number;
  /** In plain words. */
  readonly text: string;
  readonly zh: string;
}

/** A row of what was not checked: the operations, clauses or cases, and why. */
export interface NotChecked {
  readonly what: string;
  readonly why: string;
  readonly whyZh: string;
  readonly cases: number;
}

/** How a server reads a form or path that the source leaves to HTTP (level *transport*), in one line. */
export type TransportRow = Pick<Finding, 'title' | 'expected' | 'received' | 'operation'>;

/** Everything a run found out, as data; reporters only format it. */
export interface Report {
  readonly version: number;
  readonly tool: string;
  readonly target: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Milliseconds. */
  readonly duration: number;
  readonly seed: number;
  readonly depth: Depth;
  /** Levels that count beside *must*. */
  readonly strict: readonly Level[];
  readonly outcome: 'conforms' | 'deviates' | 'unchecked';
  /** Why the outcome is what it is, in one line. */
  readonly summary: string;
  readonly summaryZh: string;
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly clauses: readonly ClauseRow[];
  /** What breaks a transport rule; findings only where the run is strict about it. */
  readonly transport: readonly TransportRow[];
  /** Where lists come from a replica: how late a law held at the worst, in milliseconds, and how many cases. */
  readonly late: { readonly milliseconds: number; readonly cases: number } | undefined;
  readonly guarantees: readonly Guarantee[];
  readonly notChecked: readonly NotChecked[];
  /** What the run made and could not delete. */
  readonly leftBehind: readonly string[];
  readonly deleted: number;
  /** Sent to check, every try counted; cleaning up is counted apart. */
  readonly requests: number;
  readonly cleanUpRequests: number;
  /** Accepted deviations that did not occur. */
  readonly staleKnown: readonly { readonly id: string; readonly reason: string }[];
  /** What helped where the plainest valid request was refused, and the edition that the server looks like. */
  readonly remarks: readonly { readonly text: string; readonly zh: string }[];
  readonly results: readonly CaseResult[];
}
