import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { Options } from '../../../ui/options.tsx';
import { BASE } from './api.ts';
import { t } from './texts.ts';

/** Where the worlds of the server are told, whichever of them this page is of. */
const WORLDS = '/__mock/worlds';

/** The world that this page is of; undefined for the default one. */
export const world: string | undefined = BASE === '' ? undefined : decodeURIComponent(BASE.slice(WORLDS.length + 1));

/** Leads to this page of another world. It is there once there are worlds, and looks for new ones when looked at. */
export const WorldSwitch = ({ page }: { page: '' | 'docs' }): JSX.Element | null => {
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    const look = async (): Promise<void> => {
      try {
        const listed: unknown = await (await fetch(WORLDS, { credentials: 'omit' })).json();
        if (Array.isArray(listed)) setNames(listed.map(({ name }: { name: string }) => name).sort());
      } catch {
        // The page says itself that the server does not answer.
      }
    };
    void look();
    addEventListener('focus', look);
    return () => removeEventListener('focus', look);
  }, []);
  if (world === undefined && names.length === 0) return null;
  const others = world === undefined || names.includes(world) ? names : [world, ...names];
  return (
    <label class="world quiet">
      {t('world')}
      <select
        value={world ?? ''}
        onChange={({ currentTarget: { value } }) => {
          const base = value === '' ? '' : `${WORLDS}/${value}`;
          location.assign(`${base}/__mock/${page}${location.hash}`);
        }}
      >
        <option value="">{t('defaultWorld')}</option>
        <Options of={others} />
      </select>
    </label>
  );
};
