import type { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';

import { type Dice, throwDice } from './dice.ts';
import { type Conversation, makeConversation } from './make-conversation.ts';
import type { Target } from './make-request.ts';
import { readAnswers } from './read-answers.ts';

/** What is sent, and to whom. */
export interface FuzzOptions {
  /** A connection that is open. */
  readonly connect: () => Promise<Socket>;
  readonly targets: readonly Target[];
  /** Statuses that an answer may have. */
  readonly statuses: ReadonlySet<number>;
  /** How many requests, at least. */
  readonly requests: number;
  readonly seed: number;
  /** Connections at a time. */
  readonly width?: number;
  /** Only this conversation. */
  readonly only?: number;
  /** Called now and then; what it finds ends the run. */
  readonly check?: (figures: Figures) => Promise<string | undefined>;
}

/** What was sent, and what came. */
export interface Figures {
  requests: number;
  conversations: number;
  readonly manners: Record<Conversation['manner'], number>;
  readonly statuses: Record<number, number>;
  /** What was not right, with the number of its conversation. */
  readonly failures: string[];
}

/** Conversations between two checks. */
const ROUND = 2000;
const MOST_FAILURES = 20;
/** Milliseconds after which an answer does not come any more. */
const PATIENCE = 20_000;

/** Holds conversations that a seed decides, and judges each answer. */
export const fuzz = async (options: FuzzOptions): Promise<Figures> => {
  const { requests, seed, width = 16, only, check } = options;
  const figures: Figures = {
    requests: 0,
    conversations: 0,
    manners: { end: 0, stay: 0, reset: 0, deaf: 0 },
    statuses: {},
    failures: [],
  };
  const hold = async (number: number): Promise<void> => {
    const dice = throwDice(seed * 1_000_003 + number);
    const conversation = makeConversation(dice, options.targets);
    figures.conversations += 1;
    figures.requests += conversation.methods.length;
    figures.manners[conversation.manner] += 1;
    const talked = await talk(conversation, await options.connect(), dice);
    for (const problem of judge(conversation, talked, options.statuses, figures)) {
      const sent = JSON.stringify(
        conversation.pieces.map((piece) => piece.slice(0, only === undefined ? 300 : 100_000)),
      );
      figures.failures.push(`conversation ${number} (${conversation.manner}): ${problem}\n  sent ${sent}`);
    }
  };
  let next = only ?? 0;
  const isDone = (): boolean =>
    figures.failures.length >= MOST_FAILURES || (only === undefined ? figures.requests >= requests : next > only);
  while (!isDone()) {
    const end = only === undefined ? next + ROUND : next + 1;
    const work = async (): Promise<void> => {
      while (next < end && !isDone()) await hold(next++);
    };
    await Promise.all(Array.from({ length: width }, work));
    const problem = await check?.(figures);
    if (problem !== undefined) {
      figures.failures.push(problem);
      break;
    }
  }
  return figures;
};

interface Talk {
  /** What came, one character a byte. */
  readonly text: string;
  /** It had to be ended. */
  readonly isLate: boolean;
}

/** Says all, and gives what was answered. */
const talk = async ({ pieces, methods, manner }: Conversation, socket: Socket, dice: Dice): Promise<Talk> => {
  let text = '';
  let isClosed = false;
  let isLate = false;
  const closed = new Promise<void>((resolve) =>
    socket.once('close', () => {
      isClosed = true;
      resolve();
    }),
  );
  socket.on('error', () => undefined);
  const timer = setTimeout(() => {
    isLate = true;
    socket.destroy();
  }, PATIENCE);
  if (manner === 'deaf') socket.pause();
  else
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      if (manner === 'stay' && count(text, methods) >= methods.length) socket.destroy();
    });
  const last = manner === 'reset' ? dice.below(pieces.length + 1) : pieces.length;
  for (const piece of pieces.slice(0, last)) {
    if (isClosed) break;
    socket.write(piece, 'latin1');
    await setImmediate();
  }
  if (manner === 'end') socket.end();
  if (manner === 'deaf' || manner === 'reset') {
    for (let wait = dice.below(4); wait > 0; wait -= 1) await setImmediate();
    socket.resetAndDestroy();
  }
  await closed;
  clearTimeout(timer);
  return { text, isLate };
};

const count = (text: string, methods: readonly string[]): number =>
  readAnswers(text, methods, false).answers.filter(({ status }) => status >= 200).length;

const judge = (
  { methods, manner, isPlain, isChaos, pieces }: Conversation,
  { text, isLate }: Talk,
  statuses: ReadonlySet<number>,
  figures: Figures,
): string[] => {
  const { answers, problem } = readAnswers(text, methods, manner === 'end' || manner === 'stay');
  const finals = answers.filter(({ status }) => status >= 200);
  for (const { status } of finals) figures.statuses[status] = (figures.statuses[status] ?? 0) + 1;
  if (isLate) return [`no end in ${PATIENCE} ms, after ${finals.length} answers`];
  const problems = problem === undefined ? [] : [problem];
  for (const { status, body } of finals)
    if (!statuses.has(status) && !(isChaos && CHAOS.has(status))) problems.push(`${status} ${body.slice(0, 500)}`);
  if (manner === 'reset' || manner === 'deaf' || isChaos || problem !== undefined) return problems;
  if (isPlain && finals.length !== methods.length)
    problems.push(`${finals.length} answers to ${methods.length} requests`);
  if (finals.length === 0 && pieces.join('').trim() !== '') problems.push('no answer');
  return problems;
};

/** What faults are set to answer. */
const CHAOS = new Set([418, 503]);
