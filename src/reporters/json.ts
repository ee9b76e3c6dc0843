import type { Report } from '../contract/report/report.ts';

/** The report as JSON, for other programs. Nothing is left out or shortened. */
export const jsonReport = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
