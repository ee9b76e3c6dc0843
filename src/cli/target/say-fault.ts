import { fill, type Text, textOf } from '../../text/bilingual.ts';

/** The port of an address, where it names none that of its scheme. */
export const targetPort = ({ port, protocol }: URL): number =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);

/** Why no connection came about, or how it ended, in words; what no word is known for as Node says it. */
export const sayFault = (error: NodeJS.ErrnoException, target: URL): Text => {
  const { host, hostname } = target;
  // Behind a proxy it is the proxy that was not reached.
  const [, proxy, status] = /^Failed to establish tunnel to \S+ via (\S+): HTTP\/\S+ (\d+)/.exec(error.message) ?? [];
  if (proxy !== undefined)
    return fill(status === '407' ? words.proxyWants : words.proxy, { proxy, status: String(status) });
  const { address = '', port } = error as { address?: string; port?: number };
  if (error.code === 'ECONNREFUSED' && port !== undefined && port !== targetPort(target))
    return fill(words.noProxy, { address, port: String(port) });
  if (/certificate required/i.test(error.message)) return words.wantsCertificate;
  if (/wrong version number|packet length too long/i.test(error.message)) return words.noTls;
  const causes = (error as { errors?: NodeJS.ErrnoException[] }).errors;
  const code = error.code ?? causes?.[0]?.code ?? '';
  const known = FAULTS[code];
  return known ? fill(known, { host, hostname }) : textOf(error.message || code);
};

/** `{name}` is a place for a value. */
const words = {
  closed: textOf('the server closed the connection without an answer', '服务器未应答即关闭了连接'),
  unreached: textOf('{host} cannot be reached', '无法到达 {host}'),
  selfSigned: textOf(
    'its certificate is self-signed: give --ca FILE or --insecure',
    '其证书是自签名的：请给出 --ca FILE 或 --insecure',
  ),
  unverified: textOf(
    'its certificate cannot be verified: give --ca FILE or --insecure',
    '其证书无法验证：请给出 --ca FILE 或 --insecure',
  ),
  wantsCertificate: textOf(
    'it wants a certificate of the client: give --cert FILE and --key FILE',
    '它要求客户端证书：请给出 --cert FILE 和 --key FILE',
  ),
  noTls: textOf(
    'it does not speak TLS on this port: give --target http://…',
    '此端口不使用 TLS：请使用 --target http://…',
  ),
  proxy: textOf('the proxy {proxy} answered {status}', '代理 {proxy} 应答 {status}'),
  proxyWants: textOf(
    'the proxy {proxy} answered {status}, which wants HTTPS_PROXY=http://USER:PASSWORD@…',
    '代理 {proxy} 应答 {status}，它要求 HTTPS_PROXY=http://USER:PASSWORD@…',
  ),
  noProxy: textOf(
    'nothing listens on {address}:{port}, which the environment names as the proxy',
    '环境变量所指的代理 {address}:{port} 没有监听',
  ),
};

const FAULTS: Readonly<Record<string, Text>> = {
  ECONNREFUSED: textOf('nothing listens on {host}', '{host} 没有监听'),
  ENOTFOUND: textOf('there is no host {hostname}', '没有主机 {hostname}'),
  EAI_AGAIN: textOf('the name {hostname} cannot be resolved at the moment', '目前无法解析主机名 {hostname}'),
  ECONNRESET: words.closed,
  EPIPE: words.closed,
  ETIMEDOUT: textOf('{host} does not answer', '{host} 没有应答'),
  EHOSTUNREACH: words.unreached,
  ENETUNREACH: words.unreached,
  DEPTH_ZERO_SELF_SIGNED_CERT: words.selfSigned,
  SELF_SIGNED_CERT_IN_CHAIN: words.selfSigned,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: words.unverified,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: words.unverified,
  CERT_HAS_EXPIRED: textOf(
    'its certificate has expired: renew it or give --insecure',
    '其证书已过期：请更新，或给出 --insecure',
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: textOf(
    'its certificate is for another name than {hostname}: check --target, or give --insecure',
    '其证书不属于 {hostname}：请检查 --target，或给出 --insecure',
  ),
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: words.wantsCertificate,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: textOf(
    'it refuses the TLS handshake, perhaps since it wants a certificate of the client: give --cert FILE and --key FILE',
    '它拒绝 TLS 握手，可能要求客户端证书：请给出 --cert FILE 和 --key FILE',
  ),
  ERR_SSL_WRONG_VERSION_NUMBER: words.noTls,
  EPROTO: textOf(
    'it does not speak TLS as we do: check whether --target is http or https',
    '它的 TLS 与我们不一致：请检查 --target 是 http 还是 https',
  ),
  HPE_INVALID_CONSTANT: textOf(
    'it answers something that is no HTTP: check the port, and whether it wants https',
    '它的应答不是 HTTP：请检查端口，以及它是否要求 https',
  ),
};
