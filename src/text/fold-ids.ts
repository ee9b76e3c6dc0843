/** Ids as people write them, those of one prefix together: `NC1, N2–N7`. */
export const foldIds = (ids: readonly string[]): string => {
  const numbered = ids.map((id) => {
    const [, prefix = id, digits] = /^(.*?)(\d+)$/s.exec(id) ?? [];
    return { id, prefix, number: digits === undefined ? Number.NaN : Number(digits) };
  });
  const runs: (typeof numbered)[] = [];
  for (const same of Map.groupBy(numbered, ({ prefix }) => prefix).values())
    for (const each of same.toSorted((one, other) => one.number - other.number)) {
      const last = runs.at(-1)?.at(-1);
      if (last?.prefix === each.prefix && last.number + 1 === each.number) runs.at(-1)?.push(each);
      else runs.push([each]);
    }
  return runs
    .flatMap((run) => (run.length > 2 ? [`${run[0]?.id}–${run.at(-1)?.id}`] : run.map(({ id }) => id)))
    .join(', ');
};
