import { quote } from '../../http/curl-line.ts';
import type { TargetOptions } from '../target/target-options.ts';

/** The options of `verify` that reach a target as these did; secrets by the names of variables. */
export const sayTargetOptions = (options: TargetOptions, target: URL): string[] => {
  const given = (name: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`--${name} ${quote(value)}`];
  const hasUser = options.basic !== undefined || target.username !== '' || target.password !== '';
  return [
    ...given('namespace', options.namespace),
    ...(options.token === undefined ? [] : ['--token $TOKEN']),
    ...given('token-file', options.tokenFile),
    ...(options.tokenCommand === undefined ? [] : ['--token-command "$COMMAND"']),
    ...options.header.map((header) => `--header ${quote(`${header.split(':')[0]}: …`)}`),
    ...(hasUser ? ['--basic "$USER:$PASSWORD"'] : []),
    ...(options.insecure ? ['--insecure'] : []),
    ...given('ca', options.ca),
    ...given('cert', options.cert),
    ...given('key', options.key),
  ];
};

/** An option that names a file. */
export const sayFile = (name: string, file: string): string => `--${name} ${quote(file)}`;
