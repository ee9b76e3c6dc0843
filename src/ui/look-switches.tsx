import type { JSX } from 'preact';

import { isDark, switchLanguage, switchTheme, useLanguage } from './settings.ts';

/** Buttons for the other language and the other theme; what they change is kept. */
export const LookSwitches = (props: { class?: string }): JSX.Element => {
  const zh = useLanguage() === 'zh';
  const look = props.class === undefined ? {} : { class: props.class };
  return (
    <>
      <button type="button" id="language" {...look} lang={zh ? 'en' : 'zh-CN'} onClick={switchLanguage}>
        {zh ? 'English' : '中文'}
      </button>
      <button type="button" id="theme" {...look} onClick={switchTheme}>
        {isDark() ? (zh ? '浅色' : 'Light') : zh ? '深色' : 'Dark'}
      </button>
    </>
  );
};
