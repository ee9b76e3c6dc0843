import { curlLine } from '../../http/curl-line.ts';
import { usualSpelling } from '../../http/message.ts';
import { redactHeaders, redactTarget } from '../../http/secrets/redact.ts';
import type { Text } from '../../text/bilingual.ts';
import type { Step } from '../cases/case.ts';
import type { Naming } from '../model/placeholders.ts';
import type { Changes } from '../model/request.ts';
import { encodeRequest, type WireRequest } from '../run/encode-request.ts';
import { nameCase, openingPlan } from '../run/send-steps.ts';
import type { Diagnosis } from './dig/dig.ts';
import type { Example, Finding } from './finding.ts';
import { type Attempt, createExperiment, type Laboratory, lastPlan, valueOfLast } from './laboratory.ts';
import { speak } from './say.ts';

/** Tries of what depends on the moment. */
const MOST_TRIES = 3;

/** A finding, once it is known which names are still taken: where its own are, its curl lines use others. */
export type Confirmed = (isFree: (curl: string) => boolean) => Finding;

/**
 * Sends the example of each cause once more, as its curl lines say it: a finding is what was seen
 * twice. What does not show again is flaky, with both answers.
 */
export const confirm = async (diagnoses: readonly Diagnosis[], laboratory: Laboratory): Promise<Confirmed[]> => {
  const confirmed: Confirmed[] = [];
  for (const diagnosis of diagnoses) confirmed.push(await confirmOne(diagnosis, laboratory));
  return confirmed;
};

/**
 * The findings of a report, each with an id of its own.
 *
 * @param left what could not be deleted, as `container/name`: lines that would make it once more use other names.
 */
export const toFindings = (confirmed: readonly Confirmed[], left: readonly string[]): Finding[] => {
  const keys = left.map((each) => each.replace(/ .*/, '').split('/'));
  const isFree = (curl: string): boolean => {
    const words = new Set(curl.split(/[\s/"'=:{}?&|]+/));
    return !keys.some((key) => key.every((part) => words.has(part)));
  };
  const seen = new Map<string, number>();
  return confirmed.map((finish) => {
    const finding = finish(isFree);
    const count = (seen.get(finding.id) ?? 0) + 1;
    seen.set(finding.id, count);
    return count === 1 ? finding : { ...finding, id: `${finding.id}/${count}` };
  });
};

const confirmOne = async (diagnosis: Diagnosis, laboratory: Laboratory): Promise<Confirmed> => {
  const { operation, clause, level, direction, title, seen, symptoms, example, neighbour, layer, about } = diagnosis;
  const experiment = createExperiment(laboratory, { ...diagnosis.main.tested, level });
  let again = diagnosis.second;
  for (let tries = 0; !diagnosis.isOnce && tries < MOST_TRIES; tries += 1) {
    const next = await experiment.attempt(example.steps);
    again = next ?? again;
    if (!next || next.deviation?.layer === layer) break;
  }
  const isSame = again?.deviation?.layer === layer;
  const attempt = again && isSame ? again : example;
  const shown = await show(laboratory, attempt, about, title);
  const near = neighbour && (await show(laboratory, neighbour, about, title));
  const also = new Map(diagnosis.also.map((pair) => [`${pair.operation} ${pair.clause}`, pair]));
  also.delete(`${operation} ${clause}`);
  return (isFree) => ({
    id: [operation, clause, seen.trim().replace(/[\s/\p{C}]+/gu, '-') || 'it'].join('/'),
    ...{ operation, clause, also: [...also.values()], level, direction },
    title: shown.title.en,
    titleZh: shown.title.zh,
    expected: attempt.deviation?.expected ?? '',
    received: attempt.deviation?.received ?? '',
    cases: [...new Set(symptoms.map(({ tested }) => tested.id))],
    example: shown.example(isFree),
    neighbour: near?.example(isFree),
    reproduced: isSame ? 'yes' : again ? 'flaky' : 'not tried',
    secondResponse: isSame ? undefined : again?.exchange.response,
    known: undefined,
  });
};

/** An attempt for people, with the words that say its values. */
const show = async (
  laboratory: Laboratory,
  { steps, exchange: { request, response }, naming }: Attempt,
  about: string | undefined,
  title: Text,
) => {
  const { sender, freshContainers, origin } = laboratory;
  const { model: key, changes } = lastPlan(steps);
  const model = sender.contract.byKey.get(key);
  /** The names in a text are made by the maker of the value that is set to it. */
  const say = (text: string): string => {
    const [ref] = Object.entries(changes.set ?? {}).find(([, each]) => each === text) ?? [];
    const subject = model?.subjects.find((each) => each.ref === ref) ?? model?.nameSubject;
    return sender.namer.fill(naming)(text, subject?.maker);
  };
  // With names that were never sent; where containers must exist first, the lines make their own.
  const others = await nameCase({ ...sender, opener: undefined }, { steps, ownContainer: freshContainers });
  const spare = sender.mustOpen ? { ...others, container: sender.namer.newContainer() } : others;
  const [own, other] = [naming, spare].map((names) => curlLines(laboratory, steps, names));
  const sent = {
    method: request.method,
    url: origin + redactTarget(request.path),
    headers: headersOf(request, laboratory),
    body: new TextDecoder().decode(request.body),
  };
  const example = (isFree: (curl: string) => boolean): Example => ({
    request: { ...sent, curl: (isFree(own ?? '') ? own : other) ?? '' },
    response,
    value: say(valueOfLast(steps, about)),
    without: [
      ...(model?.subjects.flatMap(({ ref, name }) => (isLeftOut(changes, ref) ? [name] : [])) ?? []),
      ...(changes.credentials === false ? headerNames(laboratory) : []),
    ],
  });
  return { title: speak(title, say), example };
};

/** What a shell is given to see the last answer: all that was sent before it, too. */
const curlLines = (laboratory: Laboratory, steps: readonly Step[], names: Naming): string => {
  const { contract, namer, mustOpen, opener } = laboratory.sender;
  const containers = mustOpen ? [names.container, names.otherContainer].filter((each) => each !== '') : [];
  const opening = containers.flatMap((each) => (opener ? [openingPlan(opener, each)] : []));
  const lines = [...opening, ...steps.flatMap(({ requests }) => requests)].flatMap((plan) => {
    const model = contract.byKey.get(plan.model);
    if (!model) return [];
    const request = encodeRequest(model, plan, namer.fill(names));
    const { method, path, body, exact } = request;
    return [curlLine({ method, url: laboratory.origin + path, headers: headersOf(request, laboratory), body, exact })];
  });
  const together = steps.at(-1)?.requests.length ?? 1;
  const last = lines.at(-1) ?? '';
  const all = together > 1 ? `for n in $(seq ${together}); do ${last} & done; wait` : last;
  return [...lines.slice(0, -together), all].join('\n');
};

const isLeftOut = ({ set = {} }: Changes, ref: string): boolean => Object.hasOwn(set, ref) && set[ref] === undefined;

/** `Authorization` */
const headerNames = ({ credentials }: Laboratory): string[] =>
  Object.keys(credentials).map((name) => usualSpelling(name.toLowerCase()));

const headersOf = (request: WireRequest, { credentials }: Laboratory): Record<string, string> =>
  redactHeaders({ ...(request.credentials ? credentials : {}), ...request.headers });
