import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { copy } from '../../../src/ui/copy.ts';
import { t } from '../state/texts.ts';

/** A line to copy. */
export const CopyText = ({ label, text }: { label: string; text: string }): JSX.Element => {
  const [copied, setCopied] = useState('');
  return (
    <div class="copy-text">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <code tabIndex={0} role="group" aria-label={label}>
        {text}
      </code>
      <button type="button" class="small" onClick={async () => setCopied((await copy(text)) ? text : '')}>
        <span role="status">{t(copied === text ? 'copied' : 'copy')}</span>
      </button>
    </div>
  );
};
