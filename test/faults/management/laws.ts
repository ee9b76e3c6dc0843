import type { Law } from './law.ts';
import { listLaws } from './laws-lists.ts';
import { namespaceLaws } from './laws-namespaces.ts';
import { repositoryLaws } from './laws-repositories.ts';
import { sharingLaws } from './laws-sharing.ts';

/** Every law, resource by resource. */
export const laws: readonly Law[] = [...namespaceLaws, ...repositoryLaws, ...listLaws, ...sharingLaws];

const byId: ReadonlyMap<string, Law> = new Map(laws.map((law) => [law.id, law]));

/** @throws Error for an id of none. */
export const lawOf = (id: string): Law => {
  const law = byId.get(id);
  if (!law) throw new Error(`Failed to find law ${id}: there is none of this id.`);
  return law;
};
