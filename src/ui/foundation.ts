/** Colours, type and what every page of ours starts from, as CSS. System fonts only; both themes meet WCAG AA. */
export const foundation: string = `:root {
  color-scheme: light dark;
  --page: light-dark(#f6f6f3, #131518);
  --sheet: light-dark(#ffffff, #1b1e23);
  --sunken: light-dark(#f3f3ef, #14171b);
  --text: light-dark(#1d2125, #e4e7eb);
  --quiet: light-dark(#59616b, #a2aab5);
  --line: light-dark(#e0e0da, #2d323a);
  --edge: light-dark(#8a9099, #6f7884);
  --link: light-dark(#1a56b0, #8db8f8);
  --on-link: light-dark(#ffffff, #10151d);
  --pass: light-dark(#17693b, #74d3a0);
  --fail: light-dark(#b02318, #ff9d94);
  --error: light-dark(#855400, #efc06a);
  --skip: light-dark(#59616b, #a2aab5);
  --pass-wash: light-dark(#e7f4ec, #172a20);
  --fail-wash: light-dark(#fcedea, #331d1c);
  --error-wash: light-dark(#fbf2dd, #2e2614);
  --skip-wash: light-dark(#eeeeea, #262a30);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace;
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  overflow-wrap: anywhere;
}
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
code, pre, textarea { font-family: var(--mono); font-size: .875em; }
h1, h2, h3, h4, p, dl, dd, ul, ol, pre, fieldset, legend { margin: 0; padding: 0; }
ul, ol { list-style: none; }
fieldset { border: 0; min-width: 0; }
button, select, input, textarea { font: inherit; color: inherit; }
main:focus { outline: none; }
.quiet { color: var(--quiet); }
.offscreen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip-link { position: absolute; left: 1rem; top: -4rem; padding: .5rem 1rem; background: var(--sheet); border-radius: 8px; z-index: 2; }
.skip-link:focus { top: .5rem; }`;
