/** A text of the HTML report's surface in both languages. */
export interface PageText {
  readonly en: string;
  readonly zh: string;
}

/** The words only the HTML report needs; the others are in texts.ts. */
export const pageTexts = {
  title: { en: 'Contract report', zh: '契约检查报告' },
  skipLink: { en: 'Skip to the report', zh: '跳到报告正文' },
  language: { en: '中文', zh: 'English' },
  theme: { en: 'Light / dark', zh: '浅色 / 深色' },
  sections: { en: 'Sections', zh: '目录' },
  requestAnswer: { en: 'Request and response', zh: '请求与应答' },
  request: { en: 'Request', zh: '请求' },
  response: { en: 'Response', zh: '应答' },
  secondResponse: { en: 'Second response', zh: '第二次应答' },
  neighbourAnswer: { en: 'Request and response of the neighbour', zh: '邻近值的请求与应答' },
  body: { en: 'no body', zh: '无正文' },
  curl: { en: 'Send it again', zh: '重新发送' },
  copy: { en: 'Copy', zh: '复制' },
  copied: { en: 'Copied', zh: '已复制' },
  copyFailed: { en: 'Select and copy by hand', zh: '请手动选择复制' },
  names: { en: 'Show the names', zh: '显示名称' },
  allCases: { en: 'All cases', zh: '全部用例' },
  noCases: { en: 'No case ran.', zh: '没有运行任何用例。' },
  verdict: { en: 'Verdict', zh: '结论' },
  search: { en: 'Search', zh: '搜索' },
  all: { en: 'all', zh: '全部' },
  shown: { en: 'Cases that match:', zh: '符合条件的用例：' },
  noMatch: { en: 'No case matches.', zh: '没有符合条件的用例。' },
  more: { en: 'Show more', zh: '显示更多' },
  remaining: { en: 'not shown yet:', zh: '尚未显示：' },
  reason: { en: 'reason', zh: '理由' },
  operation: { en: 'operation', zh: '操作' },
  family: { en: 'family', zh: '类别' },
  requests: { en: 'requests', zh: '请求' },
  cases: { en: 'cases', zh: '用例' },
  needsScript: { en: 'The list of cases needs JavaScript.', zh: '用例列表需要 JavaScript。' },
} as const satisfies Record<string, PageText>;
