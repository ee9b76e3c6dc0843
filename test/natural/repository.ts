/** A repository as the servers here keep it. */
export interface Repository {
  readonly id: number;
  readonly namespace: string;
  readonly name: string;
  readonly category: string;
  readonly description: string;
  readonly is_public: boolean;
  readonly created: string;
}

export const NAME = /^[a-z](?:[a-z0-9]|__?(?=[a-z0-9])|-+(?=[a-z0-9]))*$/;
export const CATEGORIES = ['app_server', 'linux', 'framework_app', 'database', 'lang', 'other', 'windows', 'arms'];

/** A repository as it is read. */
export const showRepository = ({ namespace, created, ...shown }: Repository) => ({
  ...shown,
  ns_id: 1,
  creator_id: '1',
  creator_name: 'demo',
  size: 0,
  num_images: 0,
  num_download: 0,
  url: '',
  path: `registry.example.com/${namespace}/${shown.name}`,
  internal_path: `10.0.0.1:20202/${namespace}/${shown.name}`,
  created,
  updated: created,
});
