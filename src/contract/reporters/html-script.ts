/** The script of the HTML report. Plain JavaScript in a string, so that its hash can stand in the policy. */
export const script: string = String.raw`
'use strict';
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId('data').textContent);
  const marks = { pass: '✓', fail: '✗', error: '!', skip: '–' };
  const chunk = 100;

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };
  const words = (key) => {
    const text = data.texts[key];
    const parts = ['en', 'zh'].map((language) => {
      const part = element('span', language, text[language]);
      part.lang = language === 'zh' ? 'zh-CN' : 'en';
      return part;
    });
    const both = document.createDocumentFragment();
    both.append(...parts);
    return both;
  };

  // Storage is refused to some files; the page then forgets its switches.
  const remember = (key, value) => { try { localStorage.setItem('contract-report-' + key, value); } catch {} };
  const recall = (key) => { try { return localStorage.getItem('contract-report-' + key); } catch { return null; } };

  const speak = (language) => { root.lang = language; };
  const stored = recall('language');
  speak(stored === 'zh-CN' || stored === 'en' ? stored : /^zh/i.test(navigator.language) ? 'zh-CN' : 'en');
  byId('language').addEventListener('click', () => {
    speak(root.lang === 'en' ? 'zh-CN' : 'en');
    remember('language', root.lang);
  });

  const theme = recall('theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  byId('theme').addEventListener('click', () => {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    remember('theme', root.dataset.theme);
  });
  document.querySelector('.switches').hidden = false;

  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); return true; } catch {}
    const area = element('textarea', 'offscreen', text);
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  };
  for (const button of document.querySelectorAll('.copy')) {
    button.addEventListener('click', async () => {
      const done = await copy(data.curls[Number(button.dataset.curl)]);
      button.focus();
      button.replaceChildren(words(done ? 'copied' : 'copyFailed'));
      setTimeout(() => button.replaceChildren(words('copy')), 2000);
    });
  }

  const filter = byId('filter');
  if (!filter) return;
  const list = byId('list');
  const more = byId('more');
  const matches = byId('matches');
  const string = (row, place) => data.strings[row[place]];
  const ID = 1, TITLE = 2, OPERATION = 3, FAMILY = 4, CLAUSES = 5, LEVEL = 6, EXPECTED = 7, RECEIVED = 8, REASON = 9;
  let haystacks;
  let found = [];
  let shown = 0;

  const item = (row) => {
    const verdict = data.verdicts[row[0]];
    const mark = element('span', 'mark ' + verdict, marks[verdict]);
    mark.setAttribute('aria-hidden', 'true');
    const summary = element('summary', '', mark, element('span', 'offscreen', words(verdict)), ' ',
      element('code', 'id', string(row, ID)), ' ', element('span', 'case-title', string(row, TITLE)));
    const details = element('details', '', summary);
    details.row = row;
    return element('li', verdict, details);
  };
  const unfold = (details) => {
    const row = details.row;
    const facts = element('dl', 'facts');
    const fact = (key, text) => {
      if (text !== '') facts.append(element('div', '', element('dt', '', words(key)), element('dd', '', text)));
    };
    fact('clause', [string(row, CLAUSES), '(' + string(row, LEVEL) + ')'].join(' ').trim());
    fact('expected', string(row, EXPECTED));
    fact('received', string(row, RECEIVED));
    fact('reason', string(row, REASON));
    fact('operation', string(row, OPERATION));
    fact('family', string(row, FAMILY));
    details.append(facts);
  };
  // "toggle" does not bubble, hence the capturing listener.
  list.addEventListener('toggle', (event) => {
    if (event.target.open && event.target.children.length === 1) unfold(event.target);
  }, true);

  const showMore = () => {
    const next = found.slice(shown, shown + chunk);
    const first = list.children.length;
    list.append(...next.map(item));
    shown += next.length;
    more.hidden = shown >= found.length;
    more.replaceChildren(words('more'), ' (', words('remaining'), ' ' + (found.length - shown).toLocaleString('en') + ')');
    return list.children[first];
  };
  const apply = () => {
    const values = new FormData(filter);
    const verdict = data.verdicts.indexOf(values.get('verdict'));
    const clause = values.get('clause');
    const terms = values.get('text').toLowerCase().split(/\s+/).filter(Boolean);
    if (terms.length > 0 && !haystacks)
      haystacks = data.cases.map((row) => row.slice(1).map((place) => data.strings[place]).join('\n').toLowerCase());
    found = data.cases.filter((row, index) =>
      (verdict === -1 || row[0] === verdict) &&
      (clause === '' || string(row, CLAUSES).split(' ').includes(clause)) &&
      terms.every((term) => haystacks[index].includes(term)));
    shown = 0;
    list.replaceChildren();
    showMore();
    if (found.length === 0) matches.replaceChildren(words('noMatch'));
    else matches.replaceChildren(words('shown'), ' ' + found.length.toLocaleString('en'));
  };
  let timer;
  filter.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(apply, 100); });
  filter.addEventListener('submit', (event) => event.preventDefault());
  // The keyboard goes on where the new rows begin.
  more.addEventListener('click', () => { showMore()?.querySelector('summary')?.focus(); });
  filter.hidden = false;
  apply();
})();
`;

/** Of the script; a test keeps it in step. */
export const scriptHash = 'sha256-+EWi3bAG+ONdmI8klgWK65GLsCNxQ5RAjzXYTc+Snpw=';
