import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { Change } from '../../../changes/change.ts';
import type { Clause } from '../../../openapi/operations/clause.ts';
import { language, titleOf } from '../../../ui/settings.ts';
import { ClauseLink, toneOf } from '../parts/kit.tsx';
import { t } from '../parts/texts.ts';
import { ChangeList, ChangeMark, changesAt, type ToldChanges, toneOfClause, toneOfPlace } from './changes.tsx';
import type { DocumentFacts } from './document-facts.ts';
import type { Field } from './reference.ts';
import { type OperationProps, TryForm } from './try-form.tsx';

/** One operation: what it takes, what it answers, and a form to try it. */
export const OperationSection = ({ told, ...props }: OperationProps & { told: ToldChanges }): JSX.Element => {
  const { operation, facts } = props;
  const changes = changesAt(told, operation.id);
  const isNew = changes.some(({ kind }) => kind === 'operation-added');
  const [tries, setTries] = useState(false);
  const zh = language() === 'zh';
  return (
    <section class="operation sheet" id={`operation-${operation.id}`} aria-labelledby={`title-${operation.id}`}>
      <h3 id={`title-${operation.id}`}>
        {zh ? operation.summaryZh : operation.summary}
        <ChangeMark tone={isNew ? 'added' : changes.length > 0 ? 'changed' : undefined} />
      </h3>
      <p class="line">
        <span class="method">{operation.method}</span> <code>{operation.template}</code>
      </p>
      <p class="quiet lead" lang="en">
        {operation.description} <code>{operation.id}</code>
      </p>
      {changes.length > 0 && !isNew && (
        <details class="what-changed">
          <summary>
            {t('changesHere')} <span class="count">{changes.length}</span> <span class="offscreen">{operation.id}</span>
          </summary>
          <ChangeList changes={changes} facts={facts} />
        </details>
      )}
      {operation.parameters.length > 0 && (
        <>
          <h4>{t('parameters')}</h4>
          <FieldList fields={operation.parameters} changes={changes} />
        </>
      )}
      {operation.bodies.map((body) => (
        <div key={body.type}>
          <h4>
            {t('body')} <code>{body.type}</code>
            <ChangeMark tone={toneOfType(changes, body.type)} />
          </h4>
          <FieldList fields={body.fields} changes={changes} />
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
              <ChangeMark tone={toneOfPlace(changes, response.status)} />
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
                {titleOf(error)} <ClauseIds ids={error.clauses} facts={facts} />
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

const ClauseIds = ({ ids, facts }: { ids: readonly string[]; facts: DocumentFacts }): JSX.Element => (
  <span class="ids">
    {ids.map((id) => {
      const clause = facts.clauses.get(id);
      return (
        <a key={id} href={`#clause-${id}`} title={clause && titleOf(clause)}>
          {id}
        </a>
      );
    })}
  </span>
);

/** Only whether a media type is new: what changed in a body stands at its fields. */
const toneOfType = (changes: readonly Change[], type: string): Change['tone'] | undefined =>
  changes.some(({ kind, places }) => kind === 'media-added' && places.includes(type)) ? 'added' : undefined;

const FieldList = ({ fields, changes }: { fields: readonly Field[]; changes: readonly Change[] }): JSX.Element => (
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
              <ChangeMark tone={toneOfPlace(changes, `${field.in}.${field.name}`)} />
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
                <ChangeMark tone={toneOfClause(changes, clause.id)} />
              </li>
            ))}
          </ul>
        </div>
      </li>
    ))}
  </ul>
);
