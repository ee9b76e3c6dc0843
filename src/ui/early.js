// Before the first paint: theme and language, so that nothing flashes. A classic script, without imports.
(() => {
  const recall = (key) => {
    try {
      return localStorage.getItem(`mock-${key}`);
    } catch {
      return null;
    }
  };
  const root = document.documentElement;
  const theme = recall('theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  const language = recall('language');
  root.lang = language === 'en' || language === 'zh-CN' ? language : /^zh/i.test(navigator.language) ? 'zh-CN' : 'en';
})();
