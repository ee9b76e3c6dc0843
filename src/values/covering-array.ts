/**
 * Rows in which every level of one factor stands beside every level of each other factor (a covering
 * array of strength 2), built greedily row by row as AETG does (Cohen, Dalal, Fredman, Patton 1997).
 *
 * @param sizes the number of levels of each factor.
 * @returns a level for each factor, by index; with one factor a row for each of its levels.
 */
export const coveringArray = (sizes: readonly number[]): number[][] => {
  if (sizes.length < 2) return Array.from({ length: sizes[0] ?? 0 }, (_, level) => [level]);
  const open = new Set<string>();
  for (const [one, levels] of sizes.entries())
    for (const [two, others] of sizes.entries())
      if (one < two)
        for (let left = 0; left < levels; left += 1)
          for (let right = 0; right < others; right += 1) open.add(keyOf(one, left, two, right));
  const rows: number[][] = [];
  while (open.size > 0) {
    const row = nextRow(sizes, open, rows.length);
    for (const [one, left] of row.entries())
      for (const [two, right] of row.entries()) if (one < two) open.delete(keyOf(one, left, two, right));
    rows.push(row);
  }
  return rows;
};

const keyOf = (one: number, left: number, two: number, right: number): string =>
  one < two ? `${one}.${left} ${two}.${right}` : `${two}.${right} ${one}.${left}`;

/** Begins with a pair that is open still, and gives each further factor the level that covers most. */
const nextRow = (sizes: readonly number[], open: ReadonlySet<string>, turn: number): number[] => {
  const [first = ''] = open;
  const fixed = new Map(first.split(' ').map((part) => part.split('.').map(Number) as [number, number]));
  for (const factor of sizes.keys()) {
    if (fixed.has(factor)) continue;
    const size = sizes[factor] ?? 1;
    let best = turn % size;
    let most = -1;
    for (let step = 0; step < size; step += 1) {
      // Begun elsewhere each time, so that ties do not favour the first level.
      const level = (turn + step) % size;
      const gain = [...fixed].filter(([other, chosen]) => open.has(keyOf(factor, level, other, chosen))).length;
      if (gain > most) [best, most] = [level, gain];
    }
    fixed.set(factor, best);
  }
  return sizes.map((_, factor) => fixed.get(factor) ?? 0);
};
