import { language } from './settings.ts';

/** Texts of a page: English and Chinese; `{name}` is a place for a value. */
export type Texts = Readonly<Record<string, readonly [en: string, zh: string]>>;

/** What more than one page says. */
export const sharedTexts = {
  skip: ['Skip to the content', '跳到正文'],
  pages: ['Pages', '页面'],
  all: ['All', '全部'],
  cancel: ['Cancel', '取消'],
  connecting: ['Connecting…', '连接中…'],
  copied: ['Copied', '已复制'],
  copy: ['Copy', '复制'],
  delete: ['Delete', '删除'],
  loading: ['Loading…', '加载中…'],
  next: ['Next', '下一页'],
  optional: ['optional', '选填'],
  previous: ['Previous', '上一页'],
  resetDone: ['The first records are back.', '已恢复初始记录。'],
  resetQuestion: ['Put the first records back?', '恢复到初始记录？'],
} as const satisfies Texts;

/** Says a text in the language of the page, with values in the places of its names. */
export type Say<Key> = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

/** What says the texts of a page, and those that all pages share. */
export const sayTexts = <Own extends Texts>(own: Own): Say<(keyof Own | keyof typeof sharedTexts) & string> => {
  const texts: Texts = { ...sharedTexts, ...own };
  return (key, values = {}) =>
    (texts[key]?.[language() === 'zh' ? 1 : 0] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) =>
      String(values[name] ?? whole),
    );
};
