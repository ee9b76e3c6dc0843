import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

import { onSubmit } from '../../../src/ui/on-submit.ts';
import { Options } from '../../../src/ui/options.tsx';
import { categories } from '../state/contract.ts';
import { FIRST_VIEW, type ListView } from '../state/routes.ts';
import { t } from '../state/texts.ts';

/** Narrows the list: whose repositories, namespace, category, name. */
export const FilterBar = (props: {
  view: ListView;
  namespaces: readonly string[];
  onChange: (change: Partial<ListView>) => void;
}): JSX.Element => {
  const { view, namespaces, onChange } = props;
  const id = useId();
  const [name, setName] = useState(view.name);
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => setName(view.name), [view.name]);
  const isFiltered = view.namespace !== '' || view.name !== '' || view.category !== '';
  // What the address asks for stays a choice, though the account does not have it (yet).
  const choices =
    namespaces.includes(view.namespace) || view.namespace === '' ? namespaces : [view.namespace, ...namespaces];
  return (
    <search>
      <form class="filter" aria-label={t('filter')} onSubmit={onSubmit(() => onChange({ name: name.trim() }))}>
        <fieldset class="segments">
          <legend class="offscreen">{t('scope')}</legend>
          {(['self', 'thirdparty'] as const).map((center) => (
            <label key={center}>
              <input
                type="radio"
                name="center"
                checked={view.center === center}
                onChange={() => onChange({ ...FIRST_VIEW, limit: view.limit, center })}
              />
              <span>{t(center === 'self' ? 'own' : 'foreign')}</span>
            </label>
          ))}
        </fieldset>
        <div class="filter-field">
          <label for={`${id}-namespace`}>{t('namespace')}</label>
          <select
            ref={first}
            id={`${id}-namespace`}
            value={view.namespace}
            onChange={(event) => onChange({ namespace: event.currentTarget.value })}
          >
            <option value="">{t('all')}</option>
            <Options of={choices} />
          </select>
        </div>
        <div class="filter-field">
          <label for={`${id}-category`}>{t('category')}</label>
          <select
            id={`${id}-category`}
            value={view.category}
            onChange={(event) => onChange({ category: event.currentTarget.value })}
          >
            <option value="">{t('all')}</option>
            <Options of={categories} />
          </select>
        </div>
        <div class="filter-field wide">
          <label for={`${id}-name`}>{t('wholeName')}</label>
          <div class="with-button">
            <input
              id={`${id}-name`}
              type="search"
              value={name}
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              onInput={(event) => setName(event.currentTarget.value)}
            />
            <button type="submit">{t('filter')}</button>
          </div>
        </div>
        <button
          type="button"
          class={`link clear${isFiltered ? '' : ' unseen'}`}
          disabled={!isFiltered}
          aria-label={t('clearFilter')}
          onClick={() => {
            onChange({ ...FIRST_VIEW, center: view.center, limit: view.limit });
            first.current?.focus();
          }}
        >
          {t('clear')}
        </button>
      </form>
    </search>
  );
};
