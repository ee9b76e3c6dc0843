import type { BackendOptions } from '../../../../mocks/create-backend.ts';
import { DEFAULT_ACCOUNT } from '../../../../mocks/fake.ts';
import { SERVICE_CATALOGUE } from '../../../../mocks/service-catalogue.ts';
import { checkSignatures } from '../../../engine/access/check-signature.ts';
import { createIam, type Iam, type IamOptions } from '../../../server/iam/iam.ts';
import { type MockCredentialOptions, type MockCredentials, readMockCredentials } from './mock-credentials.ts';

/** Whose requests a server answers: all its worlds, and the service that gives out tokens. */
export interface Callers {
  readonly credentials: MockCredentials;
  readonly iam: Iam | undefined;
  /** The same for a fake. */
  readonly accepted: BackendOptions;
}

/**
 * Reads whom to accept; with `iam`, also whoever logs in.
 *
 * @param security how operations of the API in force are protected.
 * @throws UserError for credentials that can't be read.
 */
export const acceptCallers = (
  options: MockCredentialOptions & { readonly iam?: boolean },
  security: IamOptions['security'],
): Callers => {
  const credentials = readMockCredentials(options, DEFAULT_ACCOUNT);
  const { tokens, accounts, accessKeys } = credentials;
  const secrets = [...accessKeys].flatMap(([key, { secret }]) =>
    secret === undefined ? [] : [[key, secret] as const],
  );
  const checking = secrets.length === 0 ? {} : { checkSignature: checkSignatures(Object.fromEntries(secrets)) };
  const iam = options.iam
    ? createIam({
        ...credentials,
        ...checking,
        defaultAccount: DEFAULT_ACCOUNT,
        services: SERVICE_CATALOGUE,
        security,
      })
    : undefined;
  return {
    credentials,
    iam,
    accepted: {
      tokens,
      accounts,
      accessKeys: Object.fromEntries([...accessKeys].map(([key, { account }]) => [key, account])),
      ...checking,
      ...(iam ? { accountOfToken: iam.accountOfToken } : {}),
    },
  };
};
