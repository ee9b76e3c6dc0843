import { COMMA, countOf, fill, inBoth, joinTexts, type Text, textOf } from '../../text/bilingual.ts';
import type { Change, Comparison } from '../change.ts';

/** Changes at the same operations. */
export interface ChangeGroup {
  readonly title: Text;
  readonly changes: readonly Change[];
}

/** Operations that a title leaves out and still says "all". */
const MOST_EXCEPTIONS = 2;

/** The changes in groups, as people read them. */
export const arrangeChanges = ({ changes, common }: Comparison): ChangeGroup[] =>
  [...Map.groupBy(changes, ({ kind, operations }) => WHOLE[kind]?.en ?? operations.join()).values()].map((same) => ({
    title: titleOf(same[0] as Change, common),
    changes: same,
  }));

/** Changes that are about whole operations. */
const WHOLE: Readonly<Record<string, Text>> = {
  'operation-added': textOf('New operations', '新增接口'),
  'operation-removed': textOf('Operations that are gone', '已移除的接口'),
};

const titleOf = ({ kind, operations }: Change, common: readonly string[]): Text => {
  const whole = WHOLE[kind];
  if (whole) return whole;
  if (operations.length === 0) return textOf('In general', '总体');
  const others = common.filter((id) => !operations.includes(id));
  if (others.length === 0 && operations.length > 1) return textOf('All operations', '所有接口');
  if (others.length > MOST_EXCEPTIONS || operations.length < 2 * others.length || operations.length === 1)
    return joinIds(operations);
  return fill(textOf('All operations but {others}', '除 {others} 外的所有接口'), { others: joinIds(others) });
};

const joinIds = (ids: readonly string[]): Text =>
  joinTexts(
    ids.map((id) => textOf(id)),
    COMMA,
  );

/** What was compared, and how much differs. */
export const sumUp = ({ before, after, changes }: Comparison): Text => {
  const count = changes.length === 0 ? NOTHING_DIFFERS : countOf(changes.length, textOf('change', '处变化'));
  return inBoth((say) => `${before} → ${after}: ${say(count)}`);
};

const NOTHING_DIFFERS = textOf('nothing', '无变化');

/** The clauses that stated something before and those that state it now: `R2 → R2@2019-02`. */
export const showClauses = ({ before, after }: Change): string => {
  const [old, now] = [before, after].map((clauses) => clauses.map(({ id }) => id).join(', '));
  if (old === now || old === '') return now ?? '';
  return now === '' ? `${old} →` : `${old} → ${now}`;
};
