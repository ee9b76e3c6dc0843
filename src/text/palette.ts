/** Colours and type of the report and of the server's own pages, as CSS. Both themes meet WCAG AA. */
export const palette: string = `:root {
  color-scheme: light dark;
  --page: light-dark(#f6f6f3, #131518);
  --sheet: light-dark(#ffffff, #1b1e23);
  --sunken: light-dark(#f3f3ef, #14171b);
  --text: light-dark(#1d2125, #e4e7eb);
  --quiet: light-dark(#59616b, #a2aab5);
  --line: light-dark(#e0e0da, #2d323a);
  --edge: light-dark(#8a9099, #6f7884);
  --link: light-dark(#1a56b0, #8db8f8);
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
:root[data-theme="dark"] { color-scheme: dark; }`;
