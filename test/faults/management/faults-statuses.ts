import type { FaultRow, ManagementFault } from './fault.ts';
import { onAnswer, plant, restate, silence } from './fault.ts';
import type { OperationId } from './operations.ts';

// Operation, success, its clause, another status, the law that shows it.
const successes: readonly (readonly [OperationId, number, string, number, string])[] = [
  ['createNamespace', 201, 'NC2', 200, 'n-create'],
  ['createNamespace', 201, 'NC2', 500, 'n-create'],
  ['listNamespaces', 200, 'NL2', 206, 'n-create'],
  ['getNamespace', 200, 'NG1', 203, 'n-create'],
  ['deleteNamespace', 204, 'ND1', 200, 'n-delete'],
  ['deleteNamespace', 204, 'ND1', 202, 'n-delete'],
  ['listRepositories', 200, 'RL5', 206, 'r-create'],
  ['getRepository', 200, 'RG1', 404, 'r-create'],
  ['updateRepository', 201, 'RU5', 200, 'r-update-json'],
  ['updateRepository', 201, 'RU5', 204, 'r-update-form'],
  ['deleteRepository', 204, 'RD1', 200, 'r-delete'],
  ['deleteRepository', 204, 'RD1', 500, 'r-delete'],
  ['listTags', 200, 'TL1', 404, 't-tags'],
  ['createAccessDomain', 201, 'AC5', 200, 's-create'],
  ['listAccessDomains', 200, 'AL1', 500, 's-create'],
  ['getAccessDomain', 200, 'AG1', 404, 's-create'],
  ['updateAccessDomain', 201, 'AU4', 200, 's-update'],
  ['deleteAccessDomain', 204, 'AD1', 200, 's-delete'],
  ['listSharedRepositories', 200, 'SL5', 204, 's-create'],
];

// Operation, refusal, its clause, another status, the law that shows it.
const refusals: readonly (readonly [OperationId, number, string, number, string])[] = [
  ['createNamespace', 400, 'NC3', 422, 'n-names'],
  ['createNamespace', 409, 'NC5', 400, 'n-duplicate'],
  ['createNamespace', 409, 'NC5', 500, 'n-duplicate'],
  ['listNamespaces', 400, 'NL3', 500, 'n-filter'],
  ['getNamespace', 404, 'NG4', 400, 'n-unknown'],
  ['getNamespace', 404, 'NG4', 500, 'n-unknown'],
  ['getNamespace', 400, 'NG2', 404, 'n-names'],
  ['deleteNamespace', 404, 'ND4', 204, 'n-unknown'],
  ['deleteNamespace', 404, 'ND4', 500, 'n-unknown'],
  ['deleteNamespace', 400, 'ND2', 404, 'n-names'],
  ['listRepositories', 400, 'RL6', 500, 'l-rules'],
  ['getRepository', 404, 'RG4', 400, 'r-unknown'],
  ['getRepository', 400, 'RG2', 404, 'r-names'],
  ['updateRepository', 404, 'RU7', 201, 'r-unknown'],
  ['updateRepository', 400, 'RU6', 422, 'r-update-refused'],
  ['deleteRepository', 404, 'RD3', 204, 'r-unknown'],
  ['deleteRepository', 400, 'RD2', 404, 'r-names'],
  ['listTags', 404, 'TL3', 500, 't-tags'],
  ['listTags', 400, 'TL2', 500, 't-tags'],
  ['deleteTag', 404, 'TD3', 204, 't-tags'],
  ['deleteTag', 400, 'TD2', 500, 't-tags'],
  ['createAccessDomain', 400, 'AC6', 500, 's-fields'],
  ['createAccessDomain', 409, 'AC8', 500, 's-duplicate'],
  ['listAccessDomains', 400, 'AL2', 500, 's-names'],
  ['getAccessDomain', 400, 'AG2', 500, 's-names'],
  ['updateAccessDomain', 400, 'AU5', 422, 's-fields'],
  ['deleteAccessDomain', 400, 'AD2', 204, 's-names'],
  ['listSharedRepositories', 400, 'SL6', 200, 'l-shared-rules'],
];

const toRow = ([operation, from, clause, to, law]: readonly [
  OperationId,
  number,
  string,
  number,
  string,
]): FaultRow => [
  `ms-${operation}-${from}-${to}`,
  clause,
  law,
  `${operation} answers ${to} instead of ${from}`,
  restate(operation, from, to),
];

// Operation, clause of its 400, the law that shows it.
const informing: readonly (readonly [OperationId, string, string])[] = [
  ['createNamespace', 'NC3', 'n-names'],
  ['listNamespaces', 'NL3', 'n-filter'],
  ['getNamespace', 'NG2', 'n-names'],
  ['deleteNamespace', 'ND2', 'n-names'],
  ['listRepositories', 'RL6', 'l-rules'],
  ['getRepository', 'RG2', 'r-names'],
  ['updateRepository', 'RU6', 'r-update-refused'],
  ['deleteRepository', 'RD2', 'r-names'],
  ['listTags', 'TL2', 't-tags'],
  ['deleteTag', 'TD2', 't-tags'],
  ['createAccessDomain', 'AC6', 's-fields'],
  ['listAccessDomains', 'AL2', 's-names'],
  ['getAccessDomain', 'AG2', 's-names'],
  ['updateAccessDomain', 'AU5', 's-fields'],
  ['deleteAccessDomain', 'AD2', 's-names'],
  ['listSharedRepositories', 'SL6', 'l-shared-rules'],
];

