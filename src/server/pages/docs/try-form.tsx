import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';

import { curlLine } from '../../../http/curl-line.ts';
import { redactHeaders, redactTarget } from '../../../http/secrets/redact.ts';
import { writeToken } from '../../../openapi/operations/security.ts';
import { clausesIn, splitMarks } from '../../../ui/clause-mark.ts';
import { onSubmit } from '../../../ui/on-submit.ts';
import { ClauseLink, CopyButton, TokenField, toneOf } from '../parts/kit.tsx';
import { type Outgoing, type Sent, send, urlOf, whyNot } from '../parts/send.ts';
import { prettyJson, shorten } from '../parts/shorten.ts';
import { t } from '../parts/texts.ts';
import { readValues, type Typed, ValueFields } from '../parts/value-fields.tsx';
import type { DocumentFacts } from './document-facts.ts';
import type { OperationFacts } from './reference.ts';

interface Tried {
  readonly sent: Sent;
  readonly curl: string;
  /** Rules that the answer names. */
  readonly clauses: readonly string[];
}

const textsOf = (example: unknown): Typed =>
  typeof example === 'object' && example !== null
    ? Object.fromEntries(
        Object.entries(example).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      )
    : {};

/** An operation of the document, and the credential that its requests are tried with. */
export interface OperationProps {
  operation: OperationFacts;
  facts: DocumentFacts;
  token: string;
  onToken: (token: string) => void;
}

