import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { Clause } from '../../openapi/clause.ts';
import type { DocumentFacts } from './document-facts.ts';
import { ClauseLink, toneOf } from './kit.tsx';
import type { Field } from './reference.ts';
import { language } from './settings.ts';
import { t } from './texts.ts';
import { type OperationProps, TryForm } from './try-form.tsx';

/** One operation: what it takes, what it answers, and a form to try it. */
export const OperationSection = (props: OperationProps): JSX.Element => {
  const { operation, facts } = props;
  const [tries, setTries] = useState(false);
  const zh = language() === 'zh';
  return (
    <section class="operation sheet" id={`operation-${operation.id}`} aria-labelledby={`title-${operation.id}`}>
      <h3 id={`title-${operation.id}`}>{zh ? operation.summaryZh : operation.summary}</h3>
      <p class="line">
        <span class="method">{operation.method}</span> <code>{operation.template}</code>
      </p>
      <p class="quiet lead" lang="en">
        {operation.description} <code>{operation.id}</code>
      </p>
      {operation.parameters.length > 0 && (
        <>
          <h4>{t('parameters')}</h4>
          <FieldList fields={operation.parameters} />
        </>
      )}
      {operation.bodies.map((body) => (
        <div key={body.type}>
          <h4>
            {t('body')} <code>{body.type}</code>
          </h4>
          <FieldList fields={body.fields} />
        </div>
      ))}
      <h4>{t('responses')}</h4>
      <ul class="rows">
        {operation.responses.map((response) => (
          <li key={response.status}>
            <span class={`status ${toneOf(Number(response.status))}`}>{response.status}</span>
            <div>
              {response.clause ? (
                <ClauseLink id={response.clause.id} clause={response.clause} />
              ) : (
                <span lang="en">{response.description}</span>
              )}
              {response.example !== undefined && (
                <details>
                  <summary>{t('example')}</summary>
                  {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
                  <pre tabIndex={0}>{JSON.stringify(response.example, null, 2)}</pre>
                </details>
              )}
            </div>
          </li>
        ))}
      </ul>
      <details>
        <summary>
          {t('errors')} <span class="count">{operation.errors.length}</span>
        </summary>
        <ul class="rows">
          {operation.errors.map((error) => (
            <li key={error.code}>
              <span class={`status ${toneOf(error.status)}`}>{error.status}</span>
              <div>
                <a href={`#code-${error.code}`}>
                  <code>{error.code}</code>
                </a>{' '}
                {zh ? error.zh : error.title} <ClauseIds ids={error.clauses} facts={facts} />
              </div>
            </li>
          ))}
        </ul>
      </details>
      <details class="try-box" onToggle={(event) => setTries(tries || event.currentTarget.open)}>
        <summary>
          {t('tryIt')} <span class="offscreen">{operation.id}</span>
        </summary>
        {tries && <TryForm {...props} />}
      </details>
    </section>
  );
};

export const ClauseIds = ({ ids, facts }: { ids: readonly string[]; facts: DocumentFacts }): JSX.Element => (
  <span class="ids">
    {ids.map((id) => {
      const clause = facts.clauses.get(id);
      return (
        <a key={id} href={`#clause-${id}`} title={clause && (language() === 'zh' ? clause.zh : clause.title)}>
          {id}
        </a>
      );
    })}
  </span>
);

const FieldList = ({ fields }: { fields: readonly Field[] }): JSX.Element => (
  <ul class="rows">
    {fields.map((field) => (
      <li key={`${field.in}.${field.name}`}>
        <div>
          {field.name !== '' && (
            <>
              <code class="field-name">{field.name}</code>
              <span class="quiet">
                {' '}
                {field.type} · {field.in} · {field.required ? t('required') : t('optional')}
              </span>
              {field.description !== '' && (
                <p class="quiet" lang="en">
                  {field.description}
                </p>
              )}
            </>
          )}
          <ul class="issues">
            {field.clauses.map((clause: Clause) => (
              <li key={clause.id}>
                <ClauseLink id={clause.id} clause={clause} />
              </li>
            ))}
          </ul>
        </div>
      </li>
    ))}
  </ul>
);
