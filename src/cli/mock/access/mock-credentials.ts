import { UserError } from '../../fail.ts';
import { readLines, splitLines } from '../../read-lines.ts';

/** An access key that the fake knows. */
export interface AccessKey {
  /** Where it is there, signatures are checked with it. */
  readonly secret: string | undefined;
  readonly account: string;
}

/** Whose requests the fake answers. */
export interface MockCredentials {
  readonly tokens: readonly string[];
  /** Token by account. */
  readonly accounts: Readonly<Record<string, string>>;
  readonly accessKeys: ReadonlyMap<string, AccessKey>;
}

/** As on the command line: each text may hold several lines, one credential a line. */
export interface MockCredentialOptions {
  readonly token: readonly string[];
  readonly tokenFile: readonly string[];
  readonly account: readonly string[];
  readonly accountFile: readonly string[];
  readonly accessKey: readonly string[];
  readonly accessKeyFile: readonly string[];
  /** Those that were not given, but a variable. */
  readonly fromEnvironment?: ReadonlySet<string>;
}

/**
 * Reads credentials from options, from the environment (which commander puts into the options) and
 * from files.
 *
 * @param defaultAccount of an access key without one.
 * @throws UserError, without the text that it is about: it may be a secret.
 */
export const readMockCredentials = (options: MockCredentialOptions, defaultAccount: string): MockCredentials => ({
  tokens: listLines(options, 'token', options.tokenFile).map(({ line }) => line),
  accounts: Object.fromEntries(listLines(options, 'account', options.accountFile).map(readAccount)),
  accessKeys: new Map(
    listLines(options, 'accessKey', options.accessKeyFile).map((each) => readAccessKey(each, defaultAccount)),
  ),
});

interface Line {
  readonly line: string;
  /** Where it stands, for people. */
  readonly from: string;
}

const listLines = (
  options: MockCredentialOptions,
  name: 'token' | 'account' | 'accessKey',
  files: readonly string[],
): Line[] => {
  const option = name === 'accessKey' ? '--access-key' : `--${name}`;
  const from = options.fromEnvironment?.has(name) ? `MOCK_${option.slice(2).toUpperCase().replace('-', '_')}` : option;
  return [
    ...options[name].flatMap((text) => linesOf(text, from)).map((line) => ({ line, from })),
    ...files.flatMap((file) =>
      readLines(file, `${option}-file`).map((line) => ({ line, from: `${option}-file ${file}` })),
    ),
  ];
};

// What was meant to keep others out must not let everybody in: an unset variable of a shell is empty.
const linesOf = (text: string, from: string): string[] => {
  const lines = splitLines(text);
  if (lines.length === 0)
    throw new UserError(
      `Failed to read ${from}: it is empty. Give a credential, or ${from.startsWith('--') ? 'leave the option out' : 'unset it'}.`,
    );
  return lines;
};

const readAccount = ({ line, from }: Line): [name: string, token: string] => {
  const [, name, token] = /^([^=]+)=(.+)$/.exec(line) ?? [];
  if (name === undefined || token === undefined)
    throw new UserError(`Failed to read ${from}: it must be NAME=TOKEN, such as partner=secret.`);
  return [name, token];
};

// The last = begins the account: a secret may hold others.
const readAccessKey = ({ line, from }: Line, defaultAccount: string): [key: string, AccessKey] => {
  const [, key, secret, account = defaultAccount] = /^([^:=\s]+)(?::(\S+?))?(?:=([^=\s]+))?$/.exec(line) ?? [];
  if (key === undefined || /:(?:=|$)/.test(line))
    throw new UserError(`Failed to read ${from}: it must be KEY[:SECRET][=ACCOUNT], such as KEY:secret=partner.`);
  return [key, { secret, account }];
};
