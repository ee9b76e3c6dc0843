import type { Resolver } from '../../../src/engine/resolver.ts';
import type { Fake } from '../../fake.ts';
import { domainId } from '../../shown/accounts.ts';

/** What an account has; nobody pulls anything from the fake. */
const countAll = ({ store }: Fake, owner: string) => {
  const namespaces = store.list('namespaces', { where: { owner } }).records;
  const images = namespaces.flatMap(({ name }) => store.below('tags', [String(name)]));
  return {
    namspace_num: namespaces.length,
    repo_num: store.list('repositories', { where: { owner }, limit: 0 }).total,
    image_num: images.length,
    store_space: images.reduce((sum, { size }) => sum + Number(size), 0),
    downflow_size: 0,
  };
};

/** How much the account has (SO1). */
export const getOverview =
  (fake: Fake): Resolver =>
  (call) => {
    const account = fake.accountOf(call);
    return { body: { domain_id: domainId(account), domain_name: account, ...countAll(fake, account) } };
  };

/** What is stored, or was pulled, on this day (SR3). */
export const getReport =
  (fake: Fake): Resolver =>
  (call) => {
    const { store_space, downflow_size } = countAll(fake, fake.accountOf(call));
    const value = call.path['resource_type'] === 'store' ? store_space : downflow_size;
    return { body: [{ date: fake.timestamp().slice(0, 'YYYY-MM-DD'.length), value }] };
  };

/** Which parts the document in use has (SF2). */
export const getFeatureGates =
  ({ offers }: Fake): Resolver =>
  () => ({
    body: {
      enable_experience: false,
      enable_hss_service: false,
      enable_image_scan: false,
      enable_sm3: false,
      enable_image_sync: offers('syncImages'),
      enable_cci_service: false,
      enable_image_label: false,
      enable_pipeline: false,
      enable_authorization_token: offers('createAuthorizationToken'),
      enable_list_v3: offers('listRepositoriesV3'),
    },
  });
