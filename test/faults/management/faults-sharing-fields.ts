import type { Change } from './behaviour.ts';
import type { FaultRow, ManagementFault } from './fault.ts';
import { forgive, onText, onValue, plant } from './fault.ts';
import type { OperationId } from './operations.ts';

const create = 'createAccessDomain';
const update = 'updateAccessDomain';
const takes = (operation: OperationId, field: string, keeps: (text: string) => boolean): Change =>
  onText(operation, `body.${field}`, (text, plain) => plain || keeps(text));
const refuses = (operation: OperationId, field: string, breaks: (text: string) => boolean): Change =>
  onText(operation, `body.${field}`, (text, plain) => plain && !breaks(text));
const takesType = (operation: OperationId, field: string, type: string): Change =>
  onValue(operation, `body.${field}`, (value, plain) => plain || typeof value === type);
const lenient =
  (operation: OperationId): Change =>
  (plain) => ({
    format: (id, type) => (id === operation ? 'json' : plain.format(id, type)),
  });

const isWrite = (text: string): boolean => text === 'write';
const isAny = (): boolean => true;
const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);
const isLocal = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text);
const isOffset = (text: string): boolean => /T.*[+-]\d\d:\d\d$/.test(text);
const isFebruary = (text: string): boolean => /-02-(29|3\d)T/.test(text);
const isFuture = (text: string): boolean => /\.\d/.test(text);

const fields: readonly FaultRow[] = [
  ['permit', 'AC3', 's-fields', 'takes the permission write', takes(create, 'permit', isWrite)],
  ['permit-case', 'AC3', 's-fields', 'takes Read', takes(create, 'permit', (text) => text.toLowerCase() === 'read')],
  ['permit-blank', 'AC3', 's-fields', 'takes "read "', takes(create, 'permit', (text) => text.trim() === 'read')],
  ['permit-list', 'AC3', 's-fields', 'takes "read,write"', takes(create, 'permit', (text) => text.includes(','))],
  ['deadline', 'AC4', 's-fields', 'takes any deadline', takes(create, 'deadline', isAny)],
  ['deadline-day', 'AC4', 's-fields', 'takes a day for a deadline', takes(create, 'deadline', isDay)],
  ['deadline-local', 'AC4', 's-fields', 'takes a deadline without Z', takes(create, 'deadline', isLocal)],
  ['deadline-zone', 'AC4', 's-fields', 'takes a deadline of another time zone', takes(create, 'deadline', isOffset)],
  ['deadline-february', 'AC4', 's-fields', 'takes the 30th of February', takes(create, 'deadline', isFebruary)],
  ['deadline-case', 'AC4', 's-fields', 'takes Forever', takes(create, 'deadline', (text) => text === 'Forever')],
  ['deadline-fraction', 'AC4', 's-fields', 'takes no fractions of seconds', refuses(create, 'deadline', isFuture)],
  ['no-account', 'AC1', 's-fields', 'needs no access_domain', forgive(create, 'access_domain')],
  ['no-permit', 'AC2', 's-fields', 'needs no permit', forgive(create, 'permit')],
  ['no-deadline', 'AC2', 's-fields', 'needs no deadline', forgive(create, 'deadline')],
  ['account-empty', 'AC1', 's-fields', 'takes an empty access_domain', takes(create, 'access_domain', isAny)],
  ['account-number', 'AC1', 's-fields', 'takes a number for an account', takesType(create, 'access_domain', 'number')],
  ['description', 'AC10', 's-fields', 'takes a number for a description', takesType(create, 'description', 'number')],
  ['media', 'A8', 's-fields', 'reads JSON of any media type', lenient(create)],
  ['u-permit', 'AU2', 's-fields', 'a change takes the permission write', takes(update, 'permit', isWrite)],
  ['u-deadline', 'AU3', 's-fields', 'a change takes any deadline', takes(update, 'deadline', isAny)],
  ['u-deadline-day', 'AU3', 's-fields', 'a change takes a day for a deadline', takes(update, 'deadline', isDay)],
  ['u-no-permit', 'AU1', 's-fields', 'a change needs no permit', forgive(update, 'permit')],
  ['u-no-deadline', 'AU1', 's-fields', 'a change needs no deadline', forgive(update, 'deadline')],
  ['u-flag', 'AU1', 's-fields', 'a change takes true for permit', takesType(update, 'permit', 'boolean')],
  ['u-media', 'A8', 's-fields', 'a change is read of any media type', lenient(update)],
  [
    'path',
    'R2',
    's-names',
    'getAccessDomain takes any repository',
    onText('getAccessDomain', 'path.repository', isAny),
  ],
];

/** Faults of what sharing accepts and refuses. */
export const sharingFieldFaults: readonly ManagementFault[] = plant(
  'fields of sharing',
  fields.map(([id, ...rest]): FaultRow => [`sf-${id}`, ...rest]),
);
