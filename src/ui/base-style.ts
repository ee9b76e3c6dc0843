import { foundation } from './foundation.ts';

/** What the report and the server's own pages are made of, as CSS. */
export const baseStyle: string = `${foundation}
h2 { font-size: 1.375rem; line-height: 1.3; letter-spacing: -.01em; }
.small { font-size: .875rem; color: var(--quiet); }
h4 { font-size: .8125rem; font-weight: 400; color: var(--quiet); }
button, select, input:not([type="radio"], [type="checkbox"]), textarea, a.button {
  min-height: 2.25rem; padding: .25rem .75rem; background: var(--sheet); border: 1px solid var(--edge); border-radius: 8px;
}
button { cursor: pointer; white-space: nowrap; }
button:hover, a.button:hover { border-color: var(--text); }
.count { color: var(--quiet); font-weight: 400; font-variant-numeric: tabular-nums; }
.switches { display: flex; gap: .5rem; margin-left: auto; }
.switches button { background: none; border-color: var(--line); }
main { padding-bottom: 5rem; }
.pass, .good, .added { --tone: var(--pass); --wash: var(--pass-wash); }
.fail, .bad, .removed { --tone: var(--fail); --wash: var(--fail-wash); }
.error, .should, .changed { --tone: var(--error); --wash: var(--error-wash); }
.skip, .known { --tone: var(--skip); --wash: var(--skip-wash); }
.small-button, .copy { min-height: 2rem; padding-block: 0; font-size: .8125rem; }
.calm { color: var(--tone, var(--quiet)); }
.sheet, .calm, .verdict, .finding { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: clamp(1rem, 3vw, 1.5rem); }
.field > span:first-child, .field > label, legend { display: block; margin-bottom: .25rem; font-size: .8125rem; color: var(--quiet); }
.choices { display: flex; flex-wrap: wrap; gap: .375rem; }
.choices label { position: relative; }
.choices input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; }
.choices label > span {
  display: flex; align-items: center; gap: .375rem; min-height: 2.25rem; padding: .25rem .75rem;
  border: 1px solid var(--edge); border-radius: 8px; background: var(--sheet); white-space: nowrap;
}
.choices :checked + span { background: var(--text); border-color: var(--text); color: var(--sheet); }
.choices :checked + span .count { color: inherit; }
.choices :focus-visible + span { outline: 2px solid var(--link); outline-offset: 2px; }
.tag { display: inline-block; padding: .0625rem .5rem; border-radius: 99px; background: var(--skip-wash); color: var(--quiet); font-size: .8125rem; }
pre {
  margin-top: .25rem; padding: .75rem; max-height: 24rem; overflow: auto; background: var(--sunken);
  border: 1px solid var(--line); border-radius: 8px; white-space: pre-wrap; line-height: 1.5;
}
.groups, .list { background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.exchange { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 0 .875rem; }
.exchange section { margin: 0; min-width: 0; }
.filter { display: flex; flex-wrap: wrap; align-items: end; gap: .75rem 1rem; margin-bottom: .75rem; }
pre i { color: var(--quiet); font-style: normal; }
summary { cursor: pointer; color: var(--link); width: fit-content; }`;
