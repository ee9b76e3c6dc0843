import { isAlike } from '../../http/same-refusal.ts';
import { fill, NOTHING, type Text, textOf } from '../../text/bilingual.ts';
import type { Exchange } from '../run/transport.ts';

export interface WrongTargetOptions {
  readonly hasCredentials: boolean;
  /** How a token goes out: `Authorization: Bearer …`. */
  readonly tokenLabel: Text;
  /** The container to create in, where the user named one. */
  readonly container: string | undefined;
  /** The proxy that the requests go through, for people. */
  readonly proxy: string | undefined;
  /** Takes secrets out of what a target says. */
  readonly hide: (text: string) => string;
}

export const sayNoAnswer = (exchange: Exchange | undefined): Text =>
  exchange?.isOurs
    ? (exchange.problem ?? NOTHING)
    : fill(words.unreached, { problem: exchange?.problem ?? textOf('no answer', '没有应答') });

export const sayAlike = ({ response }: Exchange): Text => fill(words.alike, { status: String(response?.status) });

/** The sentence that says why a target is none, from its first answer and that to a path that no document has. */
export const sayWrongTarget = (
  exchange: Exchange,
  unknown: Exchange,
  { hasCredentials, tokenLabel, container, proxy, hide }: WrongTargetOptions,
): Text | undefined => {
  const { status: code = 0, headers = {}, body = '' } = exchange.response ?? {};
  const status = String(code);
  const seen = headers['via'] ?? headers['proxy-agent'] ?? proxy;
  const before = seen === undefined ? NOTHING : fill(words.before, { seen: hide(seen) });
  if (code === 407) return fill(words.proxy, { proxy: proxy ? `, ${proxy}` : '' });
  if (code >= 300 && code < 400)
    return fill(words.redirects, { place: headers['location'] ? hide(headers['location']) : words.elsewhere, status });
  if (/http request was sent to https|http request to an https|plain http to an ssl/i.test(body)) return words.https;
  if (code === 401 || code === 403) {
    const { method } = exchange.request;
    const said = hasCredentials ? (code === 401 ? words.refused : words.forbidden) : words.unauthorized;
    return fill(said, { status, method, before, options: fill(words.options, { token: tokenLabel }) });
  }
  const isPage = /^\s*<(!doctype|html|head|body)/i.test(body);
  const title = /<title[^>]*>([^<]{1,80})/i.exec(body)?.[1]?.trim();
  if (isPage && code < 300) return fill(words.page, { title: title ? ` (“${hide(title)}”)` : '' });
  if (code === 502 || code === 504) return fill(words.gateway, { status });
  if (code === 404) return sayNotFound(exchange, container);
  return isAlike(exchange, unknown) && (code >= 500 || code < 300) ? sayAlike(exchange) : undefined;
};

const sayNotFound = ({ request }: Exchange, container: string | undefined): Text => {
  const target = fill(words.base, { path: String(request.path.split(/[/?]/)[1]) });
  return container === undefined ? fill(words.notFound, { target }) : fill(words.notFoundIn, { target, container });
};

/** `{name}` is a place for a value. */
const words = {
  unreached: textOf('the server cannot be reached: {problem}.', '无法连接服务器：{problem}。'),
  alike: textOf(
    'the server answers {status} to everything, also where there is nothing. Check --target.',
    '服务器对一切请求（包括不存在的路径）都应答 {status}。请检查 --target。',
  ),
  before: textOf(', or the proxy before it does ({seen})', '（或由其前面的代理 {seen} 拒绝）'),
  proxy: textOf(
    'a proxy asks for credentials (407{proxy}). Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY.',
    '代理要求凭据（407{proxy}）。请检查 HTTP_PROXY、HTTPS_PROXY 和 NO_PROXY。',
  ),
  redirects: textOf(
    'the server redirects to {place} ({status}). Give that place as --target, if it is the API.',
    '服务器重定向到 {place}（{status}）。若那里就是该 API，请以其作为 --target。',
  ),
  elsewhere: textOf('another place', '别处'),
  https: textOf(
    'the server wants HTTPS on this port. Give --target https://….',
    '服务器在此端口要求 HTTPS。请使用 --target https://…。',
  ),
  unauthorized: textOf(
    'the server wants credentials ({status}){before}. Give {options}.',
    '服务器要求凭据（{status}）{before}。请给出 {options}。',
  ),
  refused: textOf(
    'the server refuses the credentials ({status}){before}. Check {options}.',
    '服务器拒绝所给的凭据（{status}）{before}。请检查 {options}。',
  ),
  forbidden: textOf(
    'the server refuses the credentials for a {method} ({status}){before}: they are wrong, or lack the rights. Check {options}.',
    '服务器对 {method} 请求拒绝所给的凭据（{status}）{before}：凭据有误，或权限不足。请检查 {options}。',
  ),
  options: textOf(
    '--token (it goes out as {token}), --basic or --header "NAME: VALUE"',
    '--token（以 {token} 发送）、--basic 或 --header "NAME: VALUE"',
  ),
  page: textOf(
    'the server answers a web page{title}, not an API. Check --target.',
    '服务器应答的是网页{title}，不是 API。请检查 --target。',
  ),
  gateway: textOf(
    'a gateway in front of the server answers {status}: the server behind it is not there.',
    '服务器前面的网关应答 {status}：其后的服务器不在。',
  ),
  base: textOf(
    '--target (what stands before /{path} in the URLs of the API)',
    '--target（即 API 的 URL 中 /{path} 之前的部分）',
  ),
  notFound: textOf(
    'a valid request is answered 404. Check {target}, or name one that exists with --namespace.',
    '有效请求得到 404。请检查 {target}，或用 --namespace 指定一个已存在的。',
  ),
  notFoundIn: textOf(
    'a valid request in {container} is answered 404. Check {target} and --namespace.',
    '{container} 中的有效请求得到 404。请检查 {target} 和 --namespace。',
  ),
};
