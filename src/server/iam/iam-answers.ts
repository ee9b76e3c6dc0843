import { negotiateLanguage } from '../../engine/answers/negotiate-language.ts';
import { baseUrlOf, type NeutralAnswer, type NeutralRequest } from '../../http/message.ts';
import type { Words } from '../../openapi/operations/issue.ts';
import { cryptography } from '../cryptography.ts';
import type { Named } from './read-log-in.ts';

/** An entry of the catalogue: what clients look for, and where it is on this server. */
export interface Service {
  readonly type: string;
  readonly name: string;
  readonly path: string;
}

const OWN_SERVICES: readonly Service[] = [
  { type: 'identity', name: 'keystone', path: '/v3' },
  { type: 'iam', name: 'iam', path: '/v3' },
];

/** The catalogue of services, for a project or for none. */
export const catalogue = (
  request: NeutralRequest,
  services: readonly Service[],
  project: Named | undefined,
): unknown[] => {
  // Projects are called by their region: `region`, or `region_project`. "*" is any.
  const regions = new Set([project?.name?.split('_')[0] ?? '*', '*']);
  return [...services, ...OWN_SERVICES].map(({ type, name, path }) => ({
    id: idOf('service', type),
    type,
    name,
    endpoints: [...regions].map((region) => ({
      id: idOf('endpoint', `${type} ${region}`),
      interface: 'public',
      region,
      region_id: region,
      url: baseUrlOf(request) + path,
    })),
  }));
};

/** An id that only kind and name decide, in the form of the service's own. */
export const idOf = (kind: string, name: string): string =>
  cryptography().createHash('md5').update(`${kind} ${name}`).digest('hex');

/** Id and name, each made of the other where it is not given. */
export const completeNamed = (kind: string, { id, name = id ?? kind }: Named): Required<Named> => ({
  id: id ?? idOf(kind, name),
  name,
});

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
};

/** An answer with a JSON body. */
export const answer = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): NeutralAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** An error as Identity API v3 writes it. */
export const refuse = (request: NeutralRequest, status: number, words: Words): NeutralAnswer => {
  const language = negotiateLanguage(request.headers['accept-language']);
  const error = { code: status, message: words[language], title: TITLES[status] };
  return answer(status, { error }, { 'content-language': language });
};

/** The version that clients look for before they log in. */
export const versionOf = (request: NeutralRequest): unknown => ({
  id: 'v3.6',
  status: 'stable',
  updated: '2016-04-04T00:00:00Z',
  links: [{ rel: 'self', href: `${baseUrlOf(request)}/v3/` }],
  'media-types': [{ type: 'application/vnd.openstack.identity-v3+json', base: 'application/json' }],
});
