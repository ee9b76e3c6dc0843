import { InvalidArgumentError } from 'commander';

import type { Readings } from '../openapi/apply-readings.ts';

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

/** Collects `ID=VALUE`, a reading each. */
export const collectReading = (text: string, before: Readings): Readings => {
  const [, id, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (id === undefined || value === undefined) throw new InvalidArgumentError('It must be ID=VALUE, such as A7=last.');
  return { ...before, [id]: value };
};

/** Reads a range of milliseconds: `200` or `50-300`. */
export const milliseconds = (text: string): { min: number; max: number } => {
  const [, min = '', max = min] = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text) ?? [];
  if (min === '' || Number(max) < Number(min))
    throw new InvalidArgumentError('It must be milliseconds, as 200 or 50-300.');
  return { min: Number(min), max: Number(max) };
};

/** Reads whose pages may read the answers: `*`, `off`, or one origin. */
export const corsOrigin = (text: string): string => {
  if (text === '*' || text === 'off') return text;
  if (URL.canParse(text) && new URL(text).origin === text) return text;
  throw new InvalidArgumentError('It must be *, off, or an origin such as http://localhost:5173.');
};
