// The package's entry "./contract": the suite, its reporters, the editions, and a sender for Node.
export type { Case, Depth, Level } from '../../contract/cases/case.ts';
export type { Example, Finding } from '../../contract/diagnose/finding.ts';
export { type CaseOptions, listCases } from '../../contract/laws/list-cases.ts';
export type { CaseResult, ClauseRow, Report } from '../../contract/report/report.ts';
export type { KnownDeviation } from '../../contract/report/results.ts';
export type { Send } from '../../contract/run/transport.ts';
export { type VerifyOptions, verifyTarget } from '../../contract/verify-target.ts';
export { type ReceivedResponse, SendError } from '../../http/received-response.ts';
export { githubAnnotations, githubSummary } from '../../reporters/github.ts';
export { htmlReport } from '../../reporters/html-report.ts';
export { jsonReport } from '../../reporters/json.ts';
export { junitReport } from '../../reporters/junit.ts';
export { terminalReport } from '../../reporters/terminal.ts';
export { listEditions, loadEdition } from '../editions/built-editions.ts';
export { createSendHttp, type SendOptions } from '../target/send-http.ts';
export { type ContractTest, contractTests } from './contract-tests.ts';
