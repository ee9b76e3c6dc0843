import type { Example, Finding } from '../../src/contract/diagnose/finding.ts';
import type { CaseResult, ClauseRow, Report, Verdict } from '../../src/contract/report/report.ts';

/** Text that breaks out of careless reporters. */
export const hostile = '</script><b>x</b> ]]> `|` %0A::error:: \u001b[31m\u0000\u202e@all "q" \'a\' & 中文';

const url = 'http://10.0.0.0:30303/v2/manage/namespaces/t7k2/repos';

type Row = readonly [id: string, title: string, zh: string, group: string, pass: number];

const rows: readonly Row[] = [
  ['N1', 'is a required path parameter', '是必填的路径参数', 'createRepository · namespace', 2],
  ['N2', 'must start with a lowercase letter', '必须以小写字母开头', 'createRepository · namespace', 118],
  [
    'N3',
    'must hold only lowercase letters, digits, "_" and "-" after its first character',
    '首字符之后只能包含小写字母、数字、下划线和中划线',
    'createRepository · namespace',
    141,
  ],
  ['N4', 'must not hold more than two "_" in a row', '连续的下划线不得超过两个', 'createRepository · namespace', 97],
  ['N7', 'must have 1 to 64 characters', '长度必须为 1 到 64 个字符', 'createRepository · namespace', 9],
  ['R1', 'is a required form field of type string', '是必填的字符串表单字段', 'createRepository · repository name', 8],
  ['R2', 'must start with a lowercase letter', '必须以小写字母开头', 'createRepository · repository name', 121],
  ['R3', 'must hold only lowercase letters', '只能包含小写字母', 'createRepository · repository name', 98],
  [
    'R4',
    'must not hold more than two "_" in a row',
    '连续的下划线不得超过两个',
    'createRepository · repository name',
    104,
  ],
  ['R7', 'must have 1 to 128 characters', '长度必须为 1 到 128 个字符', 'createRepository · repository name', 9],
  [
    'C2',
    'must be one of app_server, linux, framework_app, database, lang, other, windows, arms',
    '必须是 app_server、linux、framework_app、database、lang、other、windows、arms 之一',
    'createRepository · category',
    57,
  ],
  ['P2', 'must be "true" or "false"', '必须是 "true" 或 "false"', 'createRepository · is_public', 31],
  ['S1', 'A repository that did not exist is created with status 201', '创建成功时返回 201', 'createRepository', 1204],
  ['S3', 'must not exist in the namespace yet', '在该命名空间中不得已存在', 'createRepository', 22],
  ['S4', 'An internal error is answered 500', '内部错误返回 500', 'createRepository', 3],
  ['TD4', 'must exist to be deleted', '删除时必须存在', 'deleteTag', 4],
];

const clauseRows = (changes: Readonly<Record<string, Partial<ClauseRow>>>): ClauseRow[] =>
  rows.map(([id, title, zh, group, pass]) => ({
    id,
    title,
    zh,
    place: 'request table, repository, range',
    group,
    level: 'must',
    pass,
    fail: 0,
    error: 0,
    skip: 0,
    ...changes[id],
  }));

const example = (value: string, status: number | undefined, body = '', note?: string): Example => ({
  value,
  without: [],
  request: {
    method: 'POST',
    url,
    headers: { authorization: 'Bearer <removed>', 'content-type': 'multipart/form-data; boundary=------b7' },
    body: `------b7\r\nContent-Disposition: form-data; name="repository"\r\n\r\n${value}\r\n------b7\r\nContent-Disposition: form-data; name="is_public"\r\n\r\ntrue\r\n------b7--\r\n`,
    curl: `curl -i ${url} -H "authorization: Bearer $TOKEN" -F 'repository=${value.replaceAll("'", "'\\''")}' -F is_public=true`,
  },
  response:
    status === undefined
      ? undefined
      : {
          status,
          headers: { 'content-type': 'application/json', date: 'Tue, 24 Nov 2026 03:51:00 GMT' },
          body,
          duration: 4.2,
          ...(note === undefined ? {} : { note }),
        },
});

