import type { Finding } from '../diagnose/finding.ts';
import type { Report } from './report.ts';

/** What a finding is to the outcome: a reason for it, of a level that does not count, or accepted. */
export const toneOf = ({ known, level }: Finding, report: Pick<Report, 'strict'>): 'fail' | 'should' | 'known' => {
  if (known) return 'known';
  return isCountedLevel(level, report) ? 'fail' : 'should';
};

/** Whether what breaks this level is a reason for the outcome. */
export const isCountedLevel = (level: Finding['level'], { strict }: Pick<Report, 'strict'>): boolean =>
  level === 'must' || strict.includes(level);

/** A deviation is one that was seen twice; that the server, or what stands before it, fails now and then is none. */
export const isSeenTwice = ({ reproduced, cases, example: { response } }: Finding): boolean =>
  reproduced === 'yes' || (reproduced === 'flaky' && cases.length > 1 && (response?.status ?? 500) < 500);

/**
 * The findings that are reasons for the outcome: seen twice, not accepted, of a level that counts. Where a
 * run does not deviate there are none, since a CI page must not show red beside a green job.
 */
export const countedFindings = (report: Report): ReadonlySet<Finding> => {
  const isReason = (finding: Finding): boolean => toneOf(finding, report) === 'fail' && isSeenTwice(finding);
  return new Set(report.outcome === 'deviates' ? report.findings.filter(isReason) : []);
};

/** Whether a finding shows a clause broken, wherever. */
export const isAbout = ({ clause, also }: Finding, id: string): boolean =>
  clause === id || also.some((other) => other.clause === id);
