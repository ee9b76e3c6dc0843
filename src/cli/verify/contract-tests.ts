import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Finding } from '../../contract/diagnose/finding.ts';
import { casesOf } from '../../contract/laws/list-cases.ts';
import { readModel } from '../../contract/model/read-model.ts';
import { isAbout, isSeenTwice, toneOf } from '../../contract/report/count-findings.ts';
import type { ClauseRow, Report } from '../../contract/report/report.ts';
import { type VerifyOptions, verifyTarget } from '../../contract/verify-target.ts';
import type { Document } from '../../openapi/document/document.ts';
import { tokenHeader, writeToken } from '../../openapi/operations/security.ts';
import { packageFolder } from '../document/load-document.ts';
import { createSendHttp } from '../target/send-http.ts';
import { version } from '../version.ts';

export interface ContractTestOptions extends Partial<Omit<VerifyOptions, 'target' | 'credentials'>> {
  /** Origin of the server; a function is asked when the first test runs. */
  readonly target: string | (() => string | Promise<string>);
  /** Sent as the document says: `Authorization: Bearer …`, or `X-Auth-Token: …`. */
  readonly token?: string | undefined;
  /** Called with the report, once. */
  readonly onReport?: (report: Report) => void;
}

/** One test of a runner: a clause, or a state law. */
export interface ContractTest {
  /** `[R4] must not hold more than two "_" in a row` */
  readonly name: string;
  /**
   * Rejects with the findings, their curl lines with them, where the server does not keep it. What
   * could not be checked is told to the context of the runner (`skip`), where it has one.
   */
  readonly check: (...context: readonly unknown[]) => Promise<void>;
}

/**
 * The contract as tests for any runner: `for (const { name, check } of contractTests({ target }))
 * test(name, check)`. Their names follow from the document; all of them share one run of the suite.
 *
 * @throws DocumentError if the document can't be used.
 */
export const contractTests = (options: ContractTestOptions): ContractTest[] => {
  const document = options.document ?? shippedDocument();
  const contract = readModel(document);
  const laws = new Set(
    casesOf(contract, { depth: options.depth ?? 'standard' }).flatMap(({ family }) => lawOf(family) ?? []),
  );
  const internal = new Set(contract.operations.flatMap(({ clauseOf }) => clauseOf.internal ?? []));
  const clauses = contract.clauses.filter(({ id }) => !internal.has(id));
  let run: Promise<Report> | undefined;
  const report = (): Promise<Report> => {
    run ??= verify(document, options);
    return run;
  };
  return [
    {
      name: 'the server can be checked',
      check: async () => {
        const { outcome, summary } = await report();
        if (outcome === 'unchecked') throw new Error(summary);
      },
    },
    ...clauses.map(
      ({ id, title }): ContractTest => ({
        name: `[${id}] ${title}`,
        check: async (...context) => {
          const full = await report();
          const { findings, clauses: rows } = full;
          settle(
            findings.filter(
              (finding) => isCounted(finding, full) && lawShown(finding) === undefined && isAbout(finding, id),
            ),
          );
          const row = rows.find((each) => each.id === id);
          if (row && isUnchecked(row)) skip(context, 'not checked on this server');
        },
      }),
    ),
    ...[...laws].map(
      (law): ContractTest => ({
        name: `law: ${law.replaceAll('-', ' ')}`,
        check: async (...context) => {
          const full = await report();
          const { findings, results } = full;
          settle(findings.filter((finding) => isCounted(finding, full) && lawShown(finding) === law));
          const own = results.filter(({ family }) => lawOf(family) === law);
          if (own.every(({ verdict }) => verdict === 'skip' || verdict === 'error'))
            skip(context, own[0]?.reason ?? 'not checked');
        },
      }),
    ),
  ];
};

let shipped: Document | undefined;

/** Read once: what is known of a document is kept with it. */
const shippedDocument = (): Document => {
  shipped ??= JSON.parse(readFileSync(join(packageFolder(), 'spec', 'openapi.json'), 'utf8')) as Document;
  return shipped;
};

const verify = async (document: Document, options: ContractTestOptions): Promise<Report> => {
  const { token, onReport, target: given, ...rest } = options;
  const target = (typeof given === 'string' ? given : await given()).replace(/\/$/, '');
  const credentials = token === undefined ? {} : writeToken(tokenHeader(document), token);
  const http = createSendHttp({ target: new URL(target), credentials: () => credentials });
  const report = await verifyTarget({
    send: http.send,
    tool: `swr-contract ${version}`,
    ...rest,
    document,
    target,
    credentials,
  }).finally(http.close);
  onReport?.(report);
  return report;
};

const lawOf = (family: string): string | undefined => (family.startsWith('law/') ? family.slice(4) : undefined);

/** The law that a finding is about, where only laws show it. Ids of their cases are `law/OPERATION/LAW/…`. */
const lawShown = ({ cases }: Finding): string | undefined => {
  const laws = cases.map((id) => (id.startsWith('law/') ? id.split('/').at(-2) : undefined));
  return laws.every((law) => law !== undefined) ? laws[0] : undefined;
};

const isCounted = (finding: Finding, report: Report): boolean =>
  toneOf(finding, report) === 'fail' && isSeenTwice(finding);

const isUnchecked = ({ pass, fail }: ClauseRow): boolean => pass + fail === 0;

const settle = (findings: readonly Finding[]): void => {
  if (findings.length > 0) throw new Error(findings.map(say).join('\n\n'));
};

const say = ({ id, title, expected, received, example, neighbour }: Finding): string =>
  [
    title,
    `  expected ${expected}, received ${received}`,
    ...(neighbour && neighbour.value !== ''
      ? [`  neighbour ${JSON.stringify(neighbour.value)}: ${neighbour.response?.status}`]
      : []),
    `  ${id}`,
    ...example.request.curl.split('\n').map((line) => `  ${line}`),
  ].join('\n');

const skip = ([context]: readonly unknown[], reason: string): void => {
  const own = context as { skip?: (note: string) => void } | undefined;
  if (typeof own?.skip === 'function') own.skip(reason);
};
