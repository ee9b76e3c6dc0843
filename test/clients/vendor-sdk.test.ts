import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core';
import { ServiceResponseException } from '@huaweicloud/huaweicloud-sdk-core/exception/ServiceResponseException.js';
import { Logger4jInstance } from '@huaweicloud/huaweicloud-sdk-core/logger/log4jLogger.js';
import * as swr from '@huaweicloud/huaweicloud-sdk-swr';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { type RunningCli, startCli } from '../cli/run-cli.ts';
import type { Connect } from './client.ts';
import { describeLifeCycle } from './life-cycle.ts';
import { CREDENTIALS } from './open-fake.ts';

// It writes each refusal to the console.
Logger4jInstance.level = 'off';

/** The SDK's types are classes, its answers what came as JSON: a list is an array, and names are those of the API. */
const asItCame = <Answer>(answer: unknown): Answer => answer as Answer;

type Item = Readonly<Record<'name' | 'Tag' | 'access_domain', string>>;

/** The vendor's SDK for Node, which signs its requests. */
const connect: Connect = (origin, account) => {
  const { accessKey, secret } = CREDENTIALS[account];
  const client = swr.SwrClient.newBuilder()
    .withCredential(new BasicCredentials().withAk(accessKey).withSk(secret).withProjectId('project'))
    .withEndpoint(origin)
    .build();
  return {
    createNamespace: (namespace) =>
      client.createNamespace(
        new swr.CreateNamespaceRequest().withBody(new swr.CreateNamespaceRequestBody().withNamespace(namespace)),
      ),
    listNamespaces: async () => {
      const { namespaces = [] } = await client.listNamespaces(new swr.ListNamespacesRequest());
      return namespaces.map(({ name }) => name);
    },
    getNamespace: (namespace) => client.showNamespace(new swr.ShowNamespaceRequest().withNamespace(namespace)),
    deleteNamespace: (namespace) => client.deleteNamespaces(new swr.DeleteNamespacesRequest().withNamespace(namespace)),
    createRepository: (namespace, repository, values) =>
      client.createRepo(
        new swr.CreateRepoRequest()
          .withNamespace(namespace)
          .withBody(Object.assign(new swr.CreateRepoRequestBody(repository), values)),
      ),
    listRepositories: async (namespace, { offset, limit }) => {
      const answer = await client.listReposDetails(
        new swr.ListReposDetailsRequest().withNamespace(namespace).withOffset(`${offset}`).withLimit(`${limit}`),
      );
      const list = asItCame<Item[] & { readonly 'Content-Range'?: string }>(answer);
      return { names: list.map(({ name }) => name), range: list['Content-Range'] };
    },
    getRepository: (namespace, repository) =>
      client.showRepository(new swr.ShowRepositoryRequest().withNamespace(namespace).withRepository(repository)),
    updateRepository: (namespace, repository, values) =>
      client.updateRepo(
        new swr.UpdateRepoRequest()
          .withNamespace(namespace)
          .withRepository(repository)
          .withBody(Object.assign(new swr.UpdateRepoRequestBody(), values)),
      ),
    deleteRepository: (namespace, repository) =>
      client.deleteRepo(new swr.DeleteRepoRequest().withNamespace(namespace).withRepository(repository)),
    listTags: async (namespace, repository) => {
      const request = new swr.ListRepositoryTagsRequest().withNamespace(namespace).withRepository(repository);
      return asItCame<Item[]>(await client.listRepositoryTags(request)).map(({ Tag }) => Tag);
    },
    deleteTag: (namespace, repository, tag) =>
      client.deleteRepoTag(
        new swr.DeleteRepoTagRequest().withNamespace(namespace).withRepository(repository).withTag(tag),
      ),
    share: (namespace, repository, other) =>
      client.createRepoDomains(
        new swr.CreateRepoDomainsRequest()
          .withNamespace(namespace)
          .withRepository(repository)
          .withBody(new swr.CreateRepoDomainsRequestBody(other, 'read', 'forever')),
      ),
    listShares: async (namespace, repository) => {
      const request = new swr.ListRepoDomainsRequest().withNamespace(namespace).withRepository(repository);
      return asItCame<Item[]>(await client.listRepoDomains(request)).map((share) => share.access_domain);
    },
    isShared: async (namespace, repository, other) =>
      (
        await client.showAccessDomain(
          new swr.ShowAccessDomainRequest().withNamespace(namespace).withRepository(repository).withAccessDomain(other),
        )
      ).exist,
    changeShare: (namespace, repository, other) =>
      client.updateRepoDomains(
        new swr.UpdateRepoDomainsRequest()
          .withNamespace(namespace)
          .withRepository(repository)
          .withAccessDomain(other)
          .withBody(new swr.UpdateRepoDomainsRequestBody('read', '2030-01-01T00:00:00Z')),
      ),
    endShare: (namespace, repository, other) =>
      client.deleteRepoDomains(
        new swr.DeleteRepoDomainsRequest().withNamespace(namespace).withRepository(repository).withAccessDomain(other),
      ),
    listShared: async (center) => {
      const request = new swr.ListSharedReposDetailsRequest().withCenter(center);
      return asItCame<Item[]>(await client.listSharedReposDetails(request)).map(({ name }) => name);
    },
    understand: (error) => {
      if (!(error instanceof ServiceResponseException)) throw error;
      return { status: Number(error.httpStatusCode), code: error.errorCode, message: error.errorMsg };
    },
  };
};

for (const edition of ['2022-10', '2025-10']) describeLifeCycle("the vendor's SDK for Node", edition, connect);

describe("the vendor's SDK for Node, by the command line", () => {
  const { accessKey, secret } = CREDENTIALS.demo;
  let cli: RunningCli;
  let origin = '';
  beforeEach(async () => {
    cli = startCli([
      'mock',
      '--port',
      '0',
      '--edition',
      '2025-10',
      '--log',
      'off',
      '--access-key',
      `${accessKey}:${secret}`,
    ]);
    [, origin = ''] = await cli.prints(/listening\s+(http:\S+)/);
  });
  afterEach(async () => {
    cli.child.kill('SIGTERM');
    await cli.ended;
  });

  test('its signatures are checked: the right secret gets in, another does not', async () => {
    // C2: a world's base URL has a path, which is signed with the rest.
    for (const baseUrl of [origin, `${origin}/__mock/worlds/w1`]) {
      const client = connect(baseUrl, 'demo');
      await client.createNamespace('my.group');
      await client.createRepository('my.group', 'images/busybox', { is_public: true });
      expect(await client.getRepository('my.group', 'images$busybox')).toMatchObject({ name: 'images/busybox' });
      const stranger = connect(baseUrl, 'stranger');
      const error = await stranger.listNamespaces().catch((thrown: unknown) => thrown);
      expect(stranger.understand(error)).toMatchObject({ status: 401, message: expect.stringMatching(/signature/i) });
    }
  });
});