// Operation, clause of its 401, the law that shows it.
const guarded: readonly (readonly [OperationId, string, string])[] = [
  ['createNamespace', 'NC4', 'n-credentials'],
  ['listNamespaces', 'NL4', 'n-credentials'],
  ['getNamespace', 'NG3', 'n-credentials'],
  ['deleteNamespace', 'ND3', 'n-credentials'],
  ['listRepositories', 'RL7', 'r-credentials'],
  ['getRepository', 'RG3', 'r-credentials'],
  ['createAccessDomain', 'AC7', 's-credentials'],
  ['listAccessDomains', 'AL3', 's-credentials'],
  ['getAccessDomain', 'AG3', 's-credentials'],
  ['updateAccessDomain', 'AU6', 's-credentials'],
  ['deleteAccessDomain', 'AD3', 's-credentials'],
  ['listSharedRepositories', 'SL7', 's-credentials'],
];

const failsOn = (operation: OperationId, odd: (text: string) => boolean) =>
  onAnswer(operation, (answer, { path, query, body }) =>
    odd(JSON.stringify([path, decodeURIComponent(query), body])) ? { ...answer, status: 500 } : answer,
  );

/** Wrong statuses, missing error information, unchecked credentials. */
export const statusFaults: readonly ManagementFault[] = [
  ...plant('statuses of successes', successes.map(toRow)),
  ...plant('statuses of refusals', refusals.map(toRow)),
  ...plant(
    'error information',
    informing.map(
      ([operation, clause, law]): FaultRow => [
        `mi-${operation}`,
        clause,
        law,
        `${operation} gives no error information`,
        silence(operation, 400, operation.length % 2 === 0 ? '' : '{}'),
      ],
    ),
  ),
  ...plant('credentials', [
    ...guarded.map(
      ([operation, clause, law]): FaultRow => [
        `mc-${operation}`,
        clause,
        law,
        `${operation} does not look at credentials`,
        (plain) => ({ authorized: (call, world) => call.operation === operation || plain.authorized(call, world) }),
      ],
    ),
    [
      'mc-createNamespace-acts',
      'NC4',
      'n-credentials',
      'creates a namespace though it answers 401',
      (plain) => ({
        authorized: (call, world) => {
          const fine = plain.authorized(call, world);
          // The body has not been read yet, so the name is only remembered that one comes.
          if (!fine && call.operation === 'createNamespace') world.notes.set('uninvited', true);
          return fine || call.operation === 'createNamespace';
        },
        answer: (answer, call, world) =>
          call.operation === 'createNamespace' && world.notes.delete('uninvited')
            ? { ...answer, status: 401, value: plain.problem(401, 'credentials') }
            : answer,
      }),
    ],
    [
      'mc-silent',
      'NC4',
      'n-credentials',
      'createNamespace gives no error information with 401',
      silence('createNamespace', 401),
    ],
    [
      'mc-403',
      'RG3',
      'r-credentials',
      'getRepository answers 403 without credentials',
      restate('getRepository', 401, 403),
    ],
  ]),
  ...plant('odd input', [
    [
      'mo-namespace-accent',
      'NC3',
      'n-names',
      'createNamespace fails on letters outside ASCII',
      failsOn('createNamespace', (text) => /[^\0-\x7f]/.test(text)),
    ],
    [
      'mo-namespace-type',
      'NC3',
      'n-body',
      'createNamespace fails on a name that is no text',
      failsOn('createNamespace', (text) => /"namespace":[^"]/.test(text)),
    ],
    [
      'mo-filter',
      'RL3',
      'l-rules',
      'listRepositories fails on a limit that is no number',
      failsOn('listRepositories', (text) => /limit::[a-z]/.test(text)),
    ],
    [
      'mo-shared-filter',
      'SL2',
      'l-shared-rules',
      'listSharedRepositories fails without center',
      onAnswer('listSharedRepositories', (answer, { query }) =>
        query.includes('center') ? answer : { ...answer, status: 500 },
      ),
    ],
    [
      'mo-update-type',
      'RU6',
      'r-update-refused',
      'updateRepository fails on a category that is no text',
      failsOn('updateRepository', (text) => /"category":[^"]/.test(text)),
    ],
    [
      'mo-update-emoji',
      'RU5',
      'r-texts',
      'updateRepository fails on letters outside the BMP',
      failsOn('updateRepository', (text) => /[\u{10000}-\u{10ffff}]/u.test(text)),
    ],
    [
      'mo-tag-long',
      'TD2',
      't-tags',
      'deleteTag fails on a long name',
      failsOn('deleteTag', (text) => text.length > 180),
    ],
    [
      'mo-deadline',
      'AC4',
      's-fields',
      'createAccessDomain fails on a date that does not exist',
      failsOn('createAccessDomain', (text) => /-13-|-02-30/.test(text)),
    ],
    [
      'mo-sharing-null',
      'AU5',
      's-fields',
      'updateAccessDomain fails on null',
      failsOn('updateAccessDomain', (text) => text.includes('null')),
    ],
  ]),
];
