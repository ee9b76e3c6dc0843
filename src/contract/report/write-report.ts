import { countOf, fill, joinTexts, NOTHING, type Text, textOf } from '../../text/bilingual.ts';
import type { Case } from '../cases/case.ts';
import type { Finding } from '../diagnose/finding.ts';
import type { Judged } from '../judge/judged.ts';
import type { ContractModel } from '../model/read-model.ts';
import type { Stop } from '../run/transport.ts';
import { isCountedLevel, isSeenTwice } from './arrange-report.ts';
import { isJudged, LEVELS, listClauses, listGuarantees, listNotChecked, listResults } from './list-results.ts';
import { type CaseResult, REPORT_VERSION, type Report } from './report.ts';
import { words } from './texts.ts';

/** A deviation that the user accepts. */
export interface KnownDeviation {
  /** Of a finding: operation, clause and what was seen. */
  readonly id: string;
  readonly reason: string;
  readonly link: string | undefined;
}

type Head = 'tool' | 'target' | 'depth' | 'seed' | 'strict' | 'duration' | 'requests' | 'cleanUpRequests';

/** What a run came to. */
export interface Results extends Pick<Report, Head | 'deleted' | 'leftBehind' | 'remarks' | 'late' | 'findings'> {
  readonly known: readonly KnownDeviation[];
  readonly contract: ContractModel;
  readonly cases: readonly Case[];
  readonly judged: readonly Judged[];
  /** Why nothing could be checked. */
  readonly unchecked: string | undefined;
  /** Whether no case was left out by choice: only then a deviation that does not show is gone. */
  readonly whole: boolean;
  readonly stop: Stop | undefined;
  readonly absent: ReadonlyMap<string, string>;
  readonly skipReason: (tested: Case) => string | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** Puts the results of a run into a report. */
export const writeReport = (results: Results): Report => {
  const {
    findings: found,
    unchecked: met,
    known,
    contract,
    cases,
    judged,
    whole,
    stop,
    absent,
    skipReason,
    ...run
  } = results;
  const all = found.map((finding) => {
    const accepted = known.find(({ id }) => id === finding.id);
    return accepted ? { ...finding, known: { reason: accepted.reason, link: accepted.link } } : finding;
  });
  const findings = all.filter(({ level }) => level !== 'transport' || isCountedLevel(level, run));
  const told = listResults(results);
  const ran = told.filter(isJudged).length;
  const unchecked = met ?? (ran === 0 && !stop ? sayNoneRan(told) : undefined);
  const isComplete = unchecked === undefined && stop === undefined && ran > 0;
  // The lowest depth does not look for everything that a higher one found.
  const isThorough = isComplete && whole && run.depth !== 'smoke';
  const stale = known.filter(({ id }) => isThorough && !findings.some((finding) => finding.id === id));
  const counted = findings.filter((finding) => !finding.known && isCountedLevel(finding.level, run));
  const sure = counted.filter(isSeenTwice).length;
  const isDeviating = stop?.kind !== 'interrupted' && sure + stale.length > 0;
  const isConforming = isComplete && counted.length === 0;
  const outcome = isDeviating ? 'deviates' : isConforming ? 'conforms' : 'unchecked';
  const summary = saySummary(outcome, {
    sure,
    once: counted.length - sure,
    stale: stale.length,
    accepted: findings.filter((finding) => finding.known).length,
    ran,
    open: told.filter(({ verdict, level }) => verdict === 'fail' && !isCountedLevel(level, run)).length,
    reason: unchecked ?? stop?.text,
  });
  const isTransport = ({ level }: Finding): boolean => level === 'transport';
  return {
    version: REPORT_VERSION,
    ...run,
    startedAt: new Date(results.startedAt).toISOString(),
    outcome,
    summary: summary.en,
    summaryZh: summary.zh,
    findings: findings.toSorted((left, right) => weightOf(left) - weightOf(right)),
    clauses: listClauses(contract, told),
    transport: all
      .filter(isTransport)
      .map(({ title, expected, received, operation }) => ({ title, expected, received, operation })),
    guarantees: unchecked === undefined ? listGuarantees(results, told) : [],
    notChecked: listNotChecked(results, told, unchecked),
    staleKnown: stale.map(({ id, reason }) => ({ id, reason })),
    results: told,
  };
};

const weightOf = ({ known, level, reproduced }: Finding): number =>
  (known ? 100 : 0) + LEVELS.indexOf(level) * 10 + (reproduced === 'yes' ? 0 : 1);

const sayNoneRan = (cases: readonly CaseResult[]): string =>
  cases.length === 0
    ? 'there are no cases. Check --operation, --only and --skip.'
    : `no case could be checked: ${cases[0]?.reason ?? ''}.`;

interface Counted {
  /** Deviations that were seen twice, and once. */
  readonly sure: number;
  readonly once: number;
  readonly stale: number;
  readonly accepted: number;
  readonly ran: number;
  /** Cases of a level that does not count. */
  readonly open: number;
  readonly reason: string | undefined;
}

const saySummary = (outcome: Report['outcome'], counted: Counted): Text => {
  const { sure, once, stale, accepted, ran, open, reason } = counted;
  const cases = countOf(ran, words.case);
  const list = (sentence: Text, between: string, ...parts: readonly (readonly [count: number, text: Text])[]): Text => {
    const said = parts.flatMap(([count, text]) => (count > 0 ? [text] : []));
    return said.length === 0 ? NOTHING : fill(sentence, { list: joinTexts(said, textOf(' and ', between)) });
  };
  if (outcome === 'unchecked') {
    const unsure = `${countOf(once, words.deviation).en} did not show again.`;
    return fill(words.cannot, { reason: reason ?? (once > 0 ? unsure : 'no case was run.') });
  }
  if (outcome === 'conforms') {
    const onOpenPoints = fill(words.onOpenPoints, { cases: countOf(open, words.case) });
    const known = countOf(accepted, words.acceptedOne);
    return fill(words.keeps, { cases, apart: list(words.apart, '、', [accepted, known], [open, onOpenPoints]) });
  }
  const gone = stale === 1 ? words.gone : fill(words.goneMany, { count: stale });
  return fill(words.breaks, {
    cases,
    what: list(textOf('{list}'), '和', [sure, countOf(sure, words.deviation)], [stale, gone]),
    beside: list(words.beside, '', [accepted, countOf(accepted, words.acceptedOne)]),
    early: reason === undefined ? NOTHING : fill(words.early, { reason }),
  });
};
