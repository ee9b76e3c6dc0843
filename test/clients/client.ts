import type { Account } from './open-fake.ts';

/** The values of a repository. */
export interface Values {
  readonly is_public?: boolean;
  readonly category?: string;
  readonly description?: string;
}

/** What a client understood of a refusal. */
export interface Refusal {
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/** A page of a list, as a client shows it. */
export interface Page {
  readonly names: readonly (string | undefined)[];
  readonly range: string | undefined;
}

/** What is asked of every client, each call written as its users write it. It throws what the client throws. */
export interface Client {
  readonly createNamespace: (namespace: string) => Promise<unknown>;
  readonly listNamespaces: () => Promise<readonly (string | undefined)[]>;
  readonly getNamespace: (namespace: string) => Promise<unknown>;
  readonly deleteNamespace: (namespace: string) => Promise<unknown>;
  readonly createRepository: (namespace: string, repository: string, values: Values) => Promise<unknown>;
  readonly listRepositories: (namespace: string, page: { offset: number; limit: number }) => Promise<Page>;
  /** Names in paths are as the pages of the edition write them: `$` for `/`. */
  readonly getRepository: (namespace: string, repository: string) => Promise<unknown>;
  readonly updateRepository: (namespace: string, repository: string, values: Values) => Promise<unknown>;
  readonly deleteRepository: (namespace: string, repository: string) => Promise<unknown>;
  readonly listTags: (namespace: string, repository: string) => Promise<readonly (string | undefined)[]>;
  readonly deleteTag: (namespace: string, repository: string, tag: string) => Promise<unknown>;
  readonly share: (namespace: string, repository: string, account: string) => Promise<unknown>;
  readonly listShares: (namespace: string, repository: string) => Promise<readonly (string | undefined)[]>;
  readonly isShared: (namespace: string, repository: string, account: string) => Promise<boolean | undefined>;
  readonly changeShare: (namespace: string, repository: string, account: string) => Promise<unknown>;
  readonly endShare: (namespace: string, repository: string, account: string) => Promise<unknown>;
  readonly listShared: (center: 'self' | 'thirdparty') => Promise<readonly (string | undefined)[]>;
  /** What the client's error says. */
  readonly understand: (error: unknown) => Refusal;
}

/** Makes a client of an edition for an account. */
export type Connect = (origin: string, account: Account) => Client;
