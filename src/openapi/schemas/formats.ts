const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d+)?(?:z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

/**
 * Reads a `date-time` of RFC 3339, to the letter: `t` and `z` may be small, no hour is 24, and a second is 60
 * only where a leap second may be, at the end of a month in UTC.
 *
 * @returns milliseconds since 1970, those of the next second for a leap second; undefined where it is none.
 */
export const readDateTime = (text: string): number | undefined => {
  const [date = '', time = ''] = text.split(/t/i, 2);
  const day = readDate(date);
  const clock = text.length === date.length + 1 + time.length ? readTime(time) : undefined;
  if (day === undefined || clock === undefined) return undefined;
  const at = day + clock.milliseconds;
  return clock.isLeap && new Date(at).getUTCDate() !== 1 ? undefined : at;
};

/** Midnight of a day in UTC. */
const readDate = (text: string): number | undefined => {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return undefined;
  // Date.UTC takes the years below 100 for those of the last century, and 30 February for 2 March.
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.toISOString().slice(0, 10) === text ? date.getTime() : undefined;
};

/** A time of a day, from midnight in UTC. */
const readTime = (text: string): { readonly milliseconds: number; readonly isLeap: boolean } | undefined => {
  const [, hour, minute, second, fraction = '', sign, hours = 0, minutes = 0] = TIME.exec(text) ?? [];
  if (hour === undefined) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const whole = Number(hour) * 60 + Number(minute) - offset;
  const isLeap = second === '60';
  // The last minute of a day, whichever day it is in UTC.
  if (isLeap && (whole + 1) % 1440 !== 0) return undefined;
  return { milliseconds: whole * 60_000 + Number(second) * 1000 + Math.floor(Number(`0${fraction}`) * 1000), isLeap };
};

const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);

/** RFC 4291, section 2.2: eight groups, of which `::` stands for one or more; the last two may be an IPv4 address. */
const isIpv6 = (text: string): boolean => {
  const last = text.slice(text.lastIndexOf(':') + 1);
  const groups = last.includes('.') ? text.slice(0, -last.length).concat('0:0') : text;
  if (last.includes('.') && !IPV4.test(last)) return false;
  const [before = '', after, ...more] = groups.split('::');
  const listed = [before, after ?? ''].flatMap((part) => (part === '' ? [] : part.split(':')));
  const count = after === undefined ? listed.length === 8 : listed.length < 8;
  return count && more.length === 0 && listed.every((group) => /^[\da-f]{1,4}$/i.test(group));
};

const ATOM = "[\\w!#$%&'*+/=?^`{|}~-]+";
const LABEL = '[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?';
const EMAIL = new RegExp(
  `^(?:${ATOM}(?:\\.${ATOM})*|"(?:[ !#-[\\]-~]|\\\\[ -~])*")@(?:${LABEL}(?:\\.${LABEL})*|\\[(?:IPv6:(.*)|(.*))\\])$`,
  'i',
);

/** A mailbox of RFC 5321, section 4.1.2. */
const isEmail = (text: string): boolean => {
  const found = EMAIL.exec(text);
  if (!found) return false;
  const [, ipv6, ipv4] = found;
  return (ipv6 === undefined || isIpv6(ipv6)) && (ipv4 === undefined || IPV4.test(ipv4));
};

const ESCAPED = '%[\\da-f]{2}';
const UNRESERVED = "\\w.~!$&'()*+,;=\\-";
const PATH = `(?:[${UNRESERVED}:@/]|${ESCAPED})*`;
const AUTHORITY = `(?:(?:[${UNRESERVED}:]|${ESCAPED})*@)?(?:\\[([^\\]]*)\\]|(?:[${UNRESERVED}]|${ESCAPED})*)(?::\\d*)?`;
const REST = `(?:[${UNRESERVED}:@/?]|${ESCAPED})*`;
const URI = new RegExp(
  `^[a-z][a-z\\d+.-]*:(?://${AUTHORITY}(?=[/?#]|$)|(?!//))${PATH}(?:\\?${REST})?(?:#${REST})?$`,
  'i',
);

/** RFC 3986, with a scheme. */
const isUri = (text: string): boolean => {
  const found = URI.exec(text);
  return (
    found !== null &&
    (found[1] === undefined || isIpv6(found[1]) || /^v[\da-f]+\.[\w.~!$&'()*+,;=:-]+$/i.test(found[1]))
  );
};

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The formats that are checked; any other is only told to people. */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': (text) => readDateTime(text) !== undefined,
  date: (text) => readDate(text) !== undefined,
  time: (text) => readTime(text) !== undefined,
  email: isEmail,
  ipv4: (text) => IPV4.test(text),
  ipv6: isIpv6,
  uri: isUri,
  uuid: (text) => UUID.test(text),
};
