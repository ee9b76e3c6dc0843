/** A `must` comes from the operation's own page, a `should` from the common pages or the register. */
export type Level = 'must' | 'should';

/** `error`: could not be checked; `skip`: was not, with a reason. */
export type Verdict = 'pass' | 'fail' | 'error' | 'skip';

/** A request that was sent, without its credentials. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As text, for people. */
  readonly body: string;
  /** Sends it again from a shell; the token comes from an environment variable. */
  readonly curl: string;
}

/** What came back; undefined where nothing did. */
export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds. */
  readonly duration: number;
}

/** One request and its answer. */
export interface Example {
  readonly request: SentRequest;
  readonly response: ReceivedResponse | undefined;
  /** What is in the place the finding is about: `a___b`. */
  readonly value: string;
}

/** What became of one case. */
export interface CaseResult {
  readonly id: string;
  readonly title: string;
  readonly operation: string;
  readonly family: string;
  /** Ids of the clauses it tests. */
  readonly clauses: readonly string[];
  readonly level: Level;
  readonly verdict: Verdict;
  readonly expected: string;
  readonly received: string;
  /** Why this is expected; for skip and error, what kept it from being checked. */
  readonly reason: string;
  /** Milliseconds. */
  readonly duration: number;
}

/** One deviation of the target, however many cases show it. */
export interface Finding {
  /** Stable from run to run, so that it can be accepted by name. */
  readonly id: string;
  readonly operation: string;
  readonly clause: string | undefined;
  readonly level: Level;
  readonly direction: 'too lax' | 'too strict' | 'wrong answer';
  /** "accepts three underscores in a row" */
  readonly title: string;
  readonly expected: string;
  readonly received: string;
  /** Ids of the cases that show it. */
  readonly cases: readonly string[];
  /** The smallest request that shows it. */
  readonly example: Example;
  /** The nearest request on the other side of the rule, answered as it should be. */
  readonly neighbour: Example | undefined;
  /** Whether sending the example again gave the same; `flaky` keeps the second answer. */
  readonly reproduced: 'yes' | 'flaky' | 'not tried';
  readonly secondResponse: ReceivedResponse | undefined;
  /** Why it is accepted, where the user accepted it. */
  readonly known: { readonly reason: string; readonly link: string | undefined } | undefined;
}

/** The verdicts of one clause, in the order of the page. */
export interface ClauseRow {
  readonly id: string;
  readonly title: string;
  readonly zh: string;
  readonly place: string;
  readonly level: Level;
  readonly pass: number;
  readonly fail: number;
  readonly error: number;
  readonly skip: number;
}

/** What a run proves about one named value. */
export interface Guarantee {
  /** `createRepository body.repository` */
  readonly subject: string;
  readonly depth: number;
  /** States of the minimal automaton of the rule. */
  readonly states: number;
  readonly words: number;
  /** In plain words. */
  readonly text: string;
  readonly zh: string;
}

/** Everything a run found out, as data; reporters only format it. */
export interface Report {
  readonly tool: string;
  readonly target: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Milliseconds. */
  readonly duration: number;
  readonly seed: number;
  readonly depth: number;
  readonly outcome: 'conforms' | 'deviates' | 'unchecked';
  /** Why the outcome is what it is, in one line. */
  readonly summary: string;
  readonly clauses: readonly ClauseRow[];
  readonly findings: readonly Finding[];
  readonly results: readonly CaseResult[];
  readonly guarantees: readonly Guarantee[];
  readonly notChecked: readonly { readonly what: string; readonly why: string; readonly cases: number }[];
  /** What the run created and could not delete. */
  readonly leftBehind: readonly string[];
  readonly deleted: number;
  readonly requests: number;
  /** Accepted deviations that did not occur. */
  readonly staleKnown: readonly { readonly id: string; readonly reason: string }[];
}
