import { readFileSync } from 'node:fs';

/** A server on a state file, in a process of its own. */
export interface Victim {
  readonly origin: string;
  /** Ends it by SIGKILL. */
  readonly kill: () => Promise<void>;
}

/** What became of a server that was killed again and again. */
export interface Killed {
  readonly rounds: number;
  /** Requests that were answered, and those of them that had changed something. */
  readonly answers: number;
  readonly changes: number;
  readonly restores: number;
  /** Kills while another state was being written behind the one in force, or moved to the front. */
  readonly inDraft: number;
  readonly inMove: number;
  /** Files that were shorter than after the round before. */
  readonly shorter: number;
  /** What was acknowledged and is not there, or there and was never asked for. */
  readonly wrong: readonly string[];
}

/** A repository may be in several states, as far as answers tell; `isNew` where a restore under way has wiped it. */
interface Possible {
  readonly text: string | undefined;
  readonly isNew: boolean;
}

const WIPED: Possible = { text: undefined, isNew: true };
const WORKERS = 8;
const headers = { authorization: 'Bearer t' };

/**
 * Puts load on a server, kills it at a random moment, starts it on the same file and compares what it has with
 * what it had acknowledged. The load creates, changes and deletes repositories, and replaces the whole state.
 *
 * @param random numbers from 0 to 1; they decide how long a round lasts, up to `longest` milliseconds, and how long
 *   descriptions are, up to `text` characters. Without restores the file has ever more lines and no more records.
 */
