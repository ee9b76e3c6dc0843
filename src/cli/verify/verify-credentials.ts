import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isSecretName } from '../../http/secrets/is-secret.ts';
import { type TokenHeader, writeToken } from '../../openapi/operations/security.ts';
import { UserError } from '../fail.ts';
import { readLines, splitLines } from '../read-lines.ts';

/** What a run sends to say who it is. */
export interface Credentials {
  /** Headers that a request without credentials leaves out; names in lower case. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** Headers of every request. */
  readonly plain: Readonly<Record<string, string>>;
  /** Texts that no report may hold. */
  readonly secrets: () => readonly string[];
  /** Asks `--token-command` or `--token-file` for a fresh token; true where there is one. */
  readonly renew: (() => Promise<boolean>) | undefined;
}

export interface CredentialOptions {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly tokenCommand?: string;
  readonly header: readonly string[];
  readonly basic?: string;
}

const TOKEN_COMMAND_TIMEOUT = 60_000;

/**
 * Reads the credentials from options, from the user in the target's URL, or from a command.
 *
 * @param tokenHeaders those that a token goes out in.
 * @throws UserError for what no header can hold.
 */
export const readCredentials = async (
  options: CredentialOptions,
  target: URL | undefined,
  tokenHeaders: readonly TokenHeader[],
): Promise<Credentials> => {
  const { plain, secret } = readHeaders(options.header.flatMap(splitLines));
  const user = target && (target.username !== '' || target.password !== '') ? userOf(target) : undefined;
  const basic = options.basic?.trim() || user;
  const { tokenFile } = options;
  // A file may get a fresh token while the run goes on.
  const askFile = (): string | undefined =>
    tokenFile === undefined ? undefined : checkToken(readLines(tokenFile, '--token-file')[0], '--token-file');
  let token = askFile() ?? checkToken(options.token, '--token or TARGET_TOKEN');
  const ask = async (): Promise<string | undefined> => {
    if (tokenFile !== undefined) return askFile();
    if (options.tokenCommand === undefined) return undefined;
    try {
      const shell = process.platform === 'win32' ? ['cmd', '/c'] : ['sh', '-c'];
      const [file = 'sh', ...args] = [...shell, options.tokenCommand];
      const { stdout } = await promisify(execFile)(file, args, { timeout: TOKEN_COMMAND_TIMEOUT });
      return checkToken(stdout, '--token-command');
    } catch (error) {
      if (error instanceof UserError) throw error;
      // Not the message, which repeats the command and what it may hold.
      const { code, killed } = error as { code?: number | string; killed?: boolean };
      const why = killed ? `it took more than ${TOKEN_COMMAND_TIMEOUT / 1000} s` : `it ended with ${code}`;
      throw new UserError(`Failed to run --token-command: ${why}.`);
    }
  };
  token ??= await ask();
  const known = new Set<string>();
  const headers = (): Record<string, string> => {
    const own = token;
    const all: Record<string, string> = {
      ...secret,
      ...(basic === undefined ? {} : { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }),
      ...(own === undefined ? {} : Object.assign({}, ...tokenHeaders.map((header) => writeToken(header, own)))),
    };
    for (const value of Object.values(all)) known.add(value).add(value.replace(/^\S+ /, ''));
    return all;
  };
  headers();
  return {
    headers,
    plain,
    secrets: () => [...known, ...(basic === undefined ? [] : [basic, basic.slice(basic.indexOf(':') + 1)])],
    renew:
      options.tokenCommand === undefined && tokenFile === undefined
        ? undefined
        : async () => {
            try {
              const fresh = await ask();
              const isNew = fresh !== undefined && fresh !== token;
              token = fresh ?? token;
              return isNew;
            } catch (error) {
              console.error(`\nerror: ${(error as Error).message}`);
              return false;
            }
          },
  };
};

const userOf = ({ username, password }: URL): string => {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    return `${username}:${password}`;
  }
};

/** A line end at the end of a token comes from a file; other characters that no header holds are a mistake. */
const checkToken = (text: string | undefined, from: string): string | undefined => {
  const token = text?.trim();
  if (token === undefined || token === '') return undefined;
  if (/[^\x21-\x7e]/.test(token))
    throw new UserError(`Failed to read the token: it holds a character that no header can carry (from ${from}).`);
  return token;
};

const readHeaders = (lines: readonly string[]): { plain: Record<string, string>; secret: Record<string, string> } => {
  const plain: Record<string, string> = {};
  const secret: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value = ''] = /^([^\s:]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || !/^[!#$%&'*+.^_`|~\w-]+$/.test(name))
      throw new UserError(`Failed to read --header: it must be 'NAME: VALUE' (received ${line.split(':')[0]}).`);
    if (/[^\t\x20-\x7e\x80-\xff]/.test(value))
      throw new UserError(`Failed to read --header ${name}: its value holds a character that no header can carry.`);
    (isSecretName(name) ? secret : plain)[name.toLowerCase()] = value;
  }
  return { plain, secret };
};
