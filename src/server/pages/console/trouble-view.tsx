import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

import type { FaultRule } from '../../../engine/answers/create-faults.ts';
import { onSubmit } from '../../../ui/on-submit.ts';
import { Options } from '../../../ui/options.tsx';
import type { DocumentFacts } from '../docs/document-facts.ts';
import { call } from '../parts/api.ts';
import { SelectField, TextField } from '../parts/inputs.tsx';
import { type Notice, NoticeBox } from '../parts/kit.tsx';
import { t } from '../parts/texts.ts';

const LATENCIES = [0, 200, 1000, 3000];
const STATUSES = [500, 503, 502, 504, 429, 403, 404, 409, 400];
const KINDS = ['status', 'delay', 'drop'] as const;
const FREQUENCIES = ['times', 'probability', 'always'] as const;

/** A rule that only makes everything slower. */
const isLatency = (rule: FaultRule): boolean =>
  rule.operation === '*' && rule.delay !== undefined && Object.keys(rule).length === 2;

type Edit = (rules: readonly FaultRule[]) => readonly FaultRule[];

/** Trouble on demand, with a few clicks. */
export const TroubleView = (props: {
  faults: readonly FaultRule[];
  facts: DocumentFacts | undefined;
  poll: () => void;
}): JSX.Element => {
  const { faults, facts, poll } = props;
  const [notice, setNotice] = useState<Notice>();
  const [operation, setOperation] = useState('*');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('status');
  const [status, setStatus] = useState('500');
  const [delay, setDelay] = useState('2000');
  const [often, setOften] = useState<(typeof FREQUENCIES)[number]>('times');
  const [times, setTimes] = useState('1');
  const [percent, setPercent] = useState('30');

  // A rule may have run out since it was drawn, so the server is asked first.
  const make = async (edit: Edit): Promise<void> => {
    const now = await call<FaultRule[]>('GET', 'faults');
    const answered = now.ok ? await call('PUT', 'faults', edit(now.value)) : now;
    setNotice(answered.ok ? undefined : { kind: 'bad', text: answered.error, details: answered.details });
    poll();
  };
  // One after the other: of two at once one would be lost.
  const last = useRef(Promise.resolve());
  const change = (edit: Edit): Promise<void> => {
    last.current = last.current.then(() => make(edit));
    return last.current;
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
      <form class="sheet" onSubmit={onSubmit(() => change((rules) => [rule(), ...rules]))}>
        <h3>{t('newFault')}</h3>
        <div class="fields">
          <SelectField label={t('operation')} value={operation} onChange={setOperation}>
            <option value="*">{t('every')}</option>
            <Options of={facts?.operations ?? []} />
          </SelectField>
          <SelectField label={t('what')} value={kind} onChange={setKind}>
            <Options of={KINDS} name={t} />
          </SelectField>
          {kind === 'status' && (
            <SelectField label={t('code')} value={status} onChange={setStatus}>
              <Options of={STATUSES} />
            </SelectField>
          )}
          {kind === 'delay' && (
            <TextField bounds={{ min: 0, max: 600_000 }} label={t('ms')} value={delay} onChange={setDelay} />
          )}
          <SelectField label={t('how')} value={often} onChange={setOften}>
            <Options of={FREQUENCIES} name={t} />
          </SelectField>
          {often === 'times' && (
            <TextField bounds={{ min: 1, max: 1_000_000 }} label={t('n')} value={times} onChange={setTimes} />
          )}
          {often === 'probability' && (
            <TextField bounds={{ min: 0, max: 100 }} label={t('percent')} value={percent} onChange={setPercent} />
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
