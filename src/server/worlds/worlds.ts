import { decodePercent } from '../../http/message.ts';

/** Where the worlds of a server live, each below its name. */
export const WORLDS_PREFIX = '/__mock/worlds/';

/** A name needs no encoding in a path, a file name or a shell, and none leads out of a folder. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** What is wrong with the name of a world; undefined if nothing is. */
export const checkWorldName = (name: string): string | undefined =>
  NAME.test(name)
    ? undefined
    : `"${name.slice(0, 80)}" is no name of a world: it takes 1 to 64 letters (A to Z), digits, ".", "_" and "-", and begins with a letter or digit.`;

/** The world that a path leads into, and the path of its base URL; undefined for a path that leads into none. */
export const locateWorld = (path: string): { readonly name: string; readonly base: string } | undefined => {
  if (!path.startsWith(WORLDS_PREFIX)) return undefined;
  const end = path.indexOf('/', WORLDS_PREFIX.length);
  const name = decodePercent(path.slice(WORLDS_PREFIX.length, end));
  return end < 0 || checkWorldName(name) !== undefined ? undefined : { name, base: path.slice(0, end) };
};

/** A world that there is. */
export interface Listed<World> {
  readonly name: string;
  readonly usedAt: Date;
  readonly world: World;
}

/** Worlds by name. Whoever does not use one loses it. */
export interface Worlds<World> {
  /** The world of that name, made if there is none. Rejects as `make` does, and the next call tries again. */
  readonly use: (name: string) => Promise<World>;
  /** Puts a world in the place of the one of that name. */
  readonly set: (name: string, world: World) => void;
  /** All worlds, the one last used at the end. */
  readonly list: () => Promise<readonly Listed<World>[]>;
  /** False where there is none. */
  readonly remove: (name: string) => boolean;
  readonly clear: () => void;
  /** Lets go of what nobody used for long. Each use does that, too. */
  readonly sweep: () => void;
}

export interface WorldsOptions<World> {
  readonly make: (name: string) => Promise<World>;
  /** Default: the clock. */
  readonly now?: () => Date;
  /** Milliseconds without use after which a world goes. Default: an hour. */
  readonly idle?: number;
  /** Beyond so many, the one that was used least recently goes. */
  readonly most?: number;
}

/** Opens an empty register of worlds. */
export const createWorlds = <World>(options: WorldsOptions<World>): Worlds<World> => {
  const { make, now = () => new Date(), idle = 60 * 60 * 1000, most = 1000 } = options;
  // In the order of their last use.
  const kept = new Map<string, { readonly usedAt: Date; readonly world: Promise<World> }>();

  const sweep = (): void => {
    const since = now().getTime() - idle;
    for (const [name, { usedAt }] of kept) {
      if (usedAt.getTime() > since && kept.size <= most) return;
      kept.delete(name);
    }
  };
  const keep = (name: string, world: Promise<World>): void => {
    kept.delete(name);
    kept.set(name, { usedAt: now(), world });
    sweep();
  };

  return {
    use: (name) => {
      sweep();
      const known = kept.get(name)?.world;
      const world = known ?? make(name);
      keep(name, world);
      if (!known)
        world.catch(() => {
          if (kept.get(name)?.world === world) kept.delete(name);
        });
      return world;
    },
    set: (name, world) => keep(name, Promise.resolve(world)),
    list: async () => {
      sweep();
      const entries = [...kept].map(async ([name, { usedAt, world }]) => ({ name, usedAt, world: await world }));
      return (await Promise.allSettled(entries)).flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    },
    remove: (name) => kept.delete(name),
    clear: () => kept.clear(),
    sweep,
  };
};
