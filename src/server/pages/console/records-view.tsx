import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { childNode } from '../../../openapi/document/document.ts';
import { useAsked } from '../../../ui/hooks/use-asked.ts';
import type { CollectionFacts, DocumentFacts } from '../docs/document-facts.ts';
import { call, recordPath } from '../parts/api.ts';
import { TextField } from '../parts/inputs.tsx';
import { Confirm, count, type Notice, NoticeBox, noticeOf } from '../parts/kit.tsx';
import { shorten } from '../parts/shorten.ts';
import { t } from '../parts/texts.ts';
import { readValues, type Typed, ValueFields } from '../parts/value-fields.tsx';
import { StateActions } from './state-actions.tsx';

type Stored = Readonly<Record<string, unknown>>;
interface Page {
  readonly records: readonly Stored[];
  readonly total: number;
}
const PAGE = 25;

const keyOf = (collection: CollectionFacts, record: Stored): string[] =>
  collection.key.map((name) => String(record[name] ?? ''));

/** The records of every collection, by what holds them. */
export const RecordsView = (props: {
  facts: DocumentFacts;
  counts: Readonly<Record<string, number>>;
  connection: number;
}): JSX.Element => {
  const { facts, counts, connection } = props;
  const [chosen, setChosen] = useState(facts.collections[0]?.name ?? '');
  const [where, setWhere] = useState<Typed>({});
  const [offset, setOffset] = useState(0);
  const [notice, setNotice] = useState<Notice>();
  const [doomed, setDoomed] = useState<Stored>();
  const collection = facts.collections.find(({ name }) => name === chosen);
  const holders = collection?.key.slice(0, -1) ?? [];
  const query = new URLSearchParams({ offset: String(offset), limit: String(PAGE) });
  for (const name of holders) if (where[name]) query.set(name, where[name]);
  const address = `records/${encodeURIComponent(chosen)}?${query}`;
  const total = JSON.stringify(counts);

  const { answer, again } = useAsked(`${address} ${total} ${connection}`, async () => ({
    chosen,
    offset,
    // A document may keep nothing.
    answered: chosen === '' ? undefined : await call<Page>('GET', address),
  }));
  // What another collection answered is not shown below this one's columns.
  const answered = answer?.chosen === chosen ? answer.answered : undefined;
  const page = answered?.ok ? answered.value : undefined;
  const first = answer?.offset ?? 0;

  const choose = (name: string, only: Typed): void => {
    setChosen(name);
    setWhere(only);
    setOffset(0);
  };
  if (!collection) return <p class="calm">{t('noRecords')}</p>;
  const children = facts.collections.filter(({ parent }) => parent === chosen);
  const columns = Object.keys(childNode(collection.schema, 'properties'))
    .filter((name) => !collection.key.includes(name) && name !== collection.sequence)
    .slice(0, 4);

  return (
    <section aria-labelledby="records-title">
      <div class="head">
        <h2 id="records-title">{t('records')}</h2>
      </div>
      <StateActions onDone={setNotice} onChanged={again} />
      <NoticeBox notice={notice} />
      <div class="filter">
        <fieldset>
          <legend>{t('collection')}</legend>
          <div class="choices">
            {facts.collections.map(({ name }) => (
              <label key={name}>
                <input type="radio" name="collection" checked={name === chosen} onChange={() => choose(name, {})} />
                <span>
                  {name} <small class="count">{count(counts[name] ?? 0)}</small>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        {holders.map((name) => (
          <TextField
            key={name}
            type="search"
            label={`${t('filterBy')} ${name}`}
            value={where[name] ?? ''}
            onChange={(text) => {
              setWhere({ ...where, [name]: text });
              setOffset(0);
            }}
          />
        ))}
      </div>
      <AddRecord key={chosen} collection={collection} start={where} onDone={setNotice} onAdded={again} />
      {answered?.ok === false ? (
        <p class="calm error">{`${t('failed')} ${answered.error}`}</p>
      ) : !page ? (
        <p class="calm">{t('loading')}</p>
      ) : page.total === 0 ? (
        <p class="calm">{Object.values(where).some(Boolean) ? t('nothingFits') : t('noRecords')}</p>
      ) : (
        <div class="sheet table">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <div class="scroll" role="region" aria-label={chosen} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{collection.key.join(' / ')}</th>
                  {columns.map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                  <th scope="col">{t('actions')}</th>
                </tr>
              </thead>
              <tbody>
                {page.records.map((record) => {
                  const key = keyOf(collection, record);
                  return (
                    <tr key={key.join('/')}>
                      <th scope="row">
                        {key.slice(0, -1).map((part) => (
                          <span key={part} class="quiet">{`${shorten(part, 80)} / `}</span>
                        ))}
                        {shorten(key.at(-1) ?? '', 160)}
                      </th>
                      {columns.map((name) => (
                        <td key={name} class={typeof record[name] === 'number' ? 'number' : ''}>
                          {record[name] === undefined ? '–' : shorten(sayValue(record[name]), 80)}
                        </td>
                      ))}
                      <td class="row-actions">
                        {children.map((child) => (
                          <button
                            key={child.name}
                            type="button"
                            class="link"
                            aria-label={`${child.name}: ${key.join('/')}`}
                            onClick={() =>
                              choose(
                                child.name,
                                Object.fromEntries(key.map((part, index) => [child.key[index] ?? '', part])),
                              )
                            }
                          >
                            {child.name}
                          </button>
                        ))}
                        <button
                          type="button"
                          class="link bad"
                          aria-label={`${t('delete')}: ${key.join('/')}`}
                          onClick={() => setDoomed(record)}
                        >
                          {t('delete')}
                        </button>
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </div>
          <nav class="paging" aria-label={chosen}>
            <button type="button" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - PAGE))}>
              {t('previous')}
            </button>
            <span class="numbers small count">
              {count(Math.min(first + 1, page.total))}–{count(Math.min(first + PAGE, page.total))} {t('of')}{' '}
              {count(page.total)}
            </span>
            <button type="button" disabled={offset + PAGE >= page.total} onClick={() => setOffset(offset + PAGE)}>
              {t('next')}
            </button>
          </nav>
        </div>
      )}
      {doomed && (
        <Confirm
          title={t('removeQuestion')}
          action={t('delete')}
          onAnswer={async (yes) => {
            setDoomed(undefined);
            if (!yes) return;
            const key = keyOf(collection, doomed);
            const answered = await call('DELETE', recordPath(chosen, key));
            setNotice(noticeOf(answered, () => `${t('removed')} ${key.join('/')}`));
            await again();
          }}
        >
          <p>
            <code>{shorten(keyOf(collection, doomed).join('/'), 300)}</code>
          </p>
          {children.length > 0 && <p>{t('removeHint')}</p>}
        </Confirm>
      )}
    </section>
  );
};

const sayValue = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const AddRecord = (props: {
  collection: CollectionFacts;
  start: Typed;
  onDone: (notice: Notice) => void;
  onAdded: () => Promise<void>;
}): JSX.Element => {
  const { collection, start } = props;
  const [typed, setTyped] = useState<Typed>({});
  const all = { ...start, ...typed };
  return (
    <details class="sheet add">
      <summary>{t('addRecord')}</summary>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const record = readValues(collection.schema, all);
          const answered = await call<Stored>('POST', recordPath(collection.name, []), record);
          props.onDone(noticeOf(answered, (added) => `${t('added')} ${keyOf(collection, added).join('/')}`));
          if (!answered.ok) return undefined;
          setTyped({});
          return props.onAdded();
        }}
      >
        <ValueFields
          schema={collection.schema}
          typed={all}
          onChange={setTyped}
          hidden={collection.sequence === undefined ? [] : [collection.sequence]}
        />
        <button type="submit" class="primary">
          {t('add')}
        </button>
      </form>
    </details>
  );
};
