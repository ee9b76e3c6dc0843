/** A namespace as the server keeps it. */
export interface NamespaceRow {
  readonly id: number;
  readonly name: string;
}

/** A repository as the server keeps it; faults may change anything. */
export interface RepositoryRow {
  readonly id: number;
  readonly namespace: string;
  readonly name: string;
  category: string;
  description: string;
  is_public: boolean;
  created: string;
  updated: string;
}

/** An image. No operation makes one: they come by another protocol. */
export interface TagRow {
  readonly id: number;
  readonly namespace: string;
  readonly repository: string;
  readonly tag: string;
  readonly created: string;
}

/** A repository's sharing with an account. */
export interface SharingRow {
  readonly namespace: string;
  readonly repository: string;
  readonly access_domain: string;
  permit: string;
  deadline: string;
  description: string;
  created: string;
  updated: string;
}

/** Everything one server remembers. Each map is by key, oldest first. */
export interface World {
  /** Requests so far, the current one included. */
  requests: number;
  ids: number;
  /** Milliseconds since 1970, of the latest time given out. */
  latest: number;
  readonly namespaces: Map<string, NamespaceRow>;
  readonly repositories: Map<string, RepositoryRow>;
  readonly tags: Map<string, TagRow>;
  readonly sharings: Map<string, SharingRow>;
  /** What a fault remembers beside. */
  readonly notes: Map<string, unknown>;
}

export const createWorld = (): World => ({
  requests: 0,
  ids: 0,
  latest: 0,
  namespaces: new Map(),
  repositories: new Map(),
  tags: new Map(),
  sharings: new Map(),
  notes: new Map(),
});

/** Names hold no slash. */
export const keyOf = (...parts: readonly (string | undefined)[]): string => parts.join('/');

/** Adds a namespace where there is none of this name. */
export const addNamespace = (world: World, name: string): void => {
  if (world.namespaces.has(name)) return;
  world.ids += 1;
  world.namespaces.set(name, { id: world.ids, name });
};

const removeBelow = (map: Map<string, unknown>, key: string): void => {
  for (const each of [...map.keys()]) if (each.startsWith(`${key}/`)) map.delete(each);
};

/** Takes a repository away, with its tags and its sharing. */
export const removeRepository = (world: World, key: string): void => {
  world.repositories.delete(key);
  removeBelow(world.tags, key);
  removeBelow(world.sharings, key);
};

/** Takes a namespace away, with all that it holds. */
export const removeNamespace = (world: World, name: string): void => {
  world.namespaces.delete(name);
  for (const map of [world.repositories, world.tags, world.sharings]) removeBelow(map, name);
};

/** Counts one more under a note, and says how many that makes. */
export const tally = (world: World, note: string): number => {
  const next = Number(world.notes.get(note) ?? 0) + 1;
  world.notes.set(note, next);
  return next;
};
