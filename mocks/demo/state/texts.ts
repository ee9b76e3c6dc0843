import { languageTag } from '../../../src/ui/settings.ts';
import { sayTexts, type Texts } from '../../../src/ui/texts.ts';

// What the contract says (clauses, error codes) is not here: contract.ts has it from the document.
const texts = {
  title: ['Image repositories', '镜像仓库'],
  repositories: ['Repositories', '镜像仓库'],
  namespaces: ['Namespaces', '命名空间'],
  close: ['Close', '关闭'],
  retry: ['Try again', '重试'],
  save: ['Save', '保存'],

  // Connection
  connection: ['Connection', '连接'],
  connectionTitle: ['Where requests go', '请求发往何处'],
  worker: ['This browser', '当前浏览器'],
  workerHint: [
    'A service worker answers. What you change stays in this browser, over reloads and in all tabs.',
    '由 Service Worker 应答。所做的更改保存在当前浏览器中，刷新后仍在，各标签页共享。',
  ],
  server: ['Local server', '本地服务器'],
  serverHint: ['The fake as a process of its own: swr-contract mock', '独立运行的模拟服务：swr-contract mock'],
  deployment: ['Deployment', '真实环境'],
  deploymentHint: [
    'A real service. It must allow requests from this page (CORS).',
    '真实的服务，须允许来自本页面的请求（CORS）。',
  ],
  url: ['Base URL', '服务地址'],
  token: ['Token', '令牌'],
  tokenHint: ['Stays in memory; a reload forgets it.', '仅保存在内存中，刷新后即丢失。'],
  notUrl: ['Enter an address that starts with http:// or https://.', '请输入以 http:// 或 https:// 开头的地址。'],
  connect: ['Connect', '连接'],
  reset: ['Reset the data', '重置数据'],
  resetHint: ['What you created or changed in this browser is lost.', '您在当前浏览器中创建或修改的内容将丢失。'],
  noWorker: ['This page can’t start a service worker', '本页面无法启动 Service Worker'],
  noWorkerHint: [
    'Browsers allow one on https and on 127.0.0.1 only, and not in every private window. Connect to a server instead.',
    '浏览器仅允许在 https 或 127.0.0.1 上使用，部分隐私窗口也不允许。请改为连接服务器。',
  ],

  noRecords: ['The fake can’t make up its first records', '模拟服务无法生成初始数据'],

  // What went wrong
  unreachable: ['No answer from the server', '服务器没有应答'],
  unreachableHint: [
    'Is it running, and does it allow requests from this page? It was asked at {url}.',
    '请确认服务器已运行，且允许来自本页面的请求。请求地址：{url}。',
  ],
  offlineHint: ['This device is offline. The address was {url}.', '本设备已离线。请求地址：{url}。'],
  refused: ['The server asks for a token', '服务器要求提供令牌'],
  gone: ['There is nothing here', '这里没有内容'],
  failed: ['The server answered with an error', '服务器返回了错误'],
  status: ['status {status}', '状态码 {status}'],
  changeConnection: ['Change the connection', '更改连接'],
  backToList: ['All repositories', '全部镜像仓库'],
  refusedByServer: ['refused by the server', '被服务器拒绝'],

  // List
  create: ['Create repository', '创建镜像仓库'],
  filter: ['Filter', '筛选'],
  scope: ['Shown', '范围'],
  own: ['Own', '我的'],
  foreign: ['Shared by others', '他人共享'],
  name: ['Name', '名称'],
  wholeName: ['Whole name', '完整名称'],
  namespace: ['Namespace', '命名空间'],
  category: ['Category', '类别'],
  clearFilter: ['Clear the filter', '清除筛选'],
  clear: ['Clear', '清除'],
  visibility: ['Visibility', '可见性'],
  public: ['Public', '公开'],
  private: ['Private', '私有'],
  images: ['Images', '镜像数'],
  imageOf: ['1 image', '1 个镜像'],
  imagesOf: ['{count} images', '{count} 个镜像'],
  updated: ['Updated', '更新时间'],
  owner: ['Owner', '所有者'],
  pager: ['Pages of the list', '列表分页'],
  rangeOf: ['{from}–{to} of {total}', '第 {from}–{to} 项，共 {total} 项'],
  range: ['{from}–{to}', '第 {from}–{to} 项'],
  rangeNone: ['0 of {total}', '共 {total} 项'],
  perPage: ['Per page', '每页'],
  emptyTitle: ['No repositories yet', '还没有镜像仓库'],
  emptyHint: ['Create the first one; its namespace comes with it.', '创建第一个镜像仓库，命名空间会随之建立。'],
  emptyForeign: ['Nobody shares a repository with you', '没有他人共享的镜像仓库'],
  emptyFilter: ['No repository fits the filter', '没有符合条件的镜像仓库'],
  emptyPage: ['This page of the list is empty', '列表的这一页没有内容'],
  firstPage: ['To the first page', '回到第一页'],

  // Create and edit
  createLead: ['Names are checked as you type.', '名称会在输入时即时检查。'],
  namespaceHint: ['Choose one, or type the name of a new one.', '选择已有的命名空间，或输入新名称。'],
  repository: ['Repository', '镜像仓库'],
  rules: ['Rules of the name', '命名规则'],
  allKept: ['All rules are kept', '符合全部规则'],
  broken: ['Not kept yet: {rules}', '尚未符合：{rules}'],
  kept: ['kept', '符合'],
  notKept: ['not kept', '不符合'],
  noCategory: ['None', '无'],
  description: ['Description', '描述'],
  edit: ['Edit', '编辑'],
  publicHint: ['Everybody may pull from a public repository.', '任何人都可以从公开的仓库拉取镜像。'],
  created: ['Created {name}.', '已创建 {name}。'],
  saved: ['Saved.', '已保存。'],
  madePublic: ['{name} is public now.', '{name} 已设为公开。'],
  madePrivate: ['{name} is private now.', '{name} 已设为私有。'],
  deleted: ['Deleted {name}.', '已删除 {name}。'],

  // Repository
  details: ['Details', '详情'],
  pull: ['Pull', '拉取'],
  size: ['Size', '大小'],
  downloads: ['Downloads', '下载次数'],
  created_at: ['Created', '创建时间'],
  creator: ['Creator', '创建者'],
  foreignNote: ['Shared with you. Only its owner can change it.', '他人共享给您，仅其所有者可以修改。'],
  tags: ['Tags', '版本'],
  noTags: ['No images yet. They come by docker push.', '还没有镜像，可通过 docker push 上传。'],
  deleteTag: ['Delete the tag {name}?', '删除版本 {name}？'],
  deleteOf: ['Delete {name}', '删除 {name}'],
  sharing: ['Sharing', '共享'],
  noSharing: ['Not shared with any account.', '未共享给任何账号。'],
  account: ['Account', '账号'],
  deadline: ['Until', '截止日期'],
  forever: ['Forever', '永久有效'],
  until: ['Until {date}', '截至 {date}'],
  deadlineHint: ['Empty: forever', '留空表示永久'],
  share: ['Share', '共享'],
  shared: ['Shared with {name}.', '已共享给 {name}。'],
  expired: ['expired', '已过期'],
  endSharing: ['End the sharing with {name}?', '取消对 {name} 的共享？'],
  endSharingOf: ['End sharing with {name}', '取消对 {name} 的共享'],
  end: ['End sharing', '取消共享'],
  ended: ['No longer shared with {name}.', '已取消对 {name} 的共享。'],
  endHint: ['The account can’t pull from this repository any more.', '该账号将无法再从此仓库拉取镜像。'],
  deleteTitle: ['Delete the repository', '删除镜像仓库'],
  deleteLead: ['Only a repository without images can be deleted.', '仅可删除不含镜像的仓库。'],
  deleteQuestion: ['Delete {name}?', '删除 {name}？'],
  deleteHint: ['This can’t be undone.', '此操作无法撤销。'],
  notDeleted: ['It was not deleted', '未能删除'],
  deleteImagesFirst: ['Delete its tags first, then the repository.', '请先删除其中的版本，再删除仓库。'],
  toTags: ['Show the tags', '查看版本'],

  // Namespaces
  createNamespace: ['Create namespace', '创建命名空间'],
  noNamespaces: ['No namespaces yet', '还没有命名空间'],
  newIn: ['Create repository in {name}', '在 {name} 中创建镜像仓库'],
  holds: ['It holds {count} repositories, which go with it.', '其中的 {count} 个镜像仓库将一并删除。'],
  holdsOne: ['It holds 1 repository, which goes with it.', '其中的 1 个镜像仓库将一并删除。'],
  holdsNone: ['It holds no repositories.', '其中没有镜像仓库。'],
} as const satisfies Texts;

