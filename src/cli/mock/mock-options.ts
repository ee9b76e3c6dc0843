import type { Readings } from '../../openapi/overlays/apply-readings.ts';
import { UserError } from '../fail.ts';
import type { MockCredentialOptions } from './access/mock-credentials.ts';
import type { LogFormat } from './mock-log.ts';

/** The options of `swr-contract mock`, as they were read. */
export interface MockOptions extends MockCredentialOptions {
  port: number;
  host: string;
  allowHost: string[];
  tlsCert?: string;
  tlsKey?: string;
  spec?: string;
  edition?: string;
  overlay: string[];
  namespaces?: 'open' | 'strict';
  auth?: 'required' | 'off';
  records: number;
  seed: number;
  seedFile?: string;
  state?: string;
  latency?: { min: number; max: number };
  descriptionLimit?: number;
  reading: Readings;
  maxBody: number;
  cors?: string[];
  log: LogFormat;
  control: boolean;
  iam?: boolean;
  watch?: boolean;
}

/**
 * The readings that options choose; the short options are other names of readings.
 *
 * @throws UserError where two of them choose differently.
 */
export const chosenReadings = ({ reading, namespaces, auth, descriptionLimit }: MockOptions): Readings => {
  const short: Readings = {
    ...(auth === undefined ? {} : { A1: auth }),
    ...(namespaces === undefined ? {} : { A2: namespaces }),
    ...(descriptionLimit === undefined ? {} : { A5: String(descriptionLimit) }),
  };
  for (const [id, value] of Object.entries(reading))
    if (short[id] !== undefined && short[id] !== value)
      throw new UserError(
        `Failed to use --reading ${id}=${value}: another option chose ${short[id]}. Give one of them.`,
      );
  return { ...short, ...reading };
};
