/** What somebody must know of an edition to use it. */
export interface EditionTraits {
  /** Names may have dots, and those of repositories slashes. */
  readonly oddNames: boolean;
  /** What can't be deleted while it holds images. */
  readonly keepsImages: 'repository' | 'namespace';
  /** Lists take plain parameters; before, everything is in the filter. */
  readonly plain: boolean;
}

const EARLY: EditionTraits = { oddNames: false, keepsImages: 'repository', plain: false };
const ODD: EditionTraits = { ...EARLY, oddNames: true };
const PLAIN: EditionTraits = { oddNames: true, keepsImages: 'namespace', plain: true };

/** All editions, each with what its clients must know. */
export const EDITIONS: Readonly<Record<string, EditionTraits>> = {
  '2018-12': EARLY,
  '2019-02': EARLY,
  '2019-12': ODD,
  '2020-07': ODD,
  '2020-10': ODD,
  '2021-09': ODD,
  '2022-10': PLAIN,
  '2025-10': PLAIN,
  'otc-2024-10': { ...PLAIN, keepsImages: 'repository' },
  'otc-2025-10': PLAIN,
};

/** The traits of an edition. */
export const traitsOf = (edition: string): EditionTraits => {
  const traits = EDITIONS[edition];
  if (!traits) throw new Error(`There is no edition ${edition}.`);
  return traits;
};
