import {
  type CanonicalRequest,
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
  joinCanonical,
  redactCanonical,
} from '../../http/canonical-request.ts';
import { type NeutralRequest, pathOf, sentTarget } from '../../http/message.ts';
import type { Refusal, Words } from '../../openapi/operations/issue.ts';
import type { CheckSignature } from './authenticate.ts';
import type { Signature } from './read-signature.ts';

/**
 * Checks signatures by HMAC-SHA256, as the document's `x-signature` describes them, and their time.
 * What another way of signing made, or another access key, is let pass.
 *
 * @param secrets by access key. None of them, nor what is made with them, is in any answer.
 * @param now the clock that the time of a signature is held against.
 */
export const checkSignatures = (
  secrets: Readonly<Record<string, string>>,
  now: () => Date = () => new Date(),
): CheckSignature => {
  const known = new Map(Object.entries(secrets));
  return async (request, signature) => {
    const secret = known.get(signature.accessKey);
    const kind = signature.form.keys[signature.scheme];
    if (secret === undefined || kind === undefined) return undefined;
    const refusal = checkHeaders(request, signature) ?? checkTime(request, signature, now());
    if (refusal) return refusal;
    const key = kind === 'derived' ? await deriveKey(secret, signature) : encodeText(secret);
    const time = request.headers[signature.form.date] ?? '';
    const isRight = async (canonical: CanonicalRequest): Promise<boolean> =>
      (await sign(key, signature, time, joinCanonical(canonical))) === signature.value.toLowerCase();

    const digest = request.headers[signature.form.digest]?.trim();
    const payload = digest ?? hex(await crypto.subtle.digest('SHA-256', Uint8Array.from(request.body)));
    const canonical = canonicalRequest(request, signature.signedHeaders, payload);
    // Of the vendor's own kits some sign the path as it is sent, and some as it is meant.
    const asSent = { ...canonical, path: canonicalPath(pathOf(sentTarget(request))) };
    if ((await isRight(canonical)) || (await isRight(asSent))) return undefined;
    for (const { what, change } of await listMistakes(request))
      if (await isRight({ ...canonical, ...change(canonical) })) return refuse(what, canonical);
    return refuse(OTHER, canonical);
  };
};

const checkHeaders = (request: NeutralRequest, { form, signedHeaders }: Signature): Refusal | undefined => {
  const absent = signedHeaders.find((name) => request.headers[name] === undefined);
  if (absent !== undefined)
    return say(
      `the signature is over the header ${absent}, which was not sent`,
      `签名包含请求头 ${absent}，但请求未携带它`,
    );
  if (!signedHeaders.includes(form.date))
    return say(`the signature must be over the header ${form.date}`, `签名必须包含请求头 ${form.date}`);
  return undefined;
};

const checkTime = (request: NeutralRequest, { form }: Signature, now: Date): Refusal | undefined => {
  const time = readTime(request.headers[form.date] ?? '');
  if (Number.isNaN(time))
    return say(
      `${form.date} must be a time in UTC such as 20180817T120003Z`,
      `${form.date} 必须为 UTC 时间，例如 20180817T120003Z`,
    );
  const seconds = Math.round((time - now.getTime()) / 1000);
  if (Math.abs(seconds) <= form.skew) return undefined;
  const clock = now.toISOString().replace(/\.\d+/, '');
  const off = Math.abs(seconds);
  return say(
    `${form.date} is ${off} s ${seconds < 0 ? 'behind' : 'ahead of'} the clock of this server, and at most ${form.skew} s are allowed`,
    `${form.date} 比服务器时钟${seconds < 0 ? '慢' : '快'} ${off} 秒，最多允许相差 ${form.skew} 秒`,
    { en: `the clock of this server says ${clock}`, zh: `服务器时钟为 ${clock}` },
  );
};

const readTime = (text: string): number => {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text.trim()) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

interface Mistake {
  readonly what: Words;
  /** What the client signed instead. */
  readonly change: (canonical: CanonicalRequest) => Partial<CanonicalRequest>;
}

const OTHER: Words = {
  en: 'the signature does not fit: it was made with another secret, or over another request than the one received',
  zh: '签名不匹配：所用的密钥不同，或签名内容与收到的请求不同',
};

/** What signers get wrong. Each is tried, so that a client learns which of them it is. */
const listMistakes = async ({ target }: NeutralRequest): Promise<readonly Mistake[]> => {
  const nothing = hex(await crypto.subtle.digest('SHA-256', new Uint8Array()));
  return [
    {
      what: { en: 'the path was signed without the "/" at its end', zh: '签名时路径缺少末尾的 "/"' },
      change: ({ path }) => ({ path: path.slice(0, -1) }),
    },
    {
      what: { en: 'the query was not put in order where it was signed', zh: '签名时查询参数没有排序' },
      change: () => ({ query: canonicalQuery(target, { sorted: false }) }),
    },
    {
      what: { en: 'the query was left out where it was signed', zh: '签名时缺少查询参数' },
      change: () => ({ query: '' }),
    },
    {
      what: { en: 'the body was left out where it was signed', zh: '签名时缺少请求体' },
      change: () => ({ payload: nothing }),
    },
    {
      what: { en: 'host was signed without its port', zh: '签名时 host 缺少端口' },
      change: ({ headers }) => ({
        headers: headers.map(([name, value]) => [name, name === 'host' ? value.replace(/:\d+$/, '') : value]),
      }),
    },
  ];
};

const refuse = (what: Words, canonical: CanonicalRequest): Refusal => {
  const text = joinCanonical(redactCanonical(canonical)).replaceAll('\n', '|');
  return {
    what,
    detail: {
      en: `what must be signed, with | for the end of a line: ${text}`,
      zh: `应签名的规范请求（以 | 表示换行）：${text}`,
    },
  };
};

const say = (en: string, zh: string, detail: Words = { en: '', zh: '' }): Refusal => ({ what: { en, zh }, detail });

const sign = async (
  key: Uint8Array<ArrayBuffer>,
  { scheme, scope, form }: Signature,
  time: string,
  canonical: string,
): Promise<string> => {
  const digest = hex(await crypto.subtle.digest('SHA-256', encodeText(canonical)));
  const lines = [scheme, time, ...(form.keys[scheme] === 'derived' ? [scope] : []), digest];
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return hex(await crypto.subtle.sign('HMAC', imported, encodeText(lines.join('\n'))));
};

/** A key for one scope (HKDF, RFC 5869); what signs is its text in hexadecimal digits. */
const deriveKey = async (secret: string, { accessKey, scope }: Signature): Promise<Uint8Array<ArrayBuffer>> => {
  const imported = await crypto.subtle.importKey('raw', encodeText(secret), 'HKDF', false, ['deriveBits']);
  const options = { name: 'HKDF', hash: 'SHA-256', salt: encodeText(accessKey), info: encodeText(scope) };
  return encodeText(hex(await crypto.subtle.deriveBits(options, imported, 256)));
};

const encodeText = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
