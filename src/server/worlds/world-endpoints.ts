import { baseUrlOf, type NeutralRequest } from '../../http/message.ts';
import { checkFields, type Endpoint, empty, json, refuse, withBody } from '../control/control-answers.ts';
import { WISH_FIELDS, type WorldWish } from './world-wish.ts';
import { checkWorldName, type Listed, WORLDS_PREFIX, type Worlds } from './worlds.ts';

/** What the endpoints need to know of worlds. */
export interface ControlledWorlds<World> {
  readonly worlds: Worlds<World>;
  /** A new world, or what keeps it from being made. */
  readonly make: (wish: WorldWish) => Promise<World | readonly string[]>;
  /** Facts about a world, beside its name and URL. */
  readonly describe: (world: World) => Readonly<Record<string, unknown>>;
}

/** `GET` and `DELETE` for all worlds; `GET`, `PUT` (made anew, as the body wishes) and `DELETE worlds/{name}` for one. */
export const createWorldEndpoints = <World>(given: ControlledWorlds<World>): Readonly<Record<string, Endpoint>> => {
  const { worlds, make, describe } = given;
  const show = (request: NeutralRequest, { name, usedAt, world }: Listed<World>): unknown => ({
    name,
    url: baseUrlOf(request) + WORLDS_PREFIX + name,
    usedAt: usedAt.toISOString(),
    ...describe(world),
  });
  const findListed = async (name: string): Promise<Listed<World> | undefined> =>
    (await worlds.list()).find((each) => each.name === name);

  /** An endpoint for all worlds, and for one whose name is one. */
  const endpoint =
    (ofAll: Endpoint, ofOne: (request: NeutralRequest, name: string) => ReturnType<Endpoint>): Endpoint =>
    (request, rest) => {
      const [name] = rest;
      if (name === undefined) return ofAll(request, rest);
      const problem = checkWorldName(name);
      return problem === undefined ? ofOne(request, name) : refuse(400, `Failed to find the world: ${problem}`);
    };
  const unknown = (name: string) => refuse(404, `There is no world ${name}; its first use makes it.`);

  return {
    GET: endpoint(
      async (request) =>
        json(
          200,
          (await worlds.list()).toReversed().map((each) => show(request, each)),
        ),
      async (request, name) => {
        const found = await findListed(name);
        return found ? json(200, show(request, found)) : unknown(name);
      },
    ),
    PUT: endpoint(
      () => refuse(405, `A world needs a name: PUT ${WORLDS_PREFIX}{name}.`),
      (request, name) =>
        withBody(async (wish) => {
          const problems = checkFields(wish, WISH_FIELDS);
          const made = problems.length > 0 ? problems : await make(wish as WorldWish);
          if (isProblems(made)) return refuse(400, `Failed to make the world ${name}: nothing was changed.`, made);
          const isNew = (await findListed(name)) === undefined;
          worlds.set(name, made);
          const listed = await findListed(name);
          return json(isNew ? 201 : 200, listed ? show(request, listed) : {});
        })(request.body.length > 0 ? request : { ...request, body: NO_WISH }, []),
    ),
    DELETE: endpoint(
      () => {
        worlds.clear();
        return empty();
      },
      (_request, name) => (worlds.remove(name) ? empty() : unknown(name)),
    ),
  };
};

const NO_WISH = new TextEncoder().encode('{}');

const isProblems = <World>(made: World | readonly string[]): made is readonly string[] => Array.isArray(made);
