// The package's entry "./contract": the suite, its reporters, the editions, and a sender for Node.
export type { Case, Depth, Level } from '../contract/cases/case.ts';
export type { Example, Finding } from '../contract/diagnose/finding.ts';
export { type CaseOptions, listCases } from '../contract/laws/list-cases.ts';
export { githubAnnotations, githubSummary } from '../contract/report/github.ts';
export { htmlReport } from '../contract/report/html/html-report.ts';
export { jsonReport } from '../contract/report/json.ts';
export { junitReport } from '../contract/report/junit.ts';
export type { CaseResult, ClauseRow, Report } from '../contract/report/report.ts';
export { terminalReport } from '../contract/report/terminal.ts';
export type { KnownDeviation } from '../contract/report/write-report.ts';
export type { Send } from '../contract/run/transport.ts';
export { type VerifyOptions, verifyTarget } from '../contract/verify-target.ts';
export { type ReceivedResponse, SendError } from '../http/received-response.ts';
export { listEditions, loadEdition } from './built-editions.ts';
export { type ContractTest, contractTests } from './contract-tests.ts';
export { createSendHttp, type SendOptions } from './send-http.ts';