const refused = '{"errors":[{"errorCode":"SVCSTG.SWR.4001029","errorMessage":"Invalid repository name","detail":""}]}';

/** A result with all else plain. */
export const caseResult = (id: string, changes: Partial<CaseResult> = {}): CaseResult => ({
  id,
  title: `repository "${id}" is accepted`,
  operation: 'createRepository',
  family: 'language',
  clauses: ['R2', 'R4'],
  broken: [],
  level: 'must',
  verdict: 'pass',
  expected: '201',
  received: '201',
  reason: 'the word is in the language of R2 to R7',
  duration: 3.4,
  ...changes,
});

/** Many results, so that a reporter's speed shows. */
export const manyResults = (count: number): CaseResult[] =>
  Array.from({ length: count }, (_, index) =>
    caseResult(`R.w${String(index).padStart(4, '0')}`, {
      family: index % 3 === 0 ? 'length' : 'language',
      title: `repository "t7k2${index.toString(36)}" is ${index % 2 === 0 ? 'accepted' : 'refused'}`,
    }),
  );

/** A run against a server that keeps the contract. */
export const conformingReport: Report = {
  version: 2,
  tool: 'swr-contract 0.1.0',
  target: 'http://10.0.0.0:30303',
  startedAt: '2026-11-24T03:51:00.000Z',
  duration: 2412,
  seed: 42,
  depth: 'standard',
  strict: [],
  outcome: 'conforms',
  summary: 'All 1,923 cases were answered as the page says.',
  summaryZh: '1,923 个用例的应答均与页面一致。',
  clauses: clauseRows({}),
  findings: [],
  transport: [],
  late: undefined,
  results: manyResults(40),
  guarantees: ['createRepository body.repository', 'createRepository path.namespace'].map((subject) => ({
    subject,
    extra: 1,
    states: 6,
    words: 562,
    text: 'Any server whose own rule for this name has at most 7 states would have been caught if it decided one name otherwise than the page.',
    zh: '任何对此名称的规则不超过 7 个状态的服务器，只要有一个名称的判断与页面不同，就会被发现。',
  })),
  notChecked: [],
  leftBehind: [],
  deleted: 1204,
  requests: 2127,
  cleanUpRequests: 1240,
  staleKnown: [],
  remarks: [],
};

const finding = (
  changes: Partial<Finding> & Pick<Finding, 'id' | 'clause' | 'title' | 'cases' | 'example'>,
): Finding => ({
  operation: 'createRepository',
  also: [],
  level: 'must',
  direction: 'too lax',
  titleZh: '',
  expected: '400 with error information',
  received: '201',
  neighbour: undefined,
  reproduced: 'yes',
  secondResponse: undefined,
  known: undefined,
  ...changes,
});

/** One finding with all else plain. */
export const plainFinding: Finding = finding({
  id: 'createRepository/R4/accepts',
  clause: 'R4',
  also: [
    { operation: 'updateRepository', clause: 'RU4' },
    { operation: 'createNamespace', clause: 'N4' },
  ],
  title: 'accepts repository "a___b": it must not hold more than two "_" in a row',
  titleZh: '接受了 repository "a___b"：连续的下划线不得超过两个',
  cases: ['R.w0003', 'R.w0017', 'R.w0021', 'R.construct-twice.1'],
  example: example('a___b', 201, '\n  {"id": 4711}\n'),
  neighbour: example('a__b', 201),
});