export const killRounds = async (
  start: () => Promise<Victim>,
  file: string,
  rounds: number,
  random: () => number,
  { longest = 1500, isRestored = true, text: most = 2000 } = {},
): Promise<Killed> => {
  const known = new Map<string, Possible[]>();
  const wrong: string[] = [];
  const count = { answers: 0, changes: 0, restores: 0, inDraft: 0, inMove: 0, shorter: 0 };
  let [serial, epoch, isRestoring, size] = [0, 0, false, 0];
  /** The restore that holds, and one that may hold. */
  let epochs = [0];

  /**
   * Sends what changes a repository, and keeps all states that the answer leaves possible; without an answer the
   * change may have happened or not. Where a restore was under way meanwhile, it came before, after or between.
   *
   * @param needs whether the repository must be there, or must not.
   */
  const change = async (
    name: string,
    needs: boolean,
    refused: number,
    after: string | undefined,
    send: () => Promise<number | undefined>,
  ): Promise<void> => {
    const [states, begun, wasRestoring] = [known.get(name) ?? [{ text: undefined, isNew: false }], epoch, isRestoring];
    known.set(name, states);
    const status = await send();
    const overlaps = wasRestoring || begun !== epoch;
    const before = overlaps ? [...states, WIPED] : states;
    const fits = ({ text }: Possible): boolean => (text !== undefined) === needs;
    const changed = before.filter(fits).map((each) => ({ ...each, text: after }));
    const kept = before.filter((each) => !fits(each));
    let next = status === undefined ? [...before, ...changed] : status === refused ? kept : changed;
    if (next.length === 0) wrong.push(`${name}: status ${status} where it may be ${JSON.stringify(before)}`);
    if (overlaps) next = [...next, WIPED];
    if (overlaps && !isRestoring) next = settle(next);
    known.set(name, next);
  };
  /** A restore is over: what was before it is no more. */
  const settle = (states: readonly Possible[]): Possible[] =>
    states.filter(({ isNew }) => isNew).map(({ text }) => ({ text, isNew: false }));

  for (let round = 0; round < rounds; round += 1) {
    const { origin, kill } = await start();
    const found = (await (await fetch(`${origin}/__mock/state`)).json()) as Readonly<
      Record<
        'collections',
        Readonly<Record<string, readonly { name: string; namespace: string; description?: string }[]>>
      >
    >;
    const stored = new Map(
      (found.collections['repositories'] ?? []).map(({ namespace, name, description = '' }) => [
        `${namespace}/${name}`,
        description,
      ]),
    );
    for (const [name, states] of known) {
      const text = stored.get(name);
      if (!(isRestoring ? [...states, WIPED] : states).some((state) => state.text === text))
        wrong.push(`round ${round}: ${name} is ${text?.slice(0, 20)}, of ${JSON.stringify(states).slice(0, 200)}`);
      if (text === undefined) known.delete(name);
      else known.set(name, [{ text, isNew: false }]);
    }
    for (const name of stored.keys())
      if (!known.has(name) && !name.startsWith('epoch')) wrong.push(`round ${round}: ${name} was never acknowledged`);
    const now = Number(
      /^epoch(\d+)/.exec([...stored.keys()].find((name) => name.startsWith('epoch')) ?? 'epoch0')?.[1],
    );
    if (!epochs.includes(now)) wrong.push(`round ${round}: the state of restore ${now}, of ${epochs.join(' or ')}`);
    epochs = [now];
    isRestoring = false;

    let isOver = false;
    const send = async (method: string, path: string, body?: string | FormData): Promise<number | undefined> => {
      try {
        const json = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
        const response = await fetch(origin + path, {
          method,
          headers: { ...headers, ...json },
          ...(body ? { body } : {}),
        });
        await response.arrayBuffer();
        count.answers += 1;
        if (response.ok) count.changes += 1;
        return response.status;
      } catch {
        return undefined;
      }
    };
    const work = async (worker: number): Promise<void> => {
      const repos = `/v2/manage/namespaces/w${worker}/repos`;
      while (!isOver) {
        serial += 1;
        const [repository, full] = [`r${serial}`, `w${worker}/r${serial}`];
        const form = new FormData();
        for (const [field, value] of [
          ['repository', repository],
          ['is_public', 'true'],
          ['description', 'made'],
        ])
          form.append(String(field), String(value));
        await change(full, false, 409, 'made', () => send('POST', repos, form));
        for (let edit = 0; edit < 4 && !isOver; edit += 1) {
          const text = `${edit} ${'x'.repeat(Math.floor(random() * most))}`;
          const body = JSON.stringify({ description: text, is_public: true });
          await change(full, true, 404, text, () => send('PATCH', `${repos}/${repository}`, body));
        }
        if (random() < 0.7 && !isOver)
          await change(full, true, 404, undefined, () => send('DELETE', `${repos}/${repository}`));
      }
    };
    const restore = async (): Promise<void> => {
      while (!isOver) {
        await new Promise((resolve) => setTimeout(resolve, random() * 300));
        if (isOver) return;
        const own = epoch + 1;
        const repositories = Array.from({ length: 1 + Math.floor(random() * 4000) }, (_, index) => ({
          namespace: `epoch${own}`,
          name: `r${index}`,
          is_public: true,
          description: 'y'.repeat(100),
        }));
        epoch = own;
        epochs = [...epochs, own];
        isRestoring = true;
        const status = await send('PUT', '/__mock/state', JSON.stringify({ collections: { repositories } }));
        if (status === undefined) return;
        if (status !== 200) wrong.push(`restore ${own}: status ${status}`);
        count.restores += 1;
        for (const [name, states] of known) known.set(name, settle([...states, WIPED]));
        isRestoring = false;
        epochs = [own];
      }
    };
    const load = [...(isRestored ? [restore()] : []), ...Array.from({ length: WORKERS }, (_, worker) => work(worker))];
    await new Promise((resolve) => setTimeout(resolve, random() * longest));
    isOver = true;
    await kill();
    await Promise.all(load);
    const text = readFileSync(file, 'latin1');
    if (text.length < size) count.shorter += 1;
    size = text.length;
    const from = Number(/"from":(\d+)/.exec(text)?.[1]);
    if (from !== 192) count.inMove += 1;
    else if (text.includes('\n\0') || /\{"draft":/.test(text.slice(from))) count.inDraft += 1;
  }
  return { rounds, ...count, wrong };
};
