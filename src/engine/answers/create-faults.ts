import { createDice } from '../../http/dice.ts';
import { isNode } from '../../openapi/document/document.ts';

/** Trouble that was asked for, for an operation or for all of them. */
export interface FaultRule {
  /** Id of an operation, or `*`. */
  readonly operation: string;
  /** Answer with this status (400 to 599) and the document's error body. */
  readonly status?: number;
  /** Wait this many milliseconds before the answer. */
  readonly delay?: number;
  /** Close the connection without an answer. */
  readonly drop?: boolean;
  /** Strike with this probability (0 to 1); always where it is left out. */
  readonly probability?: number;
  /** Seed of the dice for `probability`. */
  readonly seed?: number;
  /** Strike at the next n requests, then no more. */
  readonly times?: number;
}

/** The faults that are set, and the dice that decide. */
export interface Faults {
  readonly list: () => readonly FaultRule[];
  /** Replaces all rules. Returns what is wrong with them; then nothing has changed. */
  readonly set: (rules: unknown) => readonly string[];
  readonly clear: () => void;
  /** The rule that strikes a request to this operation, if any. */
  readonly strike: (operation: string) => FaultRule | undefined;
}

/**
 * @param operations ids that a rule may name.
 */
export const createFaults = (operations: readonly string[]): Faults => {
  let active: { rule: FaultRule; left: number; dice: () => number }[] = [];
  return {
    list: () => active.map(({ rule, left }) => (rule.times === undefined ? rule : { ...rule, times: left })),
    set: (rules) => {
      const list: unknown[] = Array.isArray(rules) ? rules : [rules];
      if (list.length > MOST_RULES) return [`must be at most ${MOST_RULES} rules (received ${list.length}).`];
      const problems = list.flatMap((rule, index) =>
        checkRule(rule, operations).map((problem) => `rule ${index + 1}: ${problem}`),
      );
      if (problems.length === 0)
        active = (list as FaultRule[]).map((rule) => ({
          rule,
          left: rule.times ?? Infinity,
          dice: createDice(rule.seed ?? 1),
        }));
      return problems;
    },
    clear: () => {
      active = [];
    },
    strike: (operation) => {
      for (const fault of active) {
        const { rule } = fault;
        if (rule.operation !== '*' && rule.operation !== operation) continue;
        if (rule.probability !== undefined && fault.dice() >= rule.probability) continue;
        fault.left -= 1;
        if (fault.left <= 0) active = active.filter((other) => other !== fault);
        return rule;
      }
      return undefined;
    },
  };
};

/** Each request looks at all of them. */
const MOST_RULES = 100;

const RULES: Readonly<Record<string, { readonly says: string; readonly holds: (value: unknown) => boolean }>> = {
  status: { says: 'a whole number from 400 to 599', holds: (value) => isWhole(value, 400, 599) },
  delay: { says: 'milliseconds from 0 to 600000', holds: (value) => isWhole(value, 0, 600_000) },
  drop: { says: 'true or false', holds: (value) => typeof value === 'boolean' },
  probability: {
    says: 'a number from 0 to 1',
    holds: (value) => typeof value === 'number' && value >= 0 && value <= 1,
  },
  seed: { says: 'a whole number', holds: (value) => isWhole(value, 0, 2 ** 32) },
  times: { says: 'a whole number from 1', holds: (value) => isWhole(value, 1, Number.MAX_SAFE_INTEGER) },
};

const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

const shorten = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);

const checkRule = (rule: unknown, operations: readonly string[]): string[] => {
  if (!isNode(rule)) return ['must be an object.'];
  const problems: string[] = [];
  for (const [key, value] of Object.entries(rule)) {
    if (key === 'operation') {
      if (value !== '*' && !operations.includes(value as string))
        problems.push(`unknown operation ${shorten(JSON.stringify(value))} (known: *, ${operations.join(', ')}).`);
      continue;
    }
    const known = Object.hasOwn(RULES, key) ? RULES[key] : undefined;
    if (!known && problems.length > MOST_RULES) break;
    if (!known) problems.push(`unknown key "${shorten(key)}" (known: operation, ${Object.keys(RULES).join(', ')}).`);
    else if (!known.holds(value)) problems.push(`"${key}" must be ${known.says}.`);
  }
  if (rule['operation'] === undefined) problems.push('"operation" is missing: the id of an operation, or "*".');
  if (rule['status'] === undefined && rule['delay'] === undefined && rule['drop'] !== true)
    problems.push('does nothing: give "status", "delay" or "drop".');
  return problems;
};
