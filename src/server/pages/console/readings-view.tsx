import type { JSX } from 'preact';

import type { Change } from '../../../changes/change.ts';
import type { Ambiguity } from '../../../openapi/overlays/apply-readings.ts';
import { language, titleOf } from '../../../ui/settings.ts';
import { ChangeMark, toneOfPlace } from '../docs/changes.tsx';
import { CopyButton } from '../parts/kit.tsx';
import { t } from '../parts/texts.ts';

/** How the points on which the source is silent are read at present, and how else they could be. */
export const ReadingsList = ({
  ambiguities,
  changes = [],
}: {
  ambiguities: readonly Ambiguity[];
  /** What is marked at the points. */
  changes?: readonly Change[];
}): JSX.Element => (
  <ul class="register">
    {ambiguities.map((point) => (
      <li key={point.id} id={`clause-${point.id}`} class="sheet">
        <h3>
          <span class="id">{point.id}</span> {language() === 'zh' ? point.zh : point.question}
          <ChangeMark tone={toneOfPlace(changes, point.id)} />
        </h3>
        <ul class="readings">
          {point.readings.map((reading) => {
            const isNumber = reading.value === 'N';
            const isChosen = isNumber
              ? /^\d+$/.test(point.chosen) && !point.readings.some(({ value }) => value === point.chosen)
              : reading.value === point.chosen;
            return (
              <li key={reading.value} class={isChosen ? 'chosen' : ''}>
                <span class="mark" aria-hidden="true">
                  {isChosen ? '●' : '○'}
                </span>
                <span>
                  <code>{isChosen ? point.chosen : isNumber ? 'N' : reading.value}</code> {titleOf(reading)}
                  <span class="offscreen">, {isChosen ? t('chosen') : t('other')}</span>
                </span>
                {!isChosen && (
                  <CopyButton
                    text={`--reading ${point.id}=${reading.value}`}
                    label={`--reading ${point.id}=${reading.value}`}
                  />
                )}
              </li>
            );
          })}
        </ul>
        <p class="quiet" lang="en">
          {point.why} <span class="where">{[point.place, point.at].filter(Boolean).join(' · ')}</span>
        </p>
      </li>
    ))}
  </ul>
);

export const ReadingsView = ({ ambiguities }: { ambiguities: readonly Ambiguity[] }): JSX.Element => (
  <section aria-labelledby="readings-title">
    <div class="head">
      <h2 id="readings-title">{t('readings')}</h2>
    </div>
    <p class="quiet lead">{t('readingsHint')}</p>
    <ReadingsList ambiguities={ambiguities} />
  </section>
);
