import { type JSX, render } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';

import { childNode, isNode, type Node, textAt } from '../../../openapi/document/document.ts';
import { listErrorCodes } from '../../../openapi/operations/error-codes.ts';
import { titleOf, useLanguage } from '../../../ui/settings.ts';
import { ReadingsList } from '../console/readings-view.tsx';
import { CONTROL } from '../parts/api.ts';
import { TopBar, tabTitle, toneOf, useToken } from '../parts/kit.tsx';
import { t } from '../parts/texts.ts';
import { ChangeMark, EditionHead, type ToldChanges, toneOfClause, toneOfPlace, useChanges } from './changes.tsx';
import { type DocumentFacts, useDocument } from './document-facts.ts';
import { OperationSection } from './operation-section.tsx';
import { type OperationFacts, readOperations } from './reference.ts';

const Docs = (): JSX.Element => {
  useLanguage();
  const found = useDocument();
  const facts = typeof found === 'object' ? found : undefined;
  const told = useChanges();
  const operations = useMemo(() => (facts ? readOperations(facts) : []), [facts]);
  useEffect(() => {
    document.title = tabTitle(t('reference'), facts);
  });
  // What the address points at was not there yet when the browser looked for it.
  useEffect(() => {
    if (facts && location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1))))
      location.replace(location.hash);
  }, [facts]);
  return (
    <>
      <TopBar facts={facts} here="docs" />
      {facts ? (
        <Reference facts={facts} operations={operations} told={told} />
      ) : (
        <main id="main" tabIndex={-1}>
          <p class={`calm ${found === undefined ? '' : 'error'}`} role="status">
            {found ?? t('loading')}
          </p>
        </main>
      )}
    </>
  );
};

const Reference = (props: {
  facts: DocumentFacts;
  operations: readonly OperationFacts[];
  told: ToldChanges;
}): JSX.Element => {
  const { facts, operations, told } = props;
  const zh = useLanguage() === 'zh';
  const [token, setToken] = useToken();
  const root = facts.document as unknown as Node;
  const info = childNode(root, 'info');
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  const described = new Map(
    (Array.isArray(root['tags']) ? root['tags'] : []).filter(isNode).map((tag) => [tag['name'], tag]),
  );
  const textOfTag = (tag: string, key: string): string | undefined => textAt(described.get(tag) ?? {}, key);
  const nameOf = (tag: string): string => (zh ? textOfTag(tag, 'x-name-zh') : undefined) ?? tag;
  const points = new Set(facts.ambiguities.map(({ id }) => id));
  return (
    <div class="with-contents">
      <nav class="contents" aria-label={t('contents')}>
        <details open={matchMedia('(min-width: 60rem)').matches}>
          <summary class="quiet">{t('contents')}</summary>
          {tags.map((tag) => (
            <div key={tag}>
              <p>{nameOf(tag)}</p>
              <ul>
                {operations
                  .filter((operation) => operation.tag === tag)
                  .map(({ id, method, summary, summaryZh }) => (
                    <li key={id}>
                      <a href={`#operation-${id}`}>
                        <span class="method">{method}</span> <span>{zh ? summaryZh : summary}</span>
                      </a>
                    </li>
                  ))}
              </ul>
            </div>
          ))}
          <ul class="more">
            <li>
              <a href="#codes">{t('errors')}</a>
            </li>
            <li>
              <a href="#clauses">{t('clauses')}</a>
            </li>
            <li>
              <a href="#register">{t('readings')}</a>
            </li>
          </ul>
        </details>
      </nav>
      <main id="main" tabIndex={-1}>
        <h1>{t('reference')}</h1>
        <EditionHead told={told} facts={facts} />
        <p class="quiet lead">
          <span lang="en">{textAt(info, 'description') ?? textAt(info, 'summary') ?? ''}</span>
        </p>
        <p class="actions">
          <a href={`${CONTROL}openapi.yaml`}>openapi.yaml</a>
          <a href={`${CONTROL}openapi.json`}>openapi.json</a>
          <a href={`${CONTROL}openapi.plain.json`}>openapi.plain.json</a>
        </p>
        {tags.map((tag) => (
          <section key={tag} aria-labelledby={`tag-${tag}`}>
            <h2 id={`tag-${tag}`}>{nameOf(tag)}</h2>
            <p class="quiet lead" lang="en">
              {textOfTag(tag, 'description')}
            </p>
            {operations
              .filter((operation) => operation.tag === tag)
              .map((operation) => (
                <OperationSection
                  key={operation.id}
                  operation={operation}
                  facts={facts}
                  told={told}
                  token={token}
                  onToken={setToken}
                />
              ))}
          </section>
        ))}
        <section aria-labelledby="codes">
          <h2 id="codes">{t('errors')}</h2>
          <ul class="sheet rows">
            {[...listErrorCodes(facts.document).values()].map((row) => (
              <li key={row.code} id={`code-${row.code}`}>
                <span class={`status ${toneOf(row.status)}`}>{row.status}</span>
                <div>
                  <code>{row.code}</code> {titleOf(row)}
                  <ChangeMark tone={toneOfPlace(told.changes, row.code)} />
                </div>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="clauses">
          <h2 id="clauses">{t('clauses')}</h2>
          <ul class="sheet rows clauses">
            {[...facts.clauses.values()]
              .filter(({ id }) => !points.has(id))
              .map((clause) => {
                // `R2@2019-02`: the edition below the id, which has a narrow column.
                const [stem = '', edition = ''] = clause.id.split(/(?=@)/);
                return (
                  <li key={clause.id} id={`clause-${clause.id}`}>
                    <b class="id">
                      {stem}
                      {edition !== '' && <span class="of-edition">{edition}</span>}
                    </b>
                    <div>
                      <p lang="en">
                        {clause.title}
                        <span lang={zh ? 'zh-CN' : 'en'}>
                          <ChangeMark tone={toneOfClause(told.changes, clause.id)} />
                        </span>
                      </p>
                      <p class="quiet" lang="zh-CN">
                        {clause.zh}
                      </p>
                      <p class="where" lang="en">
                        {clause.place}
                        {clause.at !== '' && (
                          <>
                            {' '}
                            · <code>#{clause.at}</code>
                          </>
                        )}
                      </p>
                    </div>
                  </li>
                );
              })}
          </ul>
        </section>
        <section aria-labelledby="register">
          <h2 id="register">{t('readings')}</h2>
          <p class="quiet lead">{t('readingsHint')}</p>
          <ReadingsList ambiguities={facts.ambiguities} changes={told.changes} />
        </section>
      </main>
    </div>
  );
};

const app = document.getElementById('app');
if (app) {
  app.replaceChildren();
  render(<Docs />, app);
}
