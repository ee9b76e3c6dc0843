import { type Text, textOf } from '../../text/bilingual.ts';

/** Whether something came, went, or is another now. */
export type Tone = 'added' | 'removed' | 'changed';

/** What kinds of change are said to be, in the order in which they are told. */
const SENTENCES = {
  'operation-added': ['added', '{names}: {method} {path}, {summary}', '{names}：{method} {path}，{summary}'],
  'operation-removed': ['removed', '{names}: {method} {path}, {summary}', '{names}：{method} {path}，{summary}'],
  'operation-moved': ['changed', 'is {after} now, no longer {before}', '由 {before} 改为 {after}'],
  'alias-added': ['added', 'answers at {names}, too', '也可通过 {names} 访问'],
  'alias-removed': ['removed', 'no longer answers at {names}', '不再可通过 {names} 访问'],
  'credentials-added': ['added', 'takes credentials as {names}', '接受凭证 {names}'],
  'credentials-removed': ['removed', 'no longer takes credentials as {names}', '不再接受凭证 {names}'],
  'media-added': ['added', 'takes a body of {names}', '接受 {names} 请求体'],
  'media-removed': ['removed', 'no longer takes a body of {names}', '不再接受 {names} 请求体'],
  'field-added': ['added', '{within} takes {names} ({presence})', '{within}新增 {names}（{presence}）'],
  'field-removed': ['removed', '{within} no longer takes {names}', '{within}不再有 {names}'],
  'field-required': ['changed', '{names} must be given', '{names} 现为必填'],
  'field-optional': ['changed', '{names} may be left out', '{names} 现为选填'],
  'field-type': ['changed', '{names}: {after}, no longer {before}', '{names}：类型由 {before} 改为 {after}'],
  'field-type-here': ['changed', '{names}: {after}, not {before}', '{names}：类型为{after}，而非{before}'],
  'format-added': ['changed', '{names}: format {after}', '{names}：格式为 {after}'],
  'format-changed': ['changed', '{names}: format {after}, no longer {before}', '{names}：格式由 {before} 改为 {after}'],
  'format-removed': ['changed', '{names}: no longer of format {before}', '{names}：不再限定格式 {before}'],
  'default-added': ['changed', '{names}: left out means {after}', '{names}：默认为 {after}'],
  'default-changed': [
    'changed',
    '{names}: left out means {after}, no longer {before}',
    '{names}：默认为 {after}，原为 {before}',
  ],
  'default-removed': ['changed', '{names}: left out no longer means {before}', '{names}：不再默认为 {before}'],
  'field-mark-added': ['changed', '{names}: {mark}', '{names}：{mark}'],
  'field-mark-removed': ['changed', '{names}: no longer: {mark}', '{names}：不再：{mark}'],
  'field-text': ['changed', '{names}: described as “{after}”', '{names} 的说明改为“{after}”'],
  'values-added': ['added', '{names} may be {values}', '{names} 可取 {values}'],
  'values-removed': ['removed', '{names} may no longer be {values}', '{names} 不再可取 {values}'],
  'values-listed': ['changed', '{names} must be one of {values}', '{names} 只能取 {values}'],
  'values-free': ['changed', '{names} need no longer be one of {values}', '{names} 不再限于 {values}'],
  'bound-added': ['added', '{names}: {bound} {after}', '{names}：{bound} {after}'],
  'bound-removed': ['removed', '{names}: no longer {bound} {before}', '{names}：不再限制{bound} {before}'],
  'bound-changed': [
    'changed',
    '{names}: {bound} {after}, no longer {before}',
    '{names}：{bound} {after}，原为 {before}',
  ],
  'clause-changed': ['changed', '{names}: {after} (before: {before})', '{names}：{after}（原为：{before}）'],
  'clause-added': ['added', '{names}: {after}', '{names}：{after}'],
  'clause-removed': ['removed', '{names}: no longer “{before}”', '{names}：不再要求“{before}”'],
  'words-taken': ['added', '{names} may be {words}', '{names} 现可为 {words}'],
  'words-refused': ['removed', '{names} may no longer be {words}', '{names} 不再可为 {words}'],
  'needs-added': ['added', 'needs what it is about in {names}, else {code}', '{names} 中须有相应记录，否则返回 {code}'],
  'needs-removed': ['removed', 'no longer needs what it is about in {names}', '{names} 中不再须有相应记录'],
  'needs-none-added': [
    'added',
    'refused with {code} where {names} hold any of it',
    '{names} 中仍有相应记录时返回 {code}',
  ],
  'needs-none-removed': [
    'removed',
    'no longer refused where {names} hold any of it',
    '{names} 中仍有相应记录时不再拒绝',
  ],
  'quota-added': ['added', 'makes at most {most} {names}', '{names} 最多 {most} 个'],
  'quota-removed': ['removed', 'no longer limits {names} to {most}', '{names} 不再限 {most} 个'],
  'status-added': ['added', '{names} is new: {title}', '新增状态 {names}：{title}'],
  'status-removed': ['removed', '{names} is gone: {title}', '不再返回 {names}：{title}'],
  'alternative-added': ['added', '{names} may come instead of {success}', '{names} 可能代替 {success}'],
  'alternative-removed': ['removed', '{names} no longer comes instead of {success}', '{names} 不再代替 {success}'],
  'body-added': ['added', '{names} has a body: {body}', '{names} 带有响应体 {body}'],
  'body-removed': ['removed', '{names} has no body', '{names} 不再带有响应体'],
  'header-added': ['added', '{answer} has the header {names}', '{answer} 带有响应头 {names}'],
  'header-removed': ['removed', '{answer} no longer has the header {names}', '{answer} 不再带有响应头 {names}'],
  'property-added': ['added', '{answer} shows {names}', '{answer} 新增 {names}'],
  'property-removed': ['removed', '{answer} no longer shows {names}', '{answer} 不再有 {names}'],
  'property-type': [
    'changed',
    '{answer} shows {names} as {after}, no longer {before}',
    '{answer} 的 {names} 由 {before} 改为 {after}',
  ],
  'property-always': ['changed', '{answer} always shows {names}', '{answer} 总是带有 {names}'],
  'property-sometimes': ['changed', '{answer} may leave out {names}', '{answer} 可能省略 {names}'],
  'property-values-added': ['added', '{answer} may show {values} in {names}', '{answer} 的 {names} 可为 {values}'],
  'property-values-removed': [
    'removed',
    '{answer} no longer shows {values} in {names}',
    '{answer} 的 {names} 不再为 {values}',
  ],
  'property-text': [
    'changed',
    '{answer} shows {names}, described as “{after}”',
    '{answer} 的 {names} 说明改为“{after}”',
  ],
  'page-added': ['changed', 'without a limit, lists {after} records', '未指定条数时返回 {after} 条'],
  'page-changed': [
    'changed',
    'without a limit, lists {after} records, no longer {before}',
    '未指定条数时返回 {after} 条，原为 {before} 条',
  ],
  'page-removed': [
    'changed',
    'without a limit, lists all records, no longer {before}',
    '未指定条数时返回全部记录，原为 {before} 条',
  ],
  'failure-added': ['added', '{names}: answered {after}', '{names}：返回 {after}'],
  'failure-removed': ['removed', '{names}: no longer has an answer of its own', '{names}：不再单独应答'],
  'failure-changed': [
    'changed',
    '{names}: answered {after}, no longer {before}',
    '{names}：返回 {after}，原为 {before}',
  ],
  'code-added': ['added', 'error codes: {names}', '错误码：{names}'],
  'code-removed': ['removed', 'error codes: {names}', '错误码：{names}'],
  'code-status': ['changed', '{names}: status {after}, no longer {before}', '{names}：状态码由 {before} 改为 {after}'],
  'point-added': ['added', '{names} is open: {question} — {after}', '{names} 为待定项：{question}——{after}'],
  'point-removed': ['removed', '{names} is no longer open: {question}', '{names} 不再是待定项：{question}'],
  'point-default': [
    'changed',
    '{names}: {question} — {after} (before: {before})',
    '{names}：{question}——{after}（原为：{before}）',
  ],
  'reading-added': ['added', '{point} can be read as {names}: {title}', '{point} 新增解读 {names}：{title}'],
  'reading-removed': [
    'removed',
    '{point} can no longer be read as {names}: {title}',
    '{point} 不再有解读 {names}：{title}',
  ],
} as const satisfies Readonly<Record<string, readonly [tone: Tone, en: string, zh: string]>>;

/** What a change may be. */
export type ChangeKind = keyof typeof SENTENCES;

/** All kinds, in the order in which they are told. */
export const KINDS = Object.keys(SENTENCES) as ChangeKind[];

/** The sentence of a kind, with places for what it is about. */
export const sentenceOf = (kind: ChangeKind): Text => textOf(SENTENCES[kind][1], SENTENCES[kind][2]);

/** Whether a change of a kind adds something, takes it away, or makes another of it. */
export const toneOf = (kind: ChangeKind): Tone => SENTENCES[kind][0];
