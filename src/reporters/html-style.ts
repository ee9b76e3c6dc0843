import { baseStyle } from '../ui/base-style.ts';

/** The style of the HTML report. System fonts only. */
export const style: string = `
${baseStyle}
small { font-size: .875rem; color: var(--quiet); white-space: nowrap; }

.top, main { max-width: 64rem; margin-inline: auto; padding-inline: clamp(1rem, 4vw, 2rem); }
.top { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding-block: 1rem; color: var(--quiet); font-size: .875rem; }
section { margin-top: 3rem; }
h2 { margin-bottom: .875rem; }
.should .fail { --tone: var(--error); --wash: var(--error-wash); }

h1 { display: flex; align-items: center; gap: .75rem; font-size: clamp(1.75rem, 6vw, 2.5rem); line-height: 1.2; letter-spacing: -.02em; color: var(--tone); }
.badge {
  display: grid; place-items: center; flex: none; width: 1.35em; height: 1.35em; border-radius: 50%;
  background: var(--tone); color: var(--sheet); font-size: .75em; line-height: 1;
}
.summary { margin-top: .75rem; font-size: 1.125rem; max-width: 48rem; }
.target { margin-top: .25rem; color: var(--quiet); }
.share { display: block; width: 100%; height: .5rem; margin-top: 1.5rem; border-radius: 4px; }
.share rect { fill: var(--tone); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(5.5rem, 1fr)); gap: 1rem; margin-top: 1.25rem; }
.figures div { display: flex; flex-direction: column-reverse; }
.figures dt { font-size: .875rem; color: var(--quiet); }
.figures dd { font-size: 1.375rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; white-space: nowrap; }
.figures :is(.pass, .fail, .error) dd { color: var(--tone); }
.figures .none dd { color: var(--quiet); font-weight: 400; }
.run { margin-top: 1.25rem; padding-top: .875rem; border-top: 1px solid var(--line); font-size: .875rem; color: var(--quiet); }

nav { margin-top: 1.25rem; font-size: .9375rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .375rem 1.25rem; }

.mark, .group li > b { display: inline-block; width: 1.1em; text-align: center; font-weight: 700; color: var(--tone); }
.tag { white-space: nowrap; }

.group { margin: 0; }
.group + .group { border-top: 1px solid var(--line); }
.group > summary, .group li {
  display: grid; grid-template-columns: 1.25rem minmax(0, 1fr) minmax(0, 11rem) minmax(0, 16rem); gap: .125rem .625rem; align-items: baseline;
  padding: .5rem clamp(.75rem, 2vw, 1.25rem);
}
.group > summary, .fold > summary { width: auto; color: inherit; list-style: none; }
.group > summary::-webkit-details-marker, .fold > summary::-webkit-details-marker { display: none; }
.group > summary:hover, .group[open] > summary { background: var(--sunken); }
.group > summary:focus-visible { outline-offset: -2px; }
summary .name::after, summary .tags::after { content: "▸"; margin-left: .375rem; color: var(--edge); }
[open] > summary :is(.name, .tags)::after { content: "▾"; }
.group .ids { color: var(--quiet); font-size: .875rem; }
.group .counts { grid-column: -2; }
.group ul { padding-block: .25rem .5rem; }
.group li { grid-template-columns: 1.25rem 3rem minmax(0, 1fr) minmax(0, 16rem); padding-block: .25rem; }
.group li:target { background: var(--error-wash); }
#case-groups li { grid-template-columns: 1.25rem minmax(0, 1fr); content-visibility: auto; contain-intrinsic-size: auto 2rem; }
.counts { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 0 .875rem; font-size: .875rem; font-variant-numeric: tabular-nums; color: var(--quiet); }
.counts :is(.fail, .error, a) { color: var(--tone); font-weight: 600; }

.finding + .finding { margin-top: 1rem; }
.fold { margin: 0; }
.fold > summary h3 { font-size: 1rem; font-weight: 500; }
.finding:has(.fold) { padding-block: .75rem; }
.finding:has(.fold) + .finding { margin-top: .5rem; }
.finding:target { outline: 2px solid var(--link); outline-offset: 2px; }
.tags { display: flex; flex-wrap: wrap; align-items: center; gap: .375rem; }
.tag.id { padding: 0; margin-right: .125rem; background: none; font-weight: 600; font-size: .9375rem; }
.tag.tone { background: var(--wash); color: var(--tone); }
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
.curl pre { margin-top: .375rem; word-break: break-all; }
.curl-head { display: flex; justify-content: space-between; align-items: center; gap: 1rem; }
.copy[data-done]::after { content: " " attr(data-done); }
.copy { border-color: var(--line); }
details { margin-top: .875rem; }
.finding summary::first-letter { text-transform: uppercase; }
.exchange { gap: .875rem; margin-top: .625rem; }
.ids { margin-top: .5rem; }
.names { columns: 18rem; column-gap: 1.5rem; margin-top: .5rem; }
.sheet > details { margin: 0; }
.notes { display: grid; gap: .75rem; }
.notes + .small { margin-top: .75rem; }

.field { flex: 1 1 14rem; }
.field > input { width: 100%; }

@media (max-width: 36rem) {
  .group > summary, .group li { grid-template-columns: 1.25rem minmax(0, 1fr); }
  .group :is(.name, .ids, .counts) { grid-column: 2; }
  .counts { justify-content: flex-start; }
  .names { columns: auto; }
  .figures { grid-template-columns: repeat(5, minmax(0, 1fr)); gap: .5rem; }
  .figures dd { font-size: 1.125rem; }
  .facts div { grid-template-columns: 1fr; gap: 0; }
}
@media print {
  .switches, .filter, nav, .copy { display: none !important; }
  pre { max-height: none; }
  .finding { break-inside: avoid; }
}
`;

/** Of the style; a test keeps it in step. */
export const styleHash = 'sha256-zhtMPdXEb7Y7TY9D1zxLuHCzQjTMXdhSSt6+vQgKNTw=';
