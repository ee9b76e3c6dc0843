import type { JSX } from 'preact';
import { useId } from 'preact/hooks';

import { Options } from '../../../src/ui/options.tsx';
import type { Part } from '../state/api.ts';
import type { ListView } from '../state/routes.ts';
import { sayCount, t } from '../state/texts.ts';

const LIMITS = [10, 20, 50];

/** A part of a list, and the view that it is the answer to. */
export interface ShownPart extends Part<unknown> {
  readonly view: ListView;
}

/** Goes through a list by offset and limit; `Content-Range` says how much there is. */
export const Pager = (props: {
  /** What is asked for. */
  view: ListView;
  /** What is shown; for a moment still that of another view. */
  part: ShownPart | undefined;
  onShow: (change: Partial<ListView>) => void;
}): JSX.Element => {
  const { view, part, onShow } = props;
  const { offset, limit } = view;
  const id = useId();
  const count = part?.items.length ?? 0;
  const total = part?.total;
  const isLast = part === undefined || (total === undefined ? count < limit : offset + limit >= total);
  const first = part?.view.offset ?? 0;
  const range = { from: sayCount(first + 1), to: sayCount(first + count), total: sayCount(total ?? 0) };
  return (
    <nav class="pager" aria-label={t('pager')}>
      <p class="range quiet" role="status">
        {part === undefined
          ? ' '
          : count === 0
            ? t('rangeNone', range)
            : t(total === undefined ? 'range' : 'rangeOf', range)}
      </p>
      <div class="per-page quiet">
        <label for={id}>{t('perPage')}</label>
        <select
          id={id}
          value={limit}
          onChange={(event) => onShow({ limit: Number(event.currentTarget.value), offset: 0 })}
        >
          <Options of={[...new Set([...LIMITS, limit])]} />
        </select>
      </div>
      <div class="steps">
        {/* Not "disabled": at the end of the list the focus stays where it is. */}
        <button
          type="button"
          aria-disabled={offset === 0}
          onClick={() => offset > 0 && onShow({ offset: Math.max(0, offset - limit) })}
        >
          {t('previous')}
        </button>
        <button type="button" aria-disabled={isLast} onClick={() => !isLast && onShow({ offset: offset + limit })}>
          {t('next')}
        </button>
      </div>
    </nav>
  );
};