const findings: Finding[] = [
  plainFinding,
  finding({
    id: 'createRepository/C2/arms',
    clause: 'C2',
    direction: 'too strict',
    title: 'refuses category "arms"',
    titleZh: '拒绝了 category "arms"',
    expected: '201',
    received: '400',
    cases: ['C2.value.arms'],
    example: example('arms', 400, refused),
    neighbour: example('windows', 201),
    known: {
      reason: 'The team ships edition 2019-06, which writes "arm".',
      link: 'https://example.com/issues/42',
    },
  }),
  finding({
    id: 'createRepository/R7/accepts',
    clause: 'R7',
    title: 'accepts 129 characters, and up to 255',
    titleZh: '接受了 129 个字符，最多 255 个',
    cases: ['R7.length.129', 'R7.length.1000'],
    example: example(`t7k2${'a'.repeat(125)}`, 201, '<p>created</p>'.repeat(20), 'cut at 1 MiB'),
    neighbour: example(`t7k2${'a'.repeat(124)}`, 201),
  }),
  finding({
    id: 'createRepository/S3/race',
    clause: 'S3',
    direction: 'wrong answer',
    title: 'answers 201 twice when one name is created 8 times at once',
    titleZh: '同一名称同时创建 8 次时，两次返回 201',
    expected: 'exactly one 201, all others 409',
    received: '201, 201, 409, 409, 409, 409, 409, 409',
    cases: ['S3.race.8'],
    example: example('', 201),
    reproduced: 'flaky',
    secondResponse: { status: 409, headers: { 'content-type': 'application/json' }, body: refused, duration: 3 },
  }),
  finding({
    id: 'createRepository/A7/repeated',
    clause: 'A7',
    level: 'should',
    direction: 'wrong answer',
    title: `answers a hostile field without a status ${hostile}`,
    expected: `400 for ${hostile}`,
    received: 'no answer within 10000 ms',
    cases: ['A7.hostile'],
    example: example(hostile, undefined),
    neighbour: example('linux', 201, hostile),
    reproduced: 'not tried',
  }),
  finding({
    id: 'createRepository/P2/TRUE',
    clause: 'P2',
    level: 'should',
    title: 'accepts is_public "TRUE": it must be "true" or "false"',
    titleZh: '接受了 is_public "TRUE"：必须是 "true" 或 "false"',
    cases: ['P2.TRUE'],
    example: example('TRUE', 201),
    neighbour: example('true', 201),
  }),
];

const failed: Record<string, [clause: string, title: string]> = {
  'R.w0003': ['R4', 'repository "a___b" is refused'],
  'R.w0017': ['R4', 'repository "t7k2___b" is refused'],
  'R.w0021': ['R4', 'repository "t7k2b___" is refused'],
  'R.construct-twice.1': ['R4', 'repository "a___b___c" is refused'],
  'C2.value.arms': ['C2', 'category "arms" is accepted'],
  'R7.length.129': ['R7', `repository "t7k2${'a'.repeat(125)}" is refused`],
  'R7.length.1000': ['R7', 'repository of 1000 characters is refused'],
  'S3.race.8': ['S3', '8 simultaneous creates of one name give exactly one 201'],
  'P2.TRUE': ['P2', 'is_public "TRUE" is refused'],
};

const others = (verdict: Verdict, clause: string, count: number, reason: string): CaseResult[] =>
  Array.from({ length: count }, (_, index) =>
    caseResult(`N.${verdict}.${index}`, {
      family: 'state',
      clauses: [clause],
      title: `namespace "t7k2${index}" is accepted`,
      verdict,
      received: '',
      reason,
      reasonZh: `（${reason}）`,
    }),
  );

