import { createSecureContext } from 'node:tls';

import { UserError } from '../fail.ts';
import { readText } from '../read-lines.ts';
import type { Credentials } from '../verify/verify-credentials.ts';
import { createSendHttp, type SendOptions } from './send-http.ts';
import type { TargetOptions } from './target-options.ts';

/**
 * Opens what sends to a target.
 *
 * @param act what the command does, for messages: `verify`.
 * @throws UserError for certificates or a proxy that can't be used.
 */
export const openTarget = (
  act: string,
  target: URL,
  credentials: Credentials,
  options: TargetOptions,
  connections: number,
): ReturnType<typeof createSendHttp> => {
  const certificates = readCertificates(act, options);
  try {
    return createSendHttp({
      target,
      credentials: credentials.headers,
      headers: credentials.plain,
      timeout: options.timeout,
      insecure: options.insecure,
      ...certificates,
      connections,
    });
  } catch (error) {
    throw new UserError((error as Error).message);
  }
};

/** Certificates and key as PEM, seen to be such before anything is sent. */
const readCertificates = (act: string, options: TargetOptions): Pick<SendOptions, 'ca' | 'cert' | 'key'> => {
  const read = (name: 'ca' | 'cert' | 'key') => {
    const file = options[name];
    return file === undefined ? undefined : readText(file, `--${name}`);
  };
  const pem = { ca: read('ca'), cert: read('cert'), key: read('key') };
  if ((pem.cert === undefined) !== (pem.key === undefined))
    throw new UserError(`Failed to ${act}: --cert and --key go together. Give both, or none.`);
  try {
    createSecureContext(pem);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(
      `Failed to read --ca, --cert or --key: ${code ?? message}. Each must be PEM, the key without a password.`,
    );
  }
  return pem;
};

/**
 * Reads `--target`.
 *
 * @throws UserError where there is none, or none that can be asked.
 */
export const readTarget = (act: string, text: string | undefined): URL => {
  // So a shell or a compose file leaves a variable that is not set.
  if (text === undefined || text.trim() === '')
    throw new UserError(`Failed to ${act}: no target. Give --target URL, e.g. http://127.0.0.1:30303.`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    // Without user and password.
    const shown = text.replace(/^([a-z][\w+.-]*:\/\/)?.*@/i, '$1');
    const hint = !shown.includes('//') && URL.canParse(`http://${shown}`) ? ` Did you mean http://${shown}?` : '';
    throw new UserError(`Failed to ${act}: --target is no http or https URL (received ${shown}).${hint}`);
  }
  return url;
};

/** Without user, password and the slash at its end. */
export const sayTarget = (target: URL): string => {
  const bare = new URL(target);
  [bare.username, bare.password] = ['', ''];
  return bare.href.replace(/\/$/, '');
};
