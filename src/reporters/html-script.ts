/** The script of the HTML report. Plain JavaScript in a string, so that its hash can stand in the policy. */
export const script: string = String.raw`
'use strict';
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);

  // Storage is refused to some files; the page then forgets its switches.
  const remember = (key, value) => { try { localStorage.setItem('contract-report-' + key, value); } catch {} };
  const recall = (key) => { try { return localStorage.getItem('contract-report-' + key); } catch { return null; } };

  // By "hidden", not by style: a page whose style or script is forbidden still shows one language.
  const speak = (language) => {
    root.lang = language;
    for (const part of document.querySelectorAll('.en, .zh')) part.hidden = part.lang !== language;
  };
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

  for (const button of document.querySelectorAll('.copy')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(JSON.parse(button.dataset.curl));
        button.dataset.done = '✓';
        setTimeout(() => { delete button.dataset.done; }, 2000);
      } catch {
        // Pages of plain HTTP have no clipboard: what is selected, the keyboard can copy.
        getSelection().selectAllChildren(button.closest('.curl').querySelector('code'));
      }
    });
  }

  const filter = byId('filter');
  if (!filter) return;
  const groups = Array.from(byId('case-groups').children, (group) => ({
    group,
    items: Array.from(group.querySelectorAll('li'), (item) => ({ item, text: '' })),
  }));
  const apply = () => {
    const values = new FormData(filter);
    const verdict = values.get('verdict');
    const terms = values.get('text').toLowerCase().split(/\s+/).filter(Boolean);
    const isAll = verdict === '' && terms.length === 0;
    let found = 0;
    for (const { group, items } of groups) {
      const before = found;
      for (const entry of items) {
        if (terms.length > 0) entry.text ||= entry.item.textContent.toLowerCase();
        const fits = (verdict === '' || entry.item.className === verdict) && terms.every((term) => entry.text.includes(term));
        entry.item.hidden = !fits;
        if (fits) found += 1;
      }
      group.hidden = found === before;
      group.open = !isAll && found > before && found <= 200;
    }
    byId('no-match').hidden = found > 0;
  };
  let timer;
  filter.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(apply, 100); });
  filter.addEventListener('submit', (event) => event.preventDefault());
  filter.hidden = false;
})();
`;

/** Of the script; a test keeps it in step. */
export const scriptHash = 'sha256-4R9T4lzrr8v77kLeXFwR0qCX+xYM0YSArGM5gK6/nCQ=';
