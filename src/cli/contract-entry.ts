// The package's entry "./contract": the suite, its reporters, and a sender for Node.
export type { Case } from '../contract/case.ts';
export { type CaseList, type CaseOptions, listCases } from '../contract/list-cases.ts';
export type { CaseResult, ClauseRow, Finding, Report } from '../contract/report.ts';
export { githubAnnotations, githubSummary } from '../contract/reporters/github.ts';
export { htmlReport } from '../contract/reporters/html.ts';
export { jsonReport } from '../contract/reporters/json.ts';
export { junitReport } from '../contract/reporters/junit.ts';
export { terminalReport } from '../contract/reporters/terminal.ts';
export { type Send, SendError } from '../contract/transport.ts';
export { type VerifyOptions, verifyTarget } from '../contract/verify-target.ts';
export type { KnownDeviation } from '../contract/write-report.ts';
export { createSendHttp, type SendOptions } from './send-http.ts';