/** A run against a server that deviates, is flaky, keeps what it is given, and answers with hostile text. */
export const deviatingReport: Report = {
  ...conformingReport,
  outcome: 'deviates',
  summary: '3 deviations, 1 accepted; clauses R4, R7 and S3 are broken.',
  summaryZh: '3 处偏差，1 处已接受；违反条款 R4、R7 和 S3。',
  clauses: clauseRows({
    N3: { pass: 0, skip: 141 },
    N7: { pass: 0, error: 3 },
    R4: { pass: 100, fail: 4 },
    R7: { pass: 7, fail: 2 },
    C2: { pass: 56, fail: 1 },
    P2: { level: 'should', pass: 30, fail: 1 },
    S3: { pass: 21, fail: 1 },
    S4: { pass: 0 },
    TD4: { pass: 0, skip: 4 },
  }),
  findings,
  transport: [
    ...['createRepository', 'updateRepository', 'createNamespace'].map((operation) => ({
      title: 'refuses field names without quotes',
      expected: '201',
      received: '400',
      operation,
    })),
    { title: `keeps a byte order mark ${hostile}`, expected: '201', received: '400', operation: 'createRepository' },
  ],
  late: { milliseconds: 340, cases: 12 },
  results: [
    ...manyResults(60).filter(({ id }) => !(id in failed)),
    ...Object.entries(failed).map(([id, [clause, title]]) =>
      caseResult(id, {
        family: id.startsWith('R.') ? 'language' : (id.split('.')[1] ?? 'fields'),
        clauses: [clause],
        broken: [clause],
        title,
        verdict: 'fail',
        expected: clause === 'C2' ? '201' : '400 with error information',
        received: clause === 'C2' ? '400' : '201',
        level: clause === 'P2' ? 'should' : 'must',
      }),
    ),
    caseResult('A7.hostile', {
      family: 'fields',
      clauses: ['A7'],
      broken: ['A7'],
      level: 'should',
      verdict: 'fail',
      title: hostile,
      expected: hostile,
      received: hostile,
      reason: hostile,
    }),
    ...others('skip', 'N3', 12, 'the deployment knows only the namespace "group"'),
    ...others('error', 'N7', 3, 'no answer within 10000 ms'),
  ],
  guarantees: conformingReport.guarantees.slice(0, 1),
  notChecked: [
    {
      what: 'N3',
      why: 'the deployment knows only the namespace "group"; others are refused with 404',
      whyZh: '该部署只有命名空间 "group"，其他的都返回 404',
      cases: 141,
    },
    { what: 'S4', why: 'an internal error cannot be provoked from outside', whyZh: '', cases: 0 },
    {
      what: 'TD1, TD2, TD3, TD4, deleteTag, listTags, A1, A3, A5, A7, A9, A11, A13, A15, A17',
      why: 'the server does not offer it',
      whyZh: '服务器未提供',
      cases: 4,
    },
  ],
  leftBehind: [...Array.from({ length: 30 }, (_, index) => `group/t7k2${index}`), `group/${hostile}`, '镜像仓库/名称'],
  deleted: 3,
  requests: 2290,
  staleKnown: [{ id: 'createRepository/P2/upper-case', reason: 'fixed in release 4.2' }],
  remarks: [{ text: 'Every request carries the field "description".', zh: '每个请求都带有 "description" 字段。' }],
};

/** A run that could not begin. */
export const uncheckedReport: Report = {
  ...conformingReport,
  outcome: 'unchecked',
  summary: 'Failed to reach http://10.0.0.0:30303: connection refused. Remedy: check the address.',
  summaryZh: '无法连接 http://10.0.0.0:30303：连接被拒绝。请检查地址。',
  clauses: clauseRows({}).map((row) => ({ ...row, pass: 0 })),
  results: [],
  guarantees: [],
  deleted: 0,
  requests: 1,
  cleanUpRequests: 0,
  duration: 12,
};

/** A run that deviates only where nothing fails by it. */
export const openReport: Report = {
  ...deviatingReport,
  outcome: 'conforms',
  findings: findings.filter(({ level, known }) => level === 'should' || known),
  staleKnown: [],
};

const FIXED = new Set(['level', 'verdict', 'outcome', 'direction', 'reproduced', 'depth']);

/** A report in which every text that is not one of a few words holds what breaks out of careless reporters. */
export const hostileReport: Report = JSON.parse(
  JSON.stringify(deviatingReport, (key, value: unknown) =>
    typeof value === 'string' && !FIXED.has(key) ? `${hostile} ${value}` : value,
  ),
) as Report;

/** A report of each kind. */
export const reports = { conformingReport, deviatingReport, uncheckedReport, openReport, hostileReport };

/** The parts of the one that deviates, as people read them. */
export const HEADINGS = [
  'Findings',
  'Open points and common pages',
  'Accepted deviations',
  'Accepted deviations that no longer occur',
  'Remarks',
  'Clauses',
  'How forms and paths are read',
  'Shown late',
  'What this run proves',
  'Not checked',
  'Left behind on the server',
];
