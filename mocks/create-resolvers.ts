import type { Resolver } from '../src/engine/resolver.ts';
import type { Fake } from './fake.ts';
import { createAgency, getAgency } from './resolvers/change/agency.ts';
import { createAccessDomain } from './resolvers/change/create-access-domain.ts';
import { createLogin } from './resolvers/change/create-login.ts';
import { createNamespace } from './resolvers/change/create-namespace.ts';
import { createRecords } from './resolvers/change/create-records.ts';
import { createRepository } from './resolvers/change/create-repository.ts';
import { createTag } from './resolvers/change/create-tag.ts';
import { deleteRecord } from './resolvers/change/delete-record.ts';
import { syncImages } from './resolvers/change/sync-images.ts';
import { updateRecords } from './resolvers/change/update-records.ts';
import { listNamespaces } from './resolvers/list/list-namespaces.ts';
import { listNothing } from './resolvers/list/list-nothing.ts';
import { listQuotas } from './resolvers/list/list-quotas.ts';
import { listRecords } from './resolvers/list/list-records.ts';
import { listRepositories } from './resolvers/list/list-repositories.ts';
import { listRepositoriesV3 } from './resolvers/list/list-repositories-v3.ts';
import { listSharedRepositories } from './resolvers/list/list-shared-repositories.ts';
import { listTags } from './resolvers/list/list-tags.ts';
import { listTagsV3 } from './resolvers/list/list-tags-v3.ts';
import { getAccess } from './resolvers/read/get-access.ts';
import { getAccessDomain } from './resolvers/read/get-access-domain.ts';
import { getNamespace } from './resolvers/read/get-namespace.ts';
import { readRecord } from './resolvers/read/read-record.ts';
import { getFeatureGates, getOverview, getReport } from './resolvers/read/statistics.ts';
import { getVersion, listVersions } from './resolvers/read/versions.ts';
import { showAccessDomain, showRepository, showTag } from './shown/representations.ts';
import { showRetention, showSync, showTrigger } from './shown/representations-of-rules.ts';

/** The resolvers of all operations of all editions, by id. */
export const createResolvers = (fake: Fake): Readonly<Record<string, Resolver>> => ({
  createNamespace: createNamespace(fake),
  listNamespaces: listNamespaces(fake),
  getNamespace: getNamespace(fake),
  deleteNamespace: deleteRecord(fake),
  createRepository: createRepository(fake),
  listRepositories: listRepositories(fake),
  getRepository: readRecord(fake, (record) => showRepository(fake.store, record)),
  updateRepository: updateRecords(fake),
  deleteRepository: deleteRecord(fake),
  listTags: listTags(fake),
  deleteTag: deleteRecord(fake),
  createAccessDomain: createAccessDomain(fake),
  listAccessDomains: listRecords(fake, (record) => showAccessDomain(record, fake.timestamp())),
  getAccessDomain: getAccessDomain(fake),
  updateAccessDomain: updateRecords(fake),
  deleteAccessDomain: deleteRecord(fake),
  listSharedRepositories: listSharedRepositories(fake),

  getNamespacePermissions: getAccess(fake, 'namespace_permissions'),
  createNamespacePermissions: createRecords(fake),
  updateNamespacePermissions: updateRecords(fake),
  deleteNamespacePermissions: deleteRecord(fake),

  getRepositoryPermissions: getAccess(fake, 'repository_permissions'),
  createRepositoryPermissions: createRecords(fake),
  updateRepositoryPermissions: updateRecords(fake),
  deleteRepositoryPermissions: deleteRecord(fake),

  listVersions,
  getVersion,

  listRepositoriesV3: listRepositoriesV3(fake),
  listSharedRepositoriesV3: listRepositoriesV3(fake),
  listTagsV3: listTagsV3(fake),

  listQuotas: listQuotas(fake),

  getOverview: getOverview(fake),
  getReport: getReport(fake),
  getFeatureGates: getFeatureGates(fake),

  createSecret: createLogin(fake),
  createAuthorizationToken: createLogin(fake),

  listRetentions: listRecords(fake, showRetention),
  createRetention: createRecords(fake, showRetention),
  listRetentionHistories: listNothing('retention_log'),
  getRetention: readRecord(fake, showRetention),
  updateRetention: updateRecords(fake),
  deleteRetention: deleteRecord(fake),

  listTriggers: listRecords(fake, showTrigger),
  createTrigger: createRecords(fake),
  getTrigger: readRecord(fake, showTrigger),
  updateTrigger: updateRecords(fake),
  deleteTrigger: deleteRecord(fake),

  listSyncRepositories: listRecords(fake, showSync),
  createSyncRepository: createRecords(fake),
  deleteSyncRepository: deleteRecord(fake),
  syncImages: syncImages(fake),
  listSyncJobs: listRecords(fake, showSync),

  createTag: createTag(fake),
  getTag: readRecord(fake, (record) => showTag(fake.store, record)),

  getAgency: getAgency(fake),
  createAgency: createAgency(fake),
});