/** A form in which a request of an operation is tried on the running server. */
export const TryForm = (props: OperationProps): JSX.Element => {
  const { operation, facts } = props;
  const id = useId();
  const [type, setType] = useState(operation.bodies[0]?.type ?? '');
  const body = operation.bodies.find((each) => each.type === type);
  const [parameters, setParameters] = useState<Typed>(() =>
    Object.fromEntries(operation.parameters.map(({ name, example }) => [name, example])),
  );
  const [fields, setFields] = useState<Typed>(() =>
    textsOf(operation.bodies.find(({ example }) => example !== undefined)?.example),
  );
  const [raw, setRaw] = useState<string>();
  const [tried, setTried] = useState<Tried | 'sending'>();
  const isJson = /json/.test(type);

  const jsonOf = (): string => JSON.stringify(readValues(body?.schema ?? {}, fields), null, 2);

  const build = async (): Promise<Outgoing> => {
    const path = operation.template.replace(/\{([^}]+)\}/g, (_, name: string) =>
      encodeURIComponent(parameters[name] ?? ''),
    );
    const query = operation.parameters
      .filter((each) => each.in === 'query' && (parameters[each.name] ?? '') !== '')
      .map(({ name }) => `${encodeURIComponent(name)}=${encodeURIComponent(parameters[name] ?? '')}`);
    const headers: Record<string, string> = props.token === '' ? {} : writeToken(facts.tokenHeader, props.token);
    for (const each of operation.parameters)
      if (each.in === 'header' && parameters[each.name]) headers[each.name] = parameters[each.name] ?? '';
    const request = {
      method: operation.method,
      target: path + (query.length > 0 ? `?${query.join('&')}` : ''),
      headers,
    };
    if (!body) return { ...request, body: new Uint8Array() };
    if (isJson)
      return {
        ...request,
        headers: { ...headers, 'content-type': type },
        body: new TextEncoder().encode(raw ?? jsonOf()),
      };
    const form = /urlencoded/.test(type) ? new URLSearchParams() : new FormData();
    for (const { name } of body.fields)
      if (name !== '' && (fields[name] ?? '') !== '') form.append(name, fields[name] ?? '');
    // The platform writes it, so that the bytes and their boundary are known.
    const written = new Response(form);
    const bytes = new Uint8Array(await written.arrayBuffer());
    return {
      ...request,
      headers: { ...headers, 'content-type': written.headers.get('content-type') ?? type },
      body: bytes,
    };
  };

  const sendIt = async (): Promise<void> => {
    const request = await build();
    // Who copies the line pastes it somewhere, so the token stays behind.
    const headers = redactHeaders(request.headers);
    const curl = curlLine({ ...request, headers, url: redactTarget(urlOf(request.target)) });
    setTried('sending');
    const hindrance = whyNot(request);
    const sent = hindrance ? { status: null, body: t(`not-${hindrance}`), duration: 0 } : await send(request);
    setTried({ sent, curl, clauses: clausesIn(sent.body).filter((clause) => facts.clauses.has(clause)) });
  };

  const broken = new Set(typeof tried === 'object' ? tried.clauses : []);
  const wrong = new Set(
    [...operation.parameters, ...(body?.fields ?? [])]
      .filter(({ clauses }) => clauses.some((clause) => broken.has(clause.id)))
      .map(({ name }) => name),
  );

  return (
    <form class="try" aria-label={`${t('tryIt')}: ${operation.id}`} onSubmit={onSubmit(sendIt)}>
      <div class="fields">
        {operation.parameters.map(({ name, required, in: where }) => (
          <div key={name} class="field">
            <label for={`${id}-${name}`}>
              <code>{name}</code>{' '}
              <span class="quiet">
                {where}, {required ? t('required') : t('optional')}
              </span>
            </label>
            <input
              id={`${id}-${name}`}
              type="text"
              autocomplete="off"
              spellcheck={false}
              value={parameters[name] ?? ''}
              aria-invalid={wrong.has(name)}
              onInput={(event) => setParameters({ ...parameters, [name]: event.currentTarget.value })}
            />
          </div>
        ))}
        <TokenField token={props.token} onChange={props.onToken} />
      </div>
      {body && (
        <>
          {(operation.bodies.length > 1 || isJson) && (
            <div class="choices">
              {operation.bodies.length > 1 &&
                operation.bodies.map((each) => (
                  <label key={each.type}>
                    <input
                      type="radio"
                      name={`${id}-type`}
                      checked={each.type === type}
                      onChange={() => setType(each.type)}
                    />
                    <span>{each.type}</span>
                  </label>
                ))}
              {isJson && (
                <button
                  type="button"
                  aria-pressed={raw !== undefined}
                  onClick={() => setRaw(raw === undefined ? jsonOf() : undefined)}
                >
                  JSON
                </button>
              )}
            </div>
          )}
          {isJson && raw !== undefined ? (
            <label class="field wide">
              <span>{t('body')}</span>
              <textarea
                rows={6}
                spellcheck={false}
                value={raw}
                onInput={(event) => setRaw(event.currentTarget.value)}
              />
            </label>
          ) : (
            <ValueFields schema={body.schema} typed={fields} onChange={setFields} wrong={wrong} />
          )}
        </>
      )}
      <button type="submit" class="primary" disabled={tried === 'sending'}>
        {tried === 'sending' ? t('sending') : t('send')}
      </button>
      <div class="tried" role="status">
        {typeof tried === 'object' && <Result {...tried} facts={facts} />}
      </div>
    </form>
  );
};

const Result = ({ sent, curl, clauses, facts }: Tried & { facts: DocumentFacts }): JSX.Element => (
  <>
    <p>
      <span class={`status ${toneOf(sent.status)}`}>{sent.status ?? t('noAnswer')}</span>{' '}
      <span class="count">{sent.duration.toFixed(0)} ms</span>
    </p>
    {clauses.length > 0 && (
      <ul class="issues">
        {clauses.map((id) => (
          <li key={id}>
            <ClauseLink id={id} clause={facts.clauses.get(id)} />
          </li>
        ))}
      </ul>
    )}
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
    <pre tabIndex={0}>
      {sent.body === '' ? <i>{t('noBody')}</i> : marked(shorten(prettyJson(sent.body), 20_000, 'block'), clauses)}
    </pre>
    <div class="head">
      <h4>curl</h4>
      <CopyButton text={curl} />
    </div>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
    <pre tabIndex={0}>{shorten(curl, 20_000, 'block')}</pre>
  </>
);

/** A text with the ids of clauses highlighted. */
const marked = (text: string, clauses: readonly string[]): (string | JSX.Element)[] =>
  splitMarks(text).map(({ piece, clause }, index) =>
    clause !== undefined && clauses.includes(clause) ? <mark key={index}>{piece}</mark> : piece,
  );