/** A text in the page's language; `{name}` in it is replaced by the value of that name. */
export const t = sayTexts(texts);

export type TextKey = Parameters<typeof t>[0];

/** A moment as people say it: "2 days ago" within a month, else the date. */
export const sayTime = (time: string): string => {
  const at = Date.parse(time);
  if (Number.isNaN(at)) return time;
  const minutes = Math.round((at - Date.now()) / 60_000);
  const relative = new Intl.RelativeTimeFormat(languageTag(), { numeric: 'auto' });
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
  if (Math.abs(minutes) < 60 * 24) return relative.format(Math.round(minutes / 60), 'hour');
  if (Math.abs(minutes) < 60 * 24 * 30) return relative.format(Math.round(minutes / 60 / 24), 'day');
  return sayDate(time);
};

/** The day of a moment: "Dec 31, 2026". */
export const sayDate = (time: string): string => {
  const at = Date.parse(time);
  return Number.isNaN(at) ? time : new Intl.DateTimeFormat(languageTag(), { dateStyle: 'medium' }).format(at);
};

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes as people say them: "23.4 MiB". */
export const saySize = (bytes: number): string => {
  const step = Math.min(UNITS.length - 1, bytes > 0 ? Math.floor(Math.log2(bytes) / 10) : 0);
  const digits = new Intl.NumberFormat(languageTag(), { maximumFractionDigits: step === 0 ? 0 : 1 });
  return `${digits.format(bytes / 1024 ** step)} ${UNITS[step]}`;
};

export const sayCount = (count: number): string => count.toLocaleString(languageTag());
