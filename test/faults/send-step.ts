import type { Step } from './fault.ts';
import { toMultipart } from './fault.ts';

/** The answers to all copies of a step, ascending by status. */
export interface StepAnswers {
  readonly statuses: readonly number[];
  readonly bodies: readonly string[];
}

/** No answer, or half of one. */
const LOST = { status: 0, body: '' };

const TOKEN = 'Bearer witness';

/** Sends a step to a server, all copies at once; waits as asked where it is busy. */
export const sendStep = async (url: string, step: Step): Promise<StepAnswers> => {
  const answers = await Promise.all(
    [...Array.from({ length: step.copies }, () => step), ...(step.beside ?? [])].map((each) =>
      sendCopy(url, each).catch(() => LOST),
    ),
  );
  answers.sort((first, second) => first.status - second.status);
  return { statuses: answers.map(({ status }) => status), bodies: answers.map(({ body }) => body) };
};

const sendCopy = async (url: string, step: Step): Promise<{ status: number; body: string }> => {
  const { segment, fields, contentType, headers, query } = step;
  for (;;) {
    const response = await fetch(
      `${url}/v2/manage/namespaces/${segment}/repos${query === undefined ? '' : `?${query}`}`,
      {
        method: 'POST',
        redirect: 'manual',
        headers: {
          authorization: TOKEN,
          ...(contentType === undefined ? {} : { 'content-type': contentType }),
          ...headers,
        },
        body: Buffer.from(fields ? toMultipart(fields) : (step.body ?? '')),
      },
    );
    const body = await response.text();
    if (response.status !== 429) return { status: response.status, body };
  }
};

/** What a step says about a server: undefined where it answers as the contract demands. */
export const judgeStep = (step: Step, { statuses, bodies }: StepAnswers): string | undefined => {
  const sent = `${step.segment} ${(step.fields ? JSON.stringify(step.fields) : (step.body ?? '')).slice(0, 120)}`;
  if (statuses.join() !== step.statuses.join())
    return `${sent}: expected ${step.statuses.join()}, received ${statuses.join()}`;
  if (step.informs && !bodies.every(informs)) return `${sent}: no error information in ${JSON.stringify(bodies[0])}`;
  return undefined;
};

// Any text that says something, whatever its shape.
const informs = (body: string): boolean => /[\p{L}\p{N}]/u.test(body.replace(/"errors"|null/g, ''));
