import type { NameClauses } from '../name-rule.ts';
import { nameRule } from '../name-rule.ts';
import { NAMESPACE_MAX } from '../rules.ts';
import type { Change } from './behaviour.ts';
import type { FaultRow, ManagementFault } from './fault.ts';
import { forgive, onText, onValue, plant, together } from './fault.ts';
import type { OperationId } from './operations.ts';

const named = (
  id: string,
  clause: string,
  title: string,
  replaced: Partial<NameClauses>,
  operation: OperationId = 'createNamespace',
  law = 'n-names',
): FaultRow => {
  const place = operation === 'createNamespace' ? 'body.namespace' : 'path.namespace';
  return [`mn-${id}`, clause, law, title, onText(operation, place, nameRule(NAMESPACE_MAX, replaced))];
};

const any = (): boolean => true;
const chars = (pattern: RegExp): Partial<NameClauses> => ({ characters: (name) => pattern.test(name) });

const names: readonly FaultRow[] = [
  named('start', 'N2', 'a namespace may start with a digit', { start: (name) => /^[a-z0-9]/.test(name) }),
  named('upper', 'N3', 'a namespace may hold upper case', chars(/^.[a-zA-Z0-9_-]*$/su)),
  named('dot', 'N3', 'a namespace may hold dots', chars(/^.[a-z0-9._-]*$/su)),
  named('underscores', 'N4', 'a namespace may hold three underscores', { underscores: any }),
  named('mixed', 'N5', 'a namespace may hold _-', { mixed: (name) => !name.includes('-_') }),
  named('end', 'N6', 'a namespace may end with -', { end: (name) => /[a-z0-9-]$/.test(name) }),
  named('long', 'N7', 'a namespace may have 65 characters', { length: (name) => name !== '' && name.length <= 65 }),
  named('get-upper', 'N3', 'getNamespace takes any characters', { characters: any }, 'getNamespace'),
  named('delete-end', 'N6', 'deleteNamespace takes names that end with _', { end: any }, 'deleteNamespace'),
  named('short', 'N7', 'a namespace may have 63 characters only', { length: (name) => name.length <= 63 }),
  named('hyphens', 'N3', 'a namespace may not hold --', { mixed: (name) => !/_-|-_|--/.test(name) }),
  named('pair', 'N4', 'a namespace may not hold __', { underscores: (name) => !name.includes('__') }),
  named('get-digits', 'N3', 'getNamespace takes no digits', chars(/^[a-z_-]*$/), 'getNamespace', 'n-create'),
];

const lenient: Change = (plain) => ({
  format: (operation, type) => (operation === 'createNamespace' ? 'json' : plain.format(operation, type)),
});

const refusing: Change = (plain) => ({
  answer: (answer, call, world) =>
    call.operation === 'createNamespace' && answer.status === 201 && call.headers['content-type'] === 'text/plain'
      ? { ...answer, status: 400, value: plain.problem(400, 'media type') }
      : plain.answer(answer, call, world),
});

const strictType: Change = (plain) => ({
  format: (operation, type) =>
    operation === 'createNamespace' && type.includes(';') ? undefined : plain.format(operation, type),
});

const anyFilter: Change = (plain) => ({
  parseFilter: (operation, query) =>
    plain.parseFilter(operation, query) ?? (operation === 'listNamespaces' ? {} : undefined),
});

const onName = (keeps: (value: unknown) => boolean): Change =>
  onValue('createNamespace', 'body.namespace', (value, plain) => plain || keeps(value));

const isNumber = (value: unknown): boolean => typeof value === 'number';

/** Faults of what createNamespace and its siblings accept and refuse. */
export const namespaceNameFaults: readonly ManagementFault[] = [
  ...plant('names of namespaces', names),
  ...plant('fields of namespaces', [
    ['mf-media', 'A8', 'n-body', 'createNamespace reads JSON of any media type', lenient],
    ['mf-missing', 'NC1', 'n-body', 'createNamespace needs no name', forgive('createNamespace', 'namespace')],
    ['mf-number', 'NC1', 'n-body', 'createNamespace takes a number for a name', onName(isNumber)],
    ['mf-list', 'NC1', 'n-body', 'createNamespace takes a list of one name', onName(Array.isArray)],
    ['mf-charset', 'NC2', 'n-body', 'createNamespace takes no parameters behind application/json', strictType],
    ['mf-filter-any', 'NL1', 'n-filter', 'listNamespaces takes filters without pairs', anyFilter],
    [
      'mf-refused-made',
      'NC3',
      'n-body',
      'createNamespace refuses text/plain, yet creates',
      together(lenient, refusing),
    ],
  ]),
];
