import type { Change } from './behaviour.ts';
import type { FaultRow, ManagementFault } from './fault.ts';
import { onAnswer, onList, onText, overlook, plant } from './fault.ts';

const text = (keeps: (tag: string) => boolean): Change =>
  onText('deleteTag', 'path.tag', (tag, plain) => plain || keeps(tag));
const less = (breaks: (tag: string) => boolean): Change =>
  onText('deleteTag', 'path.tag', (tag, plain) => plain && !breaks(tag));

const tags: readonly FaultRow[] = [
  ['start', 'T2', 't-tags', 'a tag may start with -', text((tag) => /^-[\w.-]*$/.test(tag))],
  ['start-dot', 'T2', 't-tags', 'a tag may start with .', text((tag) => /^\.[\w.-]*$/.test(tag))],
  ['plus', 'T3', 't-tags', 'a tag may hold +', text((tag) => /^\w[\w.+-]*$/.test(tag) && tag.length < 129)],
  [
    'letters',
    'T3',
    't-tags',
    'a tag may hold letters outside ASCII',
    text((tag) => /^\w[\p{L}\w.-]*$/u.test(tag) && tag.length < 129),
  ],
  ['long', 'T4', 't-tags', 'a tag may have 129 characters', text((tag) => /^\w[\w.-]{128}$/.test(tag))],
  ['short', 'T4', 't-tags', 'a tag may have 127 characters', less((tag) => tag.length > 127)],
  ['underscore', 'T2', 't-tags', 'a tag may not start with _', less((tag) => tag.startsWith('_'))],
  ['digit', 'T2', 't-tags', 'a tag may not start with a digit', less((tag) => /^\d/.test(tag))],
  ['upper', 'T2', 't-tags', 'a tag may not start with upper case', less((tag) => /^[A-Z]/.test(tag))],
  [
    'unknown',
    'TL3',
    't-tags',
    'listTags answers [] for an unknown repository',
    overlook('listTags', 'repository unknown', 200, []),
  ],
  [
    'unknown-delete',
    'TD3',
    't-tags',
    'deleteTag answers 204 in an unknown repository',
    overlook('deleteTag', 'repository unknown', 204),
  ],
  ['none', 'TD3', 't-tags', 'deleteTag answers 204 to an unknown tag', overlook('deleteTag', 'tag unknown', 204)],
  [
    'null',
    'TL1',
    't-tags',
    'listTags answers null without any',
    onAnswer('listTags', (answer) => (answer.status === 200 ? { ...answer, value: null } : answer)),
  ],
  [
    'object',
    'TL1',
    't-tags',
    'listTags answers an object',
    onAnswer('listTags', (answer) => (answer.status === 200 ? { ...answer, value: { tags: answer.value } } : answer)),
  ],
  ['made-up', 'TL1', 't-tags', 'listTags shows a tag that never came', onList('listTags', () => [{ Tag: 'latest' }])],
];

/** Faults of tags. */
export const tagFaults: readonly ManagementFault[] = plant(
  'tags',
  tags.map(([id, ...rest]): FaultRow => [`tt-${id}`, ...rest]),
);
