import { negotiateLanguage } from '../engine/answers/negotiate-language.ts';
import type { NeutralAnswer, NeutralRequest } from '../http/message.ts';
import { fill, textOf } from '../text/bilingual.ts';
import { markup } from '../text/markup.ts';
import { json } from './control/control-answers.ts';
import { wantsPage } from './control/page-answers.ts';
import { cryptography } from './cryptography.ts';

/** What the top of the server says. */
export interface FrontFacts {
  readonly name: string;
  readonly version: string;
  /** How many operations it answers. */
  readonly operations: number;
  /** Addresses on this server that lead on, with what is there. */
  readonly links: readonly { readonly path: string; readonly title: { readonly en: string; readonly zh: string } }[];
}

const STYLE = `:root { color-scheme: light dark; font: 1rem/1.6 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif }
body { max-width: 34rem; margin: 15vh auto; padding: 0 1.25rem }
h1 { font-size: 1.5rem; line-height: 1.3 }
li { margin: .5rem 0 }
code { font-size: .875em }`;

const pageHeaders = (): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${cryptography().createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
});

/**
 * What `/` answers where no operation has that path: that the server is up, since whoever waits for it asks there. A
 * page for browsers, in the language they prefer; data for everybody else.
 */
export const frontPage = (request: NeutralRequest, facts: FrontFacts): NeutralAnswer => {
  const { name, version, operations } = facts;
  const { base = '' } = request;
  const links = facts.links.map(({ path, title }) => ({ path: base + path, title }));
  const language = negotiateLanguage(request.headers['accept-language']);
  const vary = 'origin, accept, accept-language';
  if (!wantsPage(request)) {
    const data = json(200, { status: 'ok', name, version, operations, links: links.map(({ path }) => path) });
    return { ...data, headers: { ...data.headers, vary } };
  }
  const says = fill(
    textOf('The fake is up, with {operations} operations.', '模拟服务已启动，共 {operations} 个操作。'),
    {
      operations,
    },
  );
  const items = links.map(
    ({ path, title }) =>
      `<li><a href="${markup(path)}">${markup(title[language])}</a> <code>${markup(path)}</code></li>`,
  );
  return {
    status: 200,
    headers: { ...pageHeaders(), vary, 'content-language': language },
    body: `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${markup(name)}</title>
<style>${STYLE}</style>
<main>
<h1>${markup(`${name} ${version}`)}</h1>
<p>${markup(says[language])}</p>
${items.length > 0 ? `<ul>\n${items.join('\n')}\n</ul>\n` : ''}</main>
</html>
`,
  };
};
