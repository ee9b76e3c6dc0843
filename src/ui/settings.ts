import { useEffect, useState } from 'preact/hooks';

import type { Language } from '../text/bilingual.ts';

/** Keeps a setting in this browser. It may refuse to; then a reload forgets. */
export const remember = (key: string, value: string): void => {
  try {
    localStorage.setItem(`mock-${key}`, value);
  } catch {}
};

/** What was remembered; null if nothing was, or the browser does not say. */
export const recall = (key: string): string | null => {
  try {
    return localStorage.getItem(`mock-${key}`);
  } catch {
    return null;
  }
};

const listeners = new Set<() => void>();

/** Draws a component again when language or theme change, and tells the language. */
export const useLanguage = (): Language => {
  const [, draw] = useState(0);
  useEffect(() => {
    const listener = (): void => draw((count) => count + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return language();
};

export const language = (): Language => (document.documentElement.lang.startsWith('zh') ? 'zh' : 'en');

/** As `Intl` and HTTP name it. */
export const languageTag = (): 'en' | 'zh-CN' => (language() === 'zh' ? 'zh-CN' : 'en');

/** What the document says in both languages, in that of the page. */
export const titleOf = ({ title, zh }: { readonly title: string; readonly zh: string }): string =>
  language() === 'zh' ? zh : title;

export const switchLanguage = (): void => {
  document.documentElement.lang = language() === 'en' ? 'zh-CN' : 'en';
  remember('language', document.documentElement.lang);
  for (const listener of listeners) listener();
};

export const isDark = (): boolean => {
  const { theme } = document.documentElement.dataset;
  return theme === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
};

export const switchTheme = (): void => {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = theme;
  remember('theme', theme);
  for (const listener of listeners) listener();
};
