import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { FaultRule } from '../../../engine/answers/create-faults.ts';
import type { DocumentFacts } from '../docs/document-facts.ts';
import { call } from '../parts/api.ts';
import { type Notice, NoticeBox } from '../parts/kit.tsx';
import { t } from '../parts/texts.ts';

const LATENCIES = [0, 200, 1000, 3000];
const STATUSES = [500, 503, 502, 504, 429, 403, 404, 409, 400];

/** A rule that only makes everything slower. */
const isLatency = (rule: FaultRule): boolean =>
  rule.operation === '*' && rule.delay !== undefined && Object.keys(rule).length === 2;

/** Trouble on demand, with a few clicks. */
export const TroubleView = ({
  faults,
  facts,
  poll,
}: {
  faults: readonly FaultRule[];
  facts: DocumentFacts | undefined;
  poll: () => void;
}): JSX.Element => {
  const [notice, setNotice] = useState<Notice>();
  const [operation, setOperation] = useState('*');
  const [kind, setKind] = useState<'status' | 'delay' | 'drop'>('status');
  const [status, setStatus] = useState('500');
  const [delay, setDelay] = useState('2000');
  const [often, setOften] = useState<'always' | 'times' | 'probability'>('times');
  const [times, setTimes] = useState('1');
  const [percent, setPercent] = useState('30');

  // A rule may have run out since it was drawn, so the server is asked first.
  const change = async (edit: (rules: readonly FaultRule[]) => readonly FaultRule[]): Promise<void> => {
    const now = await call<FaultRule[]>('GET', 'faults');
    const answered = now.ok ? await call('PUT', 'faults', edit(now.value)) : now;
    setNotice(answered.ok ? undefined : { kind: 'bad', text: answered.error, details: answered.details });
    poll();
  };
  const latency = faults.find(isLatency)?.delay ?? 0;
  const others = faults.filter((rule) => !isLatency(rule));
  const rule = (): FaultRule => ({
    operation,
    ...(kind === 'status' ? { status: Number(status) } : kind === 'delay' ? { delay: Number(delay) } : { drop: true }),
    ...(often === 'times'
      ? { times: Number(times) }
      : often === 'probability'
        ? { probability: Number(percent) / 100 }
        : {}),
  });

  return (
    <section aria-labelledby="trouble-title">
      <div class="head">
        <h2 id="trouble-title">{t('trouble')}</h2>
      </div>
      <NoticeBox notice={notice} />
      <fieldset class="sheet">
        <legend class="offscreen">{t('latency')}</legend>
        <h3>{t('latency')}</h3>
        <p class="quiet">{t('latencyHint')}</p>
        <div class="choices">
          {[...new Set([...LATENCIES, latency])].map((ms) => (
            <label key={ms}>
              <input
                type="radio"
                name="latency"
                checked={latency === ms}
                onChange={() =>
                  change((rules) => [
                    ...rules.filter((each) => !isLatency(each)),
                    ...(ms === 0 ? [] : [{ operation: '*', delay: ms }]),
                  ])
                }
              />
              <span>{ms === 0 ? t('none') : `${ms} ms`}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <form
        class="sheet"
        onSubmit={(event) => {
          event.preventDefault();
          void change((rules) => [rule(), ...rules]);
        }}
      >
        <h3>{t('newFault')}</h3>
        <div class="fields">
          <label class="field">
            <span>{t('operation')}</span>
            <select value={operation} onChange={(event) => setOperation(event.currentTarget.value)}>
              <option value="*">{t('every')}</option>
              {facts?.operations.map(({ id }) => (
                <option key={id} value={id}>
                  {id}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            <span>{t('what')}</span>
            <select value={kind} onChange={(event) => setKind(event.currentTarget.value as typeof kind)}>
              <option value="status">{t('status')}</option>
              <option value="delay">{t('delay')}</option>
              <option value="drop">{t('drop')}</option>
            </select>
          </label>
          {kind === 'status' && (
            <label class="field short">
              <span>{t('code')}</span>
              <select value={status} onChange={(event) => setStatus(event.currentTarget.value)}>
                {STATUSES.map((each) => (
                  <option key={each} value={String(each)}>
                    {each}
                  </option>
                ))}
              </select>
            </label>
          )}
          {kind === 'delay' && (
            <NumberField label={t('ms')} value={delay} least="0" most="600000" onChange={setDelay} />
          )}
          <label class="field">
            <span>{t('how')}</span>
            <select value={often} onChange={(event) => setOften(event.currentTarget.value as typeof often)}>
              <option value="times">{t('times')}</option>
              <option value="probability">{t('probability')}</option>
              <option value="always">{t('always')}</option>
            </select>
          </label>
          {often === 'times' && (
            <NumberField label={t('n')} value={times} least="1" most="1000000" onChange={setTimes} />
          )}
          {often === 'probability' && (
            <NumberField label={t('percent')} value={percent} least="0" most="100" onChange={setPercent} />
          )}
        </div>
        <button type="submit" class="primary">
          {t('set')}
        </button>
      </form>
      <div class="sheet">
        <div class="head">
          <h3>{t('active')}</h3>
          <button type="button" class="small-button" disabled={faults.length === 0} onClick={() => change(() => [])}>
            {t('clearFaults')}
          </button>
        </div>
        {others.length === 0 ? (
          <p class="quiet">{t('noFaults')}</p>
        ) : (
          <ul class="rules" aria-live="polite">
            {others.map((each, index) => (
              <li key={index}>
                <span>
                  <code>{each.operation === '*' ? t('every') : each.operation}</code> {sayRule(each)}
                </span>
                <button
                  type="button"
                  class="link bad"
                  aria-label={`${t('delete')}: ${each.operation} ${sayRule(each)}`}
                  onClick={() => change((rules) => withoutOne(rules, each))}
                >
                  {t('delete')}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
};

// Its number of strikes may have gone down meanwhile.
const withoutOne = (rules: readonly FaultRule[], gone: FaultRule): readonly FaultRule[] => {
  const plain = ({ times: _, ...rule }: FaultRule): string => JSON.stringify(rule);
  const index = rules.findIndex((rule) => plain(rule) === plain(gone));
  return rules.filter((_, each) => each !== index);
};

const sayRule = ({ status, delay, drop, times, probability }: FaultRule): string =>
  [
    drop === true ? t('drop') : (status ?? ''),
    delay === undefined ? '' : `${delay} ms`,
    times === undefined ? '' : `${times} ${t('left')}`,
    probability === undefined ? '' : `${Math.round(probability * 100)} %`,
    times === undefined && probability === undefined ? t('always') : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');

const NumberField = (props: {
  label: string;
  value: string;
  least: string;
  most: string;
  onChange: (value: string) => void;
}): JSX.Element => (
  <label class="field short">
    <span>{props.label}</span>
    <input
      type="number"
      required
      min={props.least}
      max={props.most}
      value={props.value}
      onInput={(event) => props.onChange(event.currentTarget.value)}
    />
  </label>
);
