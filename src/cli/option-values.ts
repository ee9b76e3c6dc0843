import { InvalidArgumentError } from 'commander';

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
