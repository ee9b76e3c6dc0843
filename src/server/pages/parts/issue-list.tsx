import type { JSX } from 'preact';
import type { JournalSummary } from '../../journal/journal-entry.ts';
import type { DocumentFacts } from '../docs/document-facts.ts';
import { ClauseLink } from './kit.tsx';
import { shorten } from './shorten.ts';

/** The clauses of issues, each once, with the field in question. */
export const IssueList = ({
  issues,
  facts,
}: {
  issues: JournalSummary['issues'];
  facts: DocumentFacts | undefined;
}): JSX.Element => (
  <ul class="issues">
    {issues.map((issue, index) => (
      <li key={index}>
        {issue.name !== '' && <code>{shorten(issue.name, 200)}</code>}{' '}
        {issue.clause === null ? (
          <span>{issue.keyword}</span>
        ) : (
          <ClauseLink id={issue.clause} clause={facts?.clauses.get(issue.clause)} />
        )}{' '}
        {issue.code !== null && <span class="tag">{issue.code}</span>}
      </li>
    ))}
  </ul>
);
