/** The rules of a name, one predicate a clause, in the order of the page (N2 to N7, R2 to R7). */
export interface NameClauses {
  readonly start: (name: string) => boolean;
  readonly characters: (name: string) => boolean;
  readonly underscores: (name: string) => boolean;
  readonly mixed: (name: string) => boolean;
  readonly end: (name: string) => boolean;
  readonly length: (name: string) => boolean;
}

/** The clauses as the page states them; only the length differs between the two names. */
export const nameClauses = (max: number): NameClauses => ({
  start: (name) => /^[a-z]/.test(name),
  characters: (name) => /^.[a-z0-9_-]*$/su.test(name),
  underscores: (name) => !name.includes('___'),
  mixed: (name) => !name.includes('_-') && !name.includes('-_'),
  end: (name) => /[a-z0-9]$/.test(name),
  length: (name) => name.length >= 1 && name.length <= max,
});

/** Whether a name is accepted. */
export type NameTest = (name: string) => boolean;

/** Rules that are like the one of names up to a length, but for some. */
export interface NearRules {
  readonly keeps: NameTest;
  /** With clauses replaced. */
  readonly rule: (replaced: Partial<NameClauses>) => NameTest;
  /** Accepts these as well. */
  readonly lax: (also: RegExp) => NameTest;
  /** Refuses these as well. */
  readonly strict: (unless: RegExp) => NameTest;
}

/** Makes rules that deviate a little. */
export const nearRules = (max: number): NearRules => {
  const keeps = nameRule(max);
  return {
    keeps,
    rule: (replaced) => nameRule(max, replaced),
    lax: (also) => (name) => keeps(name) || (also.test(name) && name.length <= max),
    strict: (unless) => (name) => keeps(name) && !unless.test(name),
  };
};

/** Whether a name keeps every clause, some of them replaced. */
export const nameRule =
  (max: number, replaced: Partial<NameClauses> = {}) =>
  (name: string): boolean =>
    Object.values({ ...nameClauses(max), ...replaced }).every((keeps) => keeps(name));
