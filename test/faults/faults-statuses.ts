import type { Fault, Step } from './fault.ts';
import { created, refused, step, taken } from './fault.ts';
import type { Answer, Reason, Rules } from './rules.ts';

const family = 'statuses';

const onStatus = (status: number, change: Partial<Answer>): Partial<Rules> => ({
  answer: (answer) => (answer.status === status ? { ...answer, ...change } : answer),
});

const onReason = (reason: Reason, change: Partial<Answer>): Partial<Rules> => ({
  answer: (answer) => (answer.reason === reason ? { ...answer, ...change } : answer),
});

const informed = (changes: Readonly<Record<string, string | undefined>>, rest: Partial<Step> = {}): Step =>
  refused(changes, { ...rest, informs: true });

const createdAs = [200, 202, 204, 301, 400, 409, 500].map(
  (status): Fault => ({
    id: `s-created-${status}`,
    family,
    clause: 'S1',
    title: `answers ${status} to a creation`,
    rules: onStatus(201, { status }),
    witness: [created()],
  }),
);

const refusedAs = [200, 201, 403, 404, 409, 422, 500, 502].map(
  (status): Fault => ({
    id: `s-refused-${status}`,
    family,
    clause: 'S2',
    title: `answers ${status} to a bad request`,
    rules: onStatus(400, { status }),
    witness: [refused({ repository: '-' })],
  }),
);

const takenAs = [200, 201, 204, 400, 403, 404, 412, 422, 500].map(
  (status): Fault => ({
    id: `s-taken-${status}`,
    family,
    clause: 'S3',
    title: `answers ${status} to a duplicate`,
    rules: onStatus(409, { status }),
    witness: [created(), taken()],
  }),
);

// One kind of bad request only, the others are answered as they should be.
const kinds: readonly (readonly [reason: Reason, witness: Step])[] = [
  ['namespace', refused({}, { namespace: 'Group' })],
  ['repository', refused({ repository: 'Busybox' })],
  ['missing', refused({ is_public: undefined })],
  ['category', refused({ category: 'none' })],
  ['is_public', refused({ is_public: 'maybe' })],
];

const refusedKindAs = kinds.flatMap(([reason, witness]): Fault[] => {
  const slug = reason.replace('_', '-');
  return [
    {
      id: `s-${slug}-500`,
      family,
      clause: 'S2',
      title: `answers 500 where the problem is: ${reason}`,
      rules: onReason(reason, { status: 500 }),
      witness: [witness],
    },
    {
      id: `s-${slug}-422`,
      family,
      clause: 'S2',
      title: `answers 422 where the problem is: ${reason}`,
      rules: onReason(reason, { status: 422 }),
      witness: [witness],
    },
    {
      id: `b-${slug}-silent`,
      family: 'bodies',
      clause: 'S2',
      title: `gives no error information where the problem is: ${reason}`,
      rules: onReason(reason, { headers: {}, body: '' }),
      witness: [{ ...witness, informs: true }],
    },
  ];
});

const silent = (id: string, title: string, body: string): Fault => ({
  id: `b-${id}`,
  family: 'bodies',
  clause: 'S2',
  title: `answers a bad request with ${title}`,
  rules: onStatus(400, { body }),
  witness: [informed({ repository: '-' })],
});

/** Wrong statuses, and bodies without what the page promises. */
export const statusFaults: readonly Fault[] = [
  ...createdAs,
  ...refusedAs,
  ...takenAs,
  ...refusedKindAs,
  silent('empty', 'an empty body', ''),
  silent('blank', 'a blank body', ' \r\n'),
  silent('object', 'an empty JSON object', '{}'),
  silent('array', 'an empty JSON array', '[]'),
  silent('null', 'JSON null', 'null'),
  silent('no-text', 'an empty list of errors', '{"errors":[]}'),
  {
    // Rare place: other creations are answered with 201.
    id: 's-created-private-200',
    family,
    clause: 'S1',
    title: 'answers 200 to the creation of a private repository',
    rules: {
      answer: (answer, { form }) =>
        answer.status === 201 && form.get('is_public') === 'false' ? { ...answer, status: 200 } : answer,
    },
    witness: [step(201, { is_public: 'false' })],
  },
  {
    id: 's-created-plain-200',
    family,
    clause: 'S1',
    title: 'answers 200 where only the required fields are sent',
    rules: {
      answer: (answer, { form }) => (answer.status === 201 && form.size === 2 ? { ...answer, status: 200 } : answer),
    },
    witness: [created()],
  },
  {
    id: 's-long-413',
    family,
    clause: 'R7',
    title: 'answers 413 to a name that is too long',
    rules: {
      answer: (answer, { repository }) =>
        answer.reason === 'repository' && repository.length > 128 ? { ...answer, status: 413 } : answer,
    },
    witness: [refused({ repository: 'a'.repeat(129) })],
  },
];
