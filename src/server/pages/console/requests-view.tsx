import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Options } from '../../../ui/options.tsx';
import { titleOf } from '../../../ui/settings.ts';
import type { JournalSummary } from '../../journal/journal-entry.ts';
import type { DocumentFacts } from '../docs/document-facts.ts';
import { CONTROL, call } from '../parts/api.ts';
import { TextField } from '../parts/inputs.tsx';
import { count, TokenField, toneOf, useToken } from '../parts/kit.tsx';
import { shorten } from '../parts/shorten.ts';
import { t } from '../parts/texts.ts';
import { RequestDetail } from './request-detail.tsx';
import type { Filter, Live } from './use-events.ts';

/** Requests as they come. While one is open or the list is paused, new ones wait behind a button. */
export const RequestsView = (props: {
  live: Live;
  facts: DocumentFacts | undefined;
  poll: () => void;
  filter: Filter;
  setFilter: (filter: Filter) => void;
}): JSX.Element => {
  const { live, facts, poll, filter, setFilter } = props;
  const [open, setOpen] = useState<number>();
  const [paused, setPaused] = useState(false);
  const [shown, setShown] = useState<Pick<Live, 'requests' | 'gaps' | 'epoch' | 'fitting' | 'filter'>>(live);
  const [said, setSaid] = useState('');
  const [token, setToken] = useToken();
  const isHeld = (paused || open !== undefined) && shown.epoch === live.epoch && shown.filter === live.filter;

  useEffect(() => {
    if (!isHeld) setShown(live);
  }, [live, isHeld]);

  // Ids of another journal mean nothing here, and what does not fit the filter is not shown.
  useEffect(() => setOpen(undefined), [live.epoch, filter]);

  const isFiltered = Object.values(filter).some((wish) => wish !== '');
  const waiting = isHeld ? live.fitting - shown.fitting : 0;

  // Said at most every four seconds: a busy server would never let a reader finish.
  const [spoken, setSpoken] = useState(live.count);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (live.count > spoken) setSaid(`${count(live.count - spoken)} ${t('newRequests')}`);
      setSpoken(live.count);
    }, 4000);
    return () => clearTimeout(timer);
  }, [live.count, spoken]);

  return (
    <section aria-labelledby="requests-title">
      <div class="head">
        <h2 id="requests-title">
          {t('requests')} <span class="count">{count(live.count)}</span>
        </h2>
        <div class="actions">
          <TokenField token={token} onChange={setToken} />
          <button type="button" aria-pressed={paused} onClick={() => setPaused(!paused)}>
            {paused ? t('resume') : t('pause')}
          </button>
          <button
            type="button"
            disabled={live.count === 0}
            onClick={async () => {
              await call('DELETE', 'requests');
              poll();
            }}
          >
            {t('clear')}
          </button>
        </div>
      </div>
      <p class="offscreen" role="status">
        {said}
      </p>
      {live.count > 0 && <FilterBar filter={filter} onChange={setFilter} facts={facts} fitting={live.fitting} />}
      {shown.requests.length === 0 ? (
        <div class="calm">
          <p>{live.state !== 'live' ? t('loading') : isFiltered ? t('noRequestFits') : t('noRequests')}</p>
          {live.state === 'live' && !isFiltered && facts?.operations[0] && (
            <p class="hint">
              {t('noRequestsHint')} <a href={`${CONTROL}docs#operation-${facts.operations[0]}`}>{t('reference')}</a>
            </p>
          )}
        </div>
      ) : (
        <div class="list">
          <button
            type="button"
            class="waiting"
            disabled={waiting <= 0}
            onClick={() => {
              setOpen(undefined);
              setShown(live);
            }}
          >
            {waiting > 0 ? `${t('fresh')} (${count(waiting)})` : paused ? t('paused') : t('newestFirst')}
          </button>
          <ol>
            {shown.requests.map((entry) => (
              <li key={`${shown.epoch}.${entry.id}`}>
                <Row
                  entry={entry}
                  facts={facts}
                  isOpen={open === entry.id}
                  onToggle={() => setOpen(open === entry.id ? undefined : entry.id)}
                />
                {open === entry.id && <RequestDetail id={entry.id} facts={facts} token={token} onSent={poll} />}
                {shown.gaps.has(entry.id) && (
                  <p class="gap count">
                    + {count(shown.gaps.get(entry.id) ?? 0)} {t('missed')}
                  </p>
                )}
              </li>
            ))}
          </ol>
        </div>
      )}
    </section>
  );
};

/** What a filter takes for a verdict, and what it is called. */
const VERDICTS = { '': 'all', done: 'done', refused: 'refused', failed: 'wentWrong' } as const;

const FilterBar = (props: {
  filter: Filter;
  onChange: (filter: Filter) => void;
  facts: DocumentFacts | undefined;
  fitting: number;
}): JSX.Element => {
  const { filter, facts } = props;
  const set = (change: Partial<Filter>): void => props.onChange({ ...filter, ...change });
  return (
    <search class="filter requests-filter">
      <fieldset class="choices">
        <legend class="offscreen">{t('verdict')}</legend>
        {Object.entries(VERDICTS).map(([verdict, name]) => (
          <label key={verdict}>
            <input type="radio" name="verdict" checked={filter.verdict === verdict} onChange={() => set({ verdict })} />
            <span>{t(name)}</span>
          </label>
        ))}
      </fieldset>
      <TextField
        type="search"
        label={t('clause')}
        look="clause-field"
        list="clause-ids"
        value={filter.clause}
        onChange={(clause) => set({ clause })}
      />
      <datalist id="clause-ids">
        <Options of={[...(facts?.clauses.keys() ?? [])]} name={(id) => titleIn(facts, id)} />
      </datalist>
      <TextField
        type="search"
        label={t('containing')}
        look="text-field"
        value={filter.text}
        onChange={(text) => set({ text })}
      />
      {Object.values(filter).some((wish) => wish !== '') && (
        <p class="fitting small count" role="status">
          {count(props.fitting)} {t('fitting')}
        </p>
      )}
    </search>
  );
};

const Row = (props: {
  entry: JournalSummary;
  facts: DocumentFacts | undefined;
  isOpen: boolean;
  onToggle: () => void;
}): JSX.Element => {
  const { entry, facts, isOpen } = props;
  const ids = [...new Set(entry.issues.map(({ clause, code, keyword }) => clause ?? code ?? keyword))];
  const first = ids[0];
  return (
    <button type="button" class="row" aria-expanded={isOpen} onClick={props.onToggle}>
      <span class={`status ${toneOf(entry.status)}`}>{entry.status ?? t('dropped')}</span>
      <span class="method">{shorten(entry.method, 12)}</span>
      <span class="target">
        {entry.subject !== '' && <b>{shorten(entry.subject, 200)}</b>}{' '}
        <span class={entry.subject === '' ? '' : 'quiet'}>{shorten(entry.target, 300)}</span>
      </span>
      <span class="broken small">
        {ids.length > 0 && (
          <>
            <b>{ids.join(' ')}</b> <span>{ids.length === 1 && first !== undefined ? titleIn(facts, first) : ''}</span>
          </>
        )}
      </span>
      <span class="time count">
        <span>{entry.duration.toFixed(1)} ms</span> <time dateTime={entry.at}>{clock(entry.at)}</time>
      </span>
    </button>
  );
};

const titleIn = (facts: DocumentFacts | undefined, id: string): string => {
  const clause = facts?.clauses.get(id);
  return clause ? titleOf(clause) : '';
};

const clock = (at: string): string => new Date(at).toLocaleTimeString('en-GB');
