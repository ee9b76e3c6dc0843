import type { Text } from '../../text/bilingual.ts';
import type { Case } from '../cases/case.ts';
import type { Finding } from '../diagnose/finding.ts';
import type { Judged } from '../judge/judged.ts';
import type { ContractModel } from '../model/read-model.ts';
import type { Stop } from '../run/limits.ts';
import type { Report } from './report.ts';

/** A deviation that the user accepts. */
export interface KnownDeviation {
  /** Of a finding: operation, clause and what was seen. */
  readonly id: string;
  readonly reason: string;
  readonly link: string | undefined;
}

/** What a run came to. */
export interface Results {
  readonly head: Omit<Report, 'version' | 'outcome' | 'summary' | 'summaryZh' | Found>;
  readonly findings: readonly Finding[];
  readonly known: readonly KnownDeviation[];
  readonly contract: ContractModel;
  readonly cases: readonly Case[];
  readonly judged: readonly Judged[];
  /** Why nothing could be checked. */
  readonly unchecked: Text | undefined;
  /** Whether no case was left out by choice: only then a deviation that does not show is gone. */
  readonly whole: boolean;
  readonly stop: Stop | undefined;
  readonly absent: ReadonlyMap<string, Text>;
  /** Why the run can not ask for operations, by id: its credentials may not, or it does not know what other services have. */
  readonly closed: ReadonlyMap<string, Text>;
  readonly skipReason: (tested: Case) => Text | undefined;
}

type Found = 'findings' | 'clauses' | 'transport' | 'guarantees' | 'notChecked' | 'staleKnown' | 'results';
