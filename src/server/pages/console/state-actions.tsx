import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

import { onSubmit } from '../../../ui/on-submit.ts';
import { CONTROL, call } from '../parts/api.ts';
import { TextField } from '../parts/inputs.tsx';
import { Confirm, count, type Notice, noticeOf } from '../parts/kit.tsx';
import { t } from '../parts/texts.ts';

/** What is done to all records at once: seed, reset, download, upload. */
export const StateActions = (props: {
  onDone: (notice: Notice) => void;
  onChanged: () => Promise<void>;
}): JSX.Element => {
  const { onDone, onChanged } = props;
  const [asks, setAsks] = useState<'reset' | { readonly snapshot: string; readonly name: string }>();
  const [records, setRecords] = useState('50');
  const [seed, setSeed] = useState('1');
  const [busy, setBusy] = useState(false);
  const file = useRef<HTMLInputElement>(null);

  const act = async <Result,>(
    method: string,
    name: string,
    body: unknown,
    say: (result: Result) => string,
  ): Promise<void> => {
    setBusy(true);
    const answered = await call<Result>(method, name, body);
    setBusy(false);
    onDone(noticeOf(answered, say));
    await onChanged();
  };

  return (
    <div class="state-actions" aria-busy={busy}>
      <form
        class="seed"
        onSubmit={onSubmit(() =>
          act<{ added: Record<string, number> }>(
            'POST',
            'seed',
            { records: Number(records), seed: Number(seed) },
            ({ added }) => {
              const parts = Object.entries(added).map(([name, number]) => `${count(number)} ${name}`);
              return `${t('seeded')} ${parts.join(', ')}`;
            },
          ),
        )}
      >
        <TextField bounds={{ min: 1, max: 100_000 }} label={t('seedCount')} value={records} onChange={setRecords} />
        <TextField bounds={{ min: 0 }} label={t('seedNumber')} value={seed} onChange={setSeed} />
        <button type="submit" disabled={busy}>
          {t('seed')}
        </button>
      </form>
      <div class="actions">
        <a class="button" href={`${CONTROL}state`} download="state.json">
          {t('download')}
        </a>
        <button type="button" disabled={busy} onClick={() => file.current?.click()}>
          {t('upload')}
        </button>
        <input
          ref={file}
          type="file"
          hidden
          accept="application/json,.json"
          aria-label={t('upload')}
          onChange={async (event) => {
            const [chosen] = event.currentTarget.files ?? [];
            const input = event.currentTarget;
            if (chosen) setAsks({ snapshot: await chosen.text(), name: chosen.name });
            input.value = '';
          }}
        />
        <button type="button" disabled={busy} onClick={() => setAsks('reset')}>
          {t('reset')}
        </button>
      </div>
      {asks === 'reset' && (
        <Confirm
          title={t('resetQuestion')}
          action={t('reset')}
          onAnswer={(yes) => {
            setAsks(undefined);
            if (yes) void act('POST', 'reset', undefined, () => t('resetDone'));
          }}
        >
          <p>{t('resetHint')}</p>
        </Confirm>
      )}
      {typeof asks === 'object' && (
        <Confirm
          title={t('uploadQuestion')}
          action={t('upload')}
          onAnswer={(yes) => {
            setAsks(undefined);
            if (yes) void act('PUT', 'state', asks.snapshot, () => t('uploaded'));
          }}
        >
          <p>
            <code>{asks.name}</code>
          </p>
        </Confirm>
      )}
    </div>
  );
};
