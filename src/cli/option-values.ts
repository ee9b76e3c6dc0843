import { InvalidArgumentError, Option } from 'commander';

import type { Readings } from '../openapi/overlays/apply-readings.ts';

/** Reads an option as a whole number within bounds. */
export const whole =
  (least: number, most: number): ((text: string) => number) =>
  (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > most)
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return number;
  };

/** Reads a time in seconds (`90`, `90s`, `5m`) as milliseconds. */
export const seconds = (text: string): number => {
  const [, number = '', unit = 's'] = /^(\d+(?:\.\d+)?)(s|m)?$/.exec(text) ?? [];
  if (number === '' || Number(number) <= 0) throw new InvalidArgumentError('It must be a time, as 90s or 5m.');
  return Number(number) * (unit === 'm' ? 60_000 : 1000);
};

/** Collects the values of an option that may be repeated. */
export const collect = (value: string, before: readonly string[]): string[] => [...before, value];

/** An option whose values are collected; `none` says what holds without any. */
export const repeatable = (flags: string, description: string, none = 'none'): Option =>
  new Option(flags, `${description} (repeatable)`).default([], none).argParser(collect);

/** Collects `ID=VALUE`, a reading each. */
export const collectReading = (text: string, before: Readings): Readings => {
  const [, id, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (id === undefined || value === undefined) throw new InvalidArgumentError('It must be ID=VALUE, such as A7=last.');
  return { ...before, [id]: value };
};

/** Collects `NAME=VALUE`. */
export const collectValue = (text: string, before: Readonly<Record<string, string>>): Record<string, string> => {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('It must be NAME=VALUE, such as remoteRegionId=cn-north-4.');
  return { ...before, [name]: value };
};

/** Reads a range of milliseconds: `200` or `50-300`. */
export const milliseconds = (text: string): { min: number; max: number } => {
  const [, min = '', max = min] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? [];
  if (min === '' || Number(max) < Number(min))
    throw new InvalidArgumentError('It must be milliseconds, as 200 or 50-300.');
  return { min: Number(min), max: Number(max) };
};

/**
 * Collects whose pages may read the answers: `*`, `off`, or origins as browsers send them, of any scheme. `null` is
 * what they send for pages that have none of their own: files, and frames in a sandbox.
 */
export const collectOrigin = (text: string, before: readonly string[] = []): string[] => {
  const origins = [...before, ...readOrigin(text)];
  if (origins.length > 1 && origins.includes('off'))
    throw new InvalidArgumentError('off stands alone: it keeps all pages of other origins out.');
  return origins;
};

const readOrigin = (text: string): string[] => {
  if (text === '*' || text === 'off' || text === 'null') return [text];
  const [, scheme = '', host = ''] = /^([a-z][a-z\d+.-]*):\/\/([^/?#@\s*]*)\/?$/i.exec(text) ?? [];
  if ((host === '' && scheme !== 'file') || !URL.canParse(text))
    throw new InvalidArgumentError(
      'It must be *, off, null, or an origin such as http://localhost:5173 or capacitor://localhost.',
    );
  // Without the port that goes without saying; of schemes that it does not know, it says "null".
  const { origin } = new URL(text);
  return [origin === 'null' ? `${scheme}://${host}`.toLowerCase() : origin];
};

/** Collects host names, several of them in one text where it is a variable. */
export const collectHosts = (text: string, before: readonly string[]): string[] => {
  const hosts = text.split(/[\s,]+/).filter((host) => host !== '');
  for (const host of hosts)
    if (/[/:?#@*]/.test(host) || !URL.canParse(`http://${host}`))
      throw new InvalidArgumentError('It must be a host name such as swr-mock, without scheme, port and wildcard.');
  return [...before, ...hosts.map((host) => new URL(`http://${host}`).hostname)];
};

/** Reads an option that is as good as not given where its text is empty: so a shell leaves a variable that is not set. */
export const orDefault =
  <Value>(value: Value, read: (text: string) => Value): ((text: string) => Value) =>
  (text) =>
    text.trim() === '' ? value : read(text.trim());
