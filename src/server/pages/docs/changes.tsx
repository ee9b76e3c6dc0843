import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { Change } from '../../../changes/change.ts';
import type { Tone } from '../../../changes/tell/sentences.ts';
import { language } from '../../../ui/settings.ts';
import { call } from '../parts/api.ts';
import { ClauseLink } from '../parts/kit.tsx';
import { t } from '../parts/texts.ts';
import type { DocumentFacts } from './document-facts.ts';

/** What the edition in force changed in the one before it. */
export interface ToldChanges {
  /** Null where there is none before it. */
  readonly before: string | null;
  readonly after: string;
  readonly changes: readonly Change[];
}

const NONE: ToldChanges = { before: null, after: '', changes: [] };

/** What the server tells of the document; nothing until it has. */
export const useChanges = (): ToldChanges => {
  const [told, setTold] = useState(NONE);
  useEffect(() => {
    void call<ToldChanges>('GET', 'changes').then((answered) => {
      if (answered.ok) setTold(answered.value);
    });
  }, []);
  return told;
};

/** The changes at an operation; of an empty id those about the document as a whole. */
export const changesAt = ({ changes }: ToldChanges, operation: string): Change[] =>
  changes.filter(({ operations }) => (operation === '' ? operations.length === 0 : operations.includes(operation)));

/**
 * How something changed: `added` where it is new, `changed` where something in it is; undefined where nothing is.
 *
 * @param place `query.limit`, `200`; what is called by it or lies in it counts.
 */
export const toneOfPlace = (changes: readonly Change[], place: string): Tone | undefined => {
  const about = changes.filter(({ places }) =>
    places.some((each) => each === place || each.startsWith(`${place}.`) || each.startsWith(`${place}[`)),
  );
  if (about.length === 0) return undefined;
  return about.some((change) => NEW.has(change.kind) && change.places.includes(place)) ? 'added' : 'changed';
};

/** Changes by which the thing itself came, and not something in it. */
const NEW: ReadonlySet<Change['kind']> = new Set([
  'field-added',
  'media-added',
  'status-added',
  'alternative-added',
  'code-added',
  'point-added',
]);

/** How a clause changed. */
export const toneOfClause = (changes: readonly Change[], id: string): Tone | undefined => {
  const about = changes.filter(({ after }) => after.some((clause) => clause.id === id));
  if (about.length === 0) return undefined;
  return about.every(({ before }) => before.length === 0) ? 'added' : 'changed';
};

/** Says that something is new or another; nothing of what is neither. */
export const ChangeMark = ({ tone }: { tone: Tone | undefined }): JSX.Element | null =>
  tone === undefined ? null : (
    <>
      {' '}
      <span class={`change ${tone}`}>
        {t(tone === 'added' ? 'isNew' : tone === 'removed' ? 'isGone' : 'isChanged')}
      </span>
    </>
  );

/** Sentences about what changed, each with its mark. */
export const ChangeList = ({ changes, facts }: { changes: readonly Change[]; facts: DocumentFacts }): JSX.Element => (
  <ul class="changes">
    {changes.map((change) => (
      <li key={change.en}>
        <ChangeMark tone={change.tone} />
        <div>
          {language() === 'zh' ? change.zh : change.en}{' '}
          {change.after
            .filter(({ id }) => facts.clauses.has(id))
            .map(({ id, title, zh }) => (
              <ClauseLink key={id} id={id} clause={{ id, title, zh, at: '', place: '' }} isShort />
            ))}
        </div>
      </li>
    ))}
  </ul>
);

/** Which edition is shown, what its marks mean, and what changed in it as a whole. */
export const EditionHead = ({ told, facts }: { told: ToldChanges; facts: DocumentFacts }): JSX.Element => {
  const general = changesAt(told, '');
  return (
    <div class="edition">
      <p>
        {t('edition')} <b>{facts.version}</b>
      </p>
      {told.before !== null && told.changes.length > 0 && (
        <>
          <p class="legend small">
            {t('since').replace('{version}', told.before)} <ChangeMark tone="added" />
            <ChangeMark tone="changed" />
            <ChangeMark tone="removed" />
          </p>
          {general.length > 0 && (
            <details>
              <summary>
                {t('generalChanges')} <span class="count">{general.length}</span>
              </summary>
              <ChangeList changes={general} facts={facts} />
            </details>
          )}
        </>
      )}
    </div>
  );
};
