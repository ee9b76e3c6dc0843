import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { JournalEntry, SingleEntry } from '../../journal/journal-entry.ts';
import type { DocumentFacts } from '../docs/document-facts.ts';
import { call } from '../parts/api.ts';
import { ClauseLink, CopyButton, count, type Notice, NoticeBox } from '../parts/kit.tsx';
import { fromBase64, send, whyNot, withToken } from '../parts/send.ts';
import { prettyJson, shorten } from '../parts/shorten.ts';
import { t } from '../parts/texts.ts';

/** One request with everything that is known of it, to copy and to send again. */
export const RequestDetail = (props: {
  id: number;
  facts: DocumentFacts | undefined;
  token: string;
  onSent: () => void;
}): JSX.Element => {
  const [entry, setEntry] = useState<SingleEntry | null>();
  const [notice, setNotice] = useState<Notice>();
  useEffect(() => {
    void call<SingleEntry>('GET', `requests/${props.id}`).then((answered) =>
      setEntry(answered.ok ? answered.value : null),
    );
  }, [props.id]);

  if (entry === undefined) return <p class="detail quiet">{t('loading')}</p>;
  if (entry === null) return <p class="detail quiet">{t('gone')}</p>;
  const { request, response } = entry;
  const outgoing =
    entry.bodyBase64 === null
      ? undefined
      : {
          method: request.method,
          target: request.target.replaceAll('<removed>', encodeURIComponent(props.token)),
          headers: withToken(request.headers, props.token),
          body: fromBase64(entry.bodyBase64),
        };
  const hindrance = outgoing ? whyNot(outgoing) : 'kept';
  return (
    <div class="detail">
      <div class="actions">
        <button
          type="button"
          disabled={hindrance !== undefined}
          onClick={async () => {
            if (!outgoing) return;
            const sent = await send(outgoing);
            setNotice({
              kind: sent.status === null ? 'bad' : 'good',
              text: `${t('repeated')} ${sent.status ?? t('noAnswer')}, ${sent.duration.toFixed(0)} ms`,
            });
            props.onSent();
          }}
        >
          {t('repeat')}
        </button>
        {entry.curl !== null && <CopyButton text={entry.curl} label={t('copyCurl')} />}
        {hindrance && <span class="quiet">{t(`not-${hindrance}`)}</span>}
      </div>
      <NoticeBox notice={notice} />
      {entry.cut.length > 0 && (
        <p class="quiet">
          {t('cut')} {entry.cut.map(sayCut).join(', ')}
        </p>
      )}
      {entry.issues.length > 0 && (
        <>
          <h3>{t('broken')}</h3>
          <IssueList issues={entry.issues} facts={props.facts} />
        </>
      )}
      <div class="exchange">
        <Half title={t('request')} line={`${request.method} ${request.target}`} {...request} />
        <Half title={t('answer')} line={response ? String(response.status) : t('dropped')} {...(response ?? NOTHING)} />
      </div>
    </div>
  );
};

/** The clauses of issues, each once, with the field in question. */
const IssueList = (props: { issues: JournalEntry['issues']; facts: DocumentFacts | undefined }): JSX.Element => (
  <ul class="issues">
    {props.issues.map((issue, index) => (
      <li key={index}>
        {issue.name !== '' && <code>{shorten(issue.name, 200)}</code>}{' '}
        {issue.clause === null ? (
          <span>{issue.keyword}</span>
        ) : (
          <ClauseLink id={issue.clause} clause={props.facts?.clauses.get(issue.clause)} />
        )}{' '}
        {issue.code !== null && <span class="tag">{issue.code}</span>}
      </li>
    ))}
  </ul>
);

const sayCut = ({ part, all, kept }: JournalEntry['cut'][number]): string =>
  `${t(`cut-${part}`)} ${count(kept)} ${t('of')} ${count(all)}${part === 'issues' ? '' : ' B'}`;

const NOTHING = { headers: {}, body: '', bytes: 0 };

const Half = (props: {
  title: string;
  line: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  bytes: number;
}): JSX.Element => (
  <section aria-label={props.title}>
    <h3>
      {props.title} {props.bytes > 0 && <span class="count">{count(props.bytes)} B</span>}
    </h3>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
    <pre tabIndex={0}>
      <b>{shorten(props.line, 2000)}</b>
      {'\n'}
      <i>
        {Object.entries(props.headers)
          .map(([name, value]) => `${name}: ${shorten(value, 1000)}\n`)
          .join('')}
      </i>
      {'\n'}
      {props.body === '' ? <i>{t('noBody')}</i> : shorten(prettyJson(props.body), 20_000, 'block')}
    </pre>
  </section>
);
