import { useHash } from '../../../src/ui/hooks/use-hash.ts';
import type { RepositoryPath } from './api.ts';

/** Which repositories a list shows, and which part of it. */
export interface ListView {
  readonly center: 'self' | 'thirdparty';
  readonly namespace: string;
  readonly name: string;
  readonly category: string;
  readonly offset: number;
  readonly limit: number;
}

/** What the page shows. It stands in the address behind `#`, so that any path can hold the console. */
export type Route =
  | { readonly page: 'repositories'; readonly view: ListView }
  | { readonly page: 'repository'; readonly path: RepositoryPath; readonly isForeign: boolean }
  | { readonly page: 'new'; readonly namespace: string }
  | { readonly page: 'namespaces' };

export const FIRST_VIEW: ListView = {
  center: 'self',
  namespace: '',
  name: '',
  category: '',
  offset: 0,
  limit: 10,
};

export const readRoute = (hash: string): Route => {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [page, ...rest] = path.split('/').map(decode);
  const values = new URLSearchParams(query);
  const [namespace = '', repository = ''] = rest;
  if (page === 'repository' && namespace !== '' && repository !== '')
    return { page, path: { namespace, repository }, isForeign: values.has('foreign') };
  if (page === 'new') return { page, namespace: values.get('namespace') ?? '' };
  if (page === 'namespaces') return { page };
  return {
    page: 'repositories',
    view: {
      center: values.get('center') === 'thirdparty' ? 'thirdparty' : 'self',
      namespace: values.get('namespace') ?? '',
      name: values.get('name') ?? '',
      category: values.get('category') ?? '',
      offset: wholeOf(values.get('offset'), FIRST_VIEW.offset),
      limit: wholeOf(values.get('limit'), FIRST_VIEW.limit),
    },
  };
};

const wholeOf = (text: string | null, otherwise: number): number =>
  text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise;

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The address of a list; what is as at first is left out. */
export const listAddress = (view: Partial<ListView> = {}): string => {
  const first: Readonly<Record<string, string | number>> = { ...FIRST_VIEW };
  const values = Object.entries(view).filter(([name, value]) => value !== first[name]);
  const query = new URLSearchParams(values.map(([name, value]) => [name, String(value)])).toString();
  return `#/repositories${query === '' ? '' : `?${query}`}`;
};

export const repositoryAddress = ({ namespace, repository }: RepositoryPath, isForeign = false): string =>
  `#/repository/${encodeURIComponent(namespace)}/${encodeURIComponent(repository)}${isForeign ? '?foreign' : ''}`;

export const newAddress = (namespace = ''): string =>
  namespace === '' ? '#/new' : `#/new?namespace=${encodeURIComponent(namespace)}`;

/** The route in the address, as it changes. */
export const useRoute = (): Route => readRoute(useHash());

export const go = (address: string): void => {
  location.hash = address;
};
