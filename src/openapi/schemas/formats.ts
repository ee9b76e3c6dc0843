const DATE = /^\d{4}-\d\d-\d\d$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(\.\d+)?(?:z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

/** A `date-time` that needs no calendar, as nearly all do: a million of them are checked in a tenth of a second. */
const PLAIN = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;

/**
 * Reads a `date-time` of RFC 3339, to the letter: `t` and `z` may be small, no hour is 24, and a second is 60
 * only where a leap second may be, at the end of a month in UTC.
 *
 * @returns milliseconds since 1970, those of the next second for a leap second; undefined where it is none.
 */
export const readDateTime = (text: string): number | undefined => {
  const day = readDate(text.slice(0, 10));
  const clock = /t/i.test(text.charAt(10)) ? readTime(text.slice(11)) : undefined;
  if (day === undefined || clock === undefined) return undefined;
  const at = day + clock.milliseconds;
  return clock.isLeap && new Date(at).getUTCDate() !== 1 ? undefined : at;
};

/** Midnight of a day in UTC. */
const readDate = (text: string): number | undefined => {
  const at = DATE.test(text) ? Date.parse(text) : Number.NaN;
  // 30 February is taken for 2 March.
  return new Date(at).getUTCDate() === Number(text.slice(8)) ? at : undefined;
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
  return { milliseconds: whole * 60_000 + Math.floor(Number(second + fraction) * 1000), isLeap };
};

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** RFC 4291, section 2.2: eight groups, of which `::` stands for one or more; the last two may be an IPv4 address. */
const isIpv6 = (text: string): boolean => {
  const [last = ''] = /[^:]*\.[^:]*$/.exec(text) ?? [];
  const [before = '', after, ...more] = (last ? `${text.slice(0, -last.length)}0:0` : text).split('::');
  const groups = `${before}${before && after ? ':' : ''}${after ?? ''}`.split(':');
  const fits = after === undefined ? groups.length === 8 : groups.length < 8;
  const isEmpty = after === '' && before === '';
  return (
    fits && more.length === 0 && (!last || IPV4.test(last)) && (isEmpty || groups.every((each) => GROUP.test(each)))
  );
};
const GROUP = /^[\da-f]{1,4}$/i;

/** A mailbox of RFC 5321, section 4.1.2; an address in brackets is looked at by itself. */
const EMAIL =
  /^(?:[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*|"(?:[ !#-[\]-~]|\\[ -~])*")@(?:(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.(?!$)|$))+|\[(?:IPv6:(.*)|(.*))\])$/i;
/** RFC 3986, with a scheme; an address in brackets is looked at by itself. */
const URI =
  /^[a-z][a-z\d+.-]*:(?:\/\/(?:(?:[\w.~!$&'()*+,;=:-]|%[\da-f]{2})*@)?(?:\[(?:v[\da-f]+\.[\w.~!$&'()*+,;=:-]+|(.*))\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(?::\d*)?(?=[/?#]|$)|(?!\/\/))(?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})*(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*)?$/i;

const fitsWithAddress =
  (expression: RegExp) =>
  (text: string): boolean => {
    const [found, ipv6, ipv4] = expression.exec(text) ?? [];
    return found !== undefined && (ipv6 === undefined || isIpv6(ipv6)) && (ipv4 === undefined || IPV4.test(ipv4));
  };

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The formats that are checked; any other is only told to people. */
export const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': (text) => PLAIN.test(text) || readDateTime(text) !== undefined,
  date: (text) => readDate(text) !== undefined,
  time: (text) => readTime(text) !== undefined,
  email: fitsWithAddress(EMAIL),
  ipv4: (text) => IPV4.test(text),
  ipv6: isIpv6,
  uri: fitsWithAddress(URI),
  uuid: (text) => UUID.test(text),
};
