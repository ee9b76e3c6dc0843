import { palette } from './palette.ts';

/** The style of the HTML report. System fonts only. */
export const style: string = `
${palette}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  overflow-wrap: anywhere;
}
.zh { display: none; }
:root:lang(zh) .zh { display: inline; }
:root:lang(zh) .en { display: none; }
.offscreen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
code, pre { font-family: var(--mono); font-size: .875em; }
h1, h2, h3, h4, p, dl, dd, ul, ol, pre, fieldset { margin: 0; padding: 0; }
ul, ol { list-style: none; }
fieldset { border: 0; min-width: 0; }
button, select, input { font: inherit; color: inherit; }
button, select, input[type="search"] {
  min-height: 2.25rem; padding: .25rem .75rem; background: var(--sheet); border: 1px solid var(--edge); border-radius: 8px;
}
button { cursor: pointer; }
button:hover { border-color: var(--text); }
.small, small { font-size: .875rem; color: var(--quiet); }
small { white-space: nowrap; }
.count { color: var(--quiet); font-weight: 400; font-variant-numeric: tabular-nums; }

.skip-link { position: absolute; left: 1rem; top: -4rem; padding: .5rem 1rem; background: var(--sheet); border-radius: 8px; }
.skip-link:focus { top: .5rem; }
.top, main { max-width: 64rem; margin-inline: auto; padding-inline: clamp(1rem, 4vw, 2rem); }
.top { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding-block: 1rem; color: var(--quiet); font-size: .875rem; }
.switches { display: flex; gap: .5rem; }
.switches button { background: none; border-color: var(--line); white-space: nowrap; }
.switches button:hover { border-color: var(--edge); }
main { padding-bottom: 5rem; }
section { margin-top: 3rem; }
h2 { margin-bottom: .875rem; font-size: 1.375rem; line-height: 1.3; letter-spacing: -.01em; }
.sheet, .verdict, .finding, .calm {
  background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: clamp(1rem, 3vw, 1.5rem);
}
.calm { color: var(--quiet); }
.calm.pass { color: var(--pass); }
.calm.error { color: var(--error); }

.verdict.pass { --tone: var(--pass); }
.verdict.fail { --tone: var(--fail); }
.verdict.error { --tone: var(--error); }
h1 { display: flex; align-items: center; gap: .75rem; font-size: clamp(1.75rem, 6vw, 2.5rem); line-height: 1.2; letter-spacing: -.02em; color: var(--tone); }
.badge {
  display: grid; place-items: center; flex: none; width: 1.35em; height: 1.35em; border-radius: 50%;
  background: var(--tone); color: var(--sheet); font-size: .75em; line-height: 1;
}
.summary { margin-top: .75rem; font-size: 1.125rem; max-width: 48rem; }
.target { margin-top: .25rem; color: var(--quiet); }
.share { display: block; width: 100%; height: .5rem; margin-top: 1.5rem; border-radius: 4px; }
.share .pass { fill: var(--pass); } .share .fail { fill: var(--fail); }
.share .error { fill: var(--error); } .share .skip { fill: var(--edge); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(5.5rem, 1fr)); gap: 1rem; margin-top: 1.25rem; }
.figures div { display: flex; flex-direction: column-reverse; }
.figures dt { font-size: .875rem; color: var(--quiet); }
.figures dd { font-size: 1.375rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figures .pass dd { color: var(--pass); } .figures .fail dd { color: var(--fail); } .figures .error dd { color: var(--error); }
.figures .none dd { color: var(--quiet); font-weight: 400; }
.run { margin-top: 1.25rem; padding-top: .875rem; border-top: 1px solid var(--line); font-size: .875rem; color: var(--quiet); }

nav { margin-top: 1.25rem; font-size: .9375rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .375rem 1.25rem; }

.mark { display: inline-block; width: 1.1em; text-align: center; font-weight: 700; }
.mark.pass, .mark.good { color: var(--pass); } .mark.fail, .mark.bad { color: var(--fail); }
.mark.error { color: var(--error); } .mark.skip { color: var(--skip); }
.tag { display: inline-block; padding: .0625rem .5rem; border-radius: 99px; background: var(--skip-wash); color: var(--quiet); font-size: .8125rem; white-space: nowrap; }

.sheet:has(table) { position: relative; padding: 0; overflow: hidden; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .5rem .75rem; text-align: right; vertical-align: baseline; }
th:first-child, td.title, thead th:first-child { text-align: left; }
th:first-child { padding-left: clamp(1rem, 3vw, 1.5rem); }
th:last-child, td:last-child { padding-right: clamp(1rem, 3vw, 1.5rem); }
thead th { font-size: .8125rem; font-weight: 400; color: var(--quiet); white-space: nowrap; }
tbody th { font-weight: 600; white-space: nowrap; width: 1%; }
tbody td:not(.title) { width: 1%; white-space: nowrap; }
td.title { width: auto; }
.place th { padding-top: .875rem; padding-bottom: .25rem; font-size: .8125rem; font-weight: 400; color: var(--quiet); border-top: 1px solid var(--line); white-space: normal; }
tbody tr:last-child > * { padding-bottom: .875rem; }
td.none { color: var(--quiet); } td.fail, td.fail a { color: var(--fail); font-weight: 600; } td.error { color: var(--error); font-weight: 600; } td.skip { color: var(--skip); }
.unit { display: none; }
tr:target { background: var(--error-wash); }

.finding + .finding { margin-top: 1rem; }
.finding.fail { --tone: var(--fail); --wash: var(--fail-wash); }
.finding.should { --tone: var(--error); --wash: var(--error-wash); }
.finding.known { --tone: var(--edge); --wash: var(--skip-wash); }
.finding:target { outline: 2px solid var(--link); outline-offset: 2px; }
.tags { display: flex; flex-wrap: wrap; align-items: center; gap: .375rem; }
.tag.id { padding: 0; margin-right: .125rem; background: none; font-weight: 600; font-size: .9375rem; }
.tag.tone { background: var(--wash); color: var(--tone); }
.known .tag.tone { color: var(--quiet); }
.tag.warn { background: var(--error-wash); color: var(--error); }
h3 { margin-top: .375rem; font-size: 1.125rem; line-height: 1.4; }
.rule { color: var(--quiet); }
.facts { display: grid; gap: .375rem; margin-top: 1rem; }
.facts div { display: grid; grid-template-columns: minmax(5.5rem, max-content) 1fr; gap: .875rem; }
.facts dt { color: var(--quiet); }
.facts dt::first-letter { text-transform: uppercase; }
.facts dd { min-width: 0; }
.value { padding: .125rem .375rem; background: var(--sunken); border: 1px solid var(--line); border-radius: 5px; white-space: pre-wrap; word-break: break-all; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.arrow { white-space: nowrap; }
.remark { margin-top: .875rem; padding: .5rem .75rem; border-radius: 8px; background: var(--error-wash); color: var(--error); }
.curl { margin-top: 1rem; }
.curl-head { display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
h4 { font-size: .8125rem; font-weight: 400; color: var(--quiet); }
.copy { min-height: 2rem; padding-block: 0; font-size: .8125rem; border-color: var(--line); }
pre { margin-top: .25rem; padding: .75rem; max-height: 24rem; overflow: auto; background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; white-space: pre-wrap; line-height: 1.5; }
pre i { color: var(--quiet); font-style: normal; }
.curl pre { margin-top: .375rem; }
details { margin-top: .875rem; }
summary { cursor: pointer; color: var(--link); width: fit-content; }
.finding summary::first-letter { text-transform: uppercase; }
.exchange { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: .875rem; margin-top: .625rem; }
.exchange section { margin: 0; min-width: 0; }
.ids { margin-top: .5rem; }
.names { columns: 18rem; column-gap: 1.5rem; margin-top: .5rem; }
.sheet > details:first-child { margin-top: 0; }
.guarantees { display: grid; gap: 1.25rem; }
.guarantees h3 { margin: 0 0 .25rem; font-size: 1rem; }
.guarantees p { max-width: 48rem; }
.reasons { display: grid; gap: .75rem; }

.filter { display: flex; flex-wrap: wrap; align-items: end; gap: .75rem 1rem; margin-bottom: .75rem; }
legend, .field > span { display: block; padding: 0; margin-bottom: .25rem; font-size: .8125rem; color: var(--quiet); }
.field.wide { flex: 1 1 14rem; }
.field > select, .field > input { width: 100%; }
.choices { display: flex; flex-wrap: wrap; gap: .375rem; }
.choices label { position: relative; }
.choices input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; }
.choices label > span { display: flex; align-items: center; gap: .375rem; min-height: 2.25rem; padding: .25rem .75rem; border: 1px solid var(--edge); border-radius: 8px; background: var(--sheet); }
.choices :checked + span { background: var(--text); border-color: var(--text); color: var(--sheet); }
.choices :checked + span small { white-space: nowrap; }
.count { color: inherit; }
.choices :focus-visible + span { outline: 2px solid var(--link); outline-offset: 2px; }
.cases { margin-top: .5rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.cases:empty { display: none; }
.cases li + li { border-top: 1px solid var(--line); }
.cases li { content-visibility: auto; contain-intrinsic-size: auto 2.75rem; }
.cases details { margin: 0; }
.cases summary { display: grid; grid-template-columns: 1.25rem minmax(8rem, 15rem) 1fr; gap: .625rem; align-items: baseline; width: auto; padding: .5rem clamp(.75rem, 2vw, 1.25rem); color: inherit; list-style: none; }
.cases summary::-webkit-details-marker { display: none; }
.cases summary:hover, .cases details[open] > summary { background: var(--sunken); }
.cases summary:focus-visible { outline-offset: -2px; }
.cases .id { color: var(--quiet); }
.cases .facts { margin: 0; padding: .5rem clamp(.75rem, 2vw, 1.25rem) 1rem; }
#more { margin-top: .75rem; width: 100%; }

@media (max-width: 36rem) {
  .clauses thead { position: absolute; clip-path: inset(50%); }
  .clauses, .clauses tbody { display: block; }
  .clauses tbody tr { display: flex; flex-wrap: wrap; position: relative; padding: .375rem 1rem .375rem 4.5rem; }
  .clauses tbody tr.place { padding: .75rem 1rem .125rem; border-top: 1px solid var(--line); }
  .clauses tbody:first-of-type tr.place, .clauses .place th { border-top: 0; }
  .clauses tbody tr:last-child { padding-bottom: .75rem; }
  .clauses tbody :is(th, td) { width: auto; padding: 0; text-align: left; }
  .clauses tbody tr:not(.place) th { position: absolute; left: 1rem; }
  .clauses td.title { flex: 1 0 100%; }
  .clauses td:not(.title) { margin-right: .875rem; font-size: .875rem; color: var(--quiet); }
  .clauses td.fail { color: var(--fail); }
  .clauses td.error { color: var(--error); }
  .clauses td.none { display: none; }
  .clauses .unit { display: inline; }
  .names { columns: auto; }
  .cases summary { grid-template-columns: 1.25rem 1fr; gap: .125rem .5rem; }
  .cases .case-title { grid-column: 2; }
  .figures { grid-template-columns: repeat(4, minmax(0, 1fr)); gap: .875rem .5rem; }
  .figures dd { font-size: 1.125rem; }
  .figures dt { font-size: .8125rem; }
  .facts div { grid-template-columns: 1fr; gap: 0; }
  .facts { gap: .625rem; }
  .facts dt { font-size: .8125rem; }
}
@media print {
  .switches, .filter, #more, nav, .copy { display: none !important; }
  pre { max-height: none; }
  .finding { break-inside: avoid; }
}
`;

/** Of the style; a test keeps it in step. */
export const styleHash = 'sha256-LurRm4Eo+yW47tKMUE/j71DQ2ZUfosXeZPs/Or6RTUg=';
