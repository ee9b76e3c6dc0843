/** The languages that messages are written in. */
export type Language = 'en' | 'zh';

/**
 * Chinese where the Accept-Language header (RFC 9110 section 12.5.4) prefers it to English, else
 * English.
 */
export const negotiateLanguage = (header: string | undefined): Language => {
  if (header === undefined || !/zh/i.test(header)) return 'en';
  let best: { language: Language; quality: number } | undefined;
  for (const range of header.split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const language = tag.startsWith('zh') ? 'zh' : tag.startsWith('en') || tag === '*' ? 'en' : undefined;
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    const quality = weight === undefined ? 1 : Number(weight.slice(2));
    if (language !== undefined && quality > (best?.quality ?? 0)) best = { language, quality };
  }
  return best?.language ?? 'en';
};
