import { caseFeatures, type Feature, lengthFeatures, rankOf, requestFeatures } from './features.ts';
import type { Observation } from './observation.ts';

/** Deviations with one explanation. */
export interface Group {
  /** `success 400`: what was expected and what came. */
  readonly stratum: string;
  readonly feature: Feature;
  readonly members: readonly Observation[];
}

/** Above this many explanations, the deviations of one kind are taken for one deviation. */
const MOST_GROUPS = 3;
/** Unless each of them is a clause that is broken again and again. */
const MOST_CLAUSES = 12;
/** What share of the cases about a clause alone makes that sure. */
const SURE = 0.2;

/**
 * Sorts the deviations of one operation into as few groups as explain them. Within one kind (what
 * was expected, what came) it looks for something that all requests share and the passing ones
 * don't; failing that, for a few such things.
 */
export const groupDeviations = (observations: readonly Observation[]): Group[] => {
  const passing = observations.filter(({ deviation }) => deviation === undefined);
  const strata = Map.groupBy(
    observations.filter(({ deviation }) => deviation !== undefined),
    stratumOf,
  );
  const groups = [...strata].flatMap(([stratum, members]) => explain(stratum, members, passing));
  return groups.flatMap((group) => (group.stratum.startsWith('should') ? absorb(group, groups) : [group]));
};

/** A server that answers all of a kind wrongly does so where the source leaves it open, too. */
const absorb = (group: Group, groups: readonly Group[]): Group[] => {
  const kind = group.stratum.split(' ').slice(1, 3).join(' ');
  const whole = groups.some(({ stratum, feature }) => stratum === `must ${kind}` && /^(any|outcome):/.test(feature));
  return whole ? [] : [group];
};

/** What was expected and what came, coarsely. */
export const stratumOf = ({ deviation, outcome, exchange, tested, about, model }: Observation): string => {
  if (!deviation) return '';
  const status = exchange.response?.status;
  const level = deviation.level;
  if (deviation.kind === 'body' || deviation.kind === 'shape' || deviation.kind === 'state')
    return `${level} ${deviation.kind} ${status}`;
  if (status === undefined || deviation.kind === 'silent') return `${level} crash none`;
  if (status >= 500) return `${level} crash ${status}`;
  // A wrong number among the successes is something else than a success where none may be.
  const received = outcome !== 'success' && status >= 200 && status < 300 ? '2xx' : String(status);
  // A name that exists is looked for only in a request that was found valid.
  if (outcome === 'refusal' && String(status) === model.conflict) return `${level} refusal 2xx`;
  // Whether its name is free or taken, the request is a valid one.
  if (outcome === 'conflict' && String(status) === model.refusal) return `${level} success ${status}`;
  return `${level} ${outcome} ${received}${level === 'should' ? ` ${about.clauses[0] ?? tested.family}` : ''}`;
};

const explain = (stratum: string, members: readonly Observation[], passing: readonly Observation[]): Group[] => {
  if (stratum.startsWith('should')) return [{ stratum, feature: 'any:', members }];
  const isLax = /refusal 2xx$/.test(stratum);
  const expectsSuccess = members.every(({ outcome }) => outcome !== 'refusal');
  const isCrash = stratum.includes(' crash ');
  const model = members[0]?.model;
  if (!model) return [];
  const byLength = lengthFeatures(model, members);
  const featuresOf = (observation: Observation): Set<Feature> => {
    if (isLax) return caseFeatures(observation);
    const features = requestFeatures(observation);
    for (const feature of byLength(observation)) features.add(feature);
    return features;
  };
  // Only what was expected the same way says whether an explanation holds.
  const outcomes = new Set(members.map(({ outcome }) => outcome));
  const peers = isCrash ? passing : passing.filter(({ outcome }) => outcomes.has(outcome));
  const table = countFeatures(members, peers, featuresOf);
  const judgeBy = isLax || !expectsSuccess ? isAllowedForRefusal : isPure;

  const whole = pickWhole(table, members.length, judgeBy);
  if (whole !== undefined) return [{ stratum, feature: whole, members }];
  // Whatever they share, these are one: nothing said, or a duplicate let in.
  if (/ (?:body|shape|state) | conflict 2xx$/.test(stratum))
    return [{ stratum, feature: tightest(table, members.length), members }];
  const found = cover(stratum, members, table, judgeBy);
  const groups = found && mergeByPlace(found);
  if (
    groups &&
    ((groups.length <= MOST_GROUPS && found.length <= MOST_GROUPS + 1) ||
      (isLax && groups.every((group) => isSure(group, peers))))
  )
    return groups;
  return [{ stratum, feature: isLax ? tightest(table, members.length) : shared(table, members), members }];
};

/** Whether many of the cases that break one clause of the group alone deviate. */
const isSure = ({ members }: Group, peers: readonly Observation[]): boolean => {
  const single = members.filter(({ about }) => about.clauses.length === 1);
  const clauses = new Set(single.map(({ about }) => about.clauses[0]));
  const [clause] = clauses;
  if (clauses.size !== 1 || clause === undefined) return false;
  const passing = peers.filter(({ about }) => about.clauses.length === 1 && about.clauses[0] === clause).length;
  return single.length >= SURE * (single.length + passing);
};

/** Deviations about one value without a rule of characters have one cause, whatever they share. */
const mergeByPlace = (groups: readonly Group[]): Group[] => {
  const merged = new Map<string, Group>();
  for (const [index, group] of groups.entries()) {
    const place = placeOf(group) ?? `group ${index}`;
    const before = merged.get(place);
    merged.set(place, before ? { ...before, members: [...before.members, ...group.members] } : group);
  }
  return [...merged.values()];
};

const placeOf = ({ members }: Group): string | undefined => {
  const places = new Set(
    members.map(({ model, about, tested }) => {
      const subject = model.subjects.find(({ ref }) => ref === about.subject);
      if (subject) return subject.rule.automaton ? undefined : subject.ref;
      return tested.family === 'media-type' ? tested.family : undefined;
    }),
  );
  return places.size === 1 ? [...places][0] : undefined;
};

interface FeatureRow {
  readonly feature: Feature;
  readonly members: Set<Observation>;
  passes: number;
}

const countFeatures = (
  members: readonly Observation[],
  peers: readonly Observation[],
  featuresOf: (observation: Observation) => Set<Feature>,
): FeatureRow[] => {
  const rows = new Map<Feature, FeatureRow>();
  for (const member of members)
    for (const feature of featuresOf(member)) {
      const row = rows.get(feature) ?? { feature, members: new Set(), passes: 0 };
      row.members.add(member);
      rows.set(feature, row);
    }
  for (const peer of peers)
    for (const feature of featuresOf(peer)) {
      const row = rows.get(feature);
      if (row) row.passes += 1;
    }
  return [...rows.values()];
};

const isPure = ({ passes }: FeatureRow): boolean => passes === 0;

/** A clause or a kind of character explains, even where some of its cases pass; a whole value only if none do. */
const isAllowedForRefusal = ({ feature, passes, members }: FeatureRow): boolean => {
  if (passes === 0) return true;
  if (feature.startsWith('clause:')) return true;
  if (feature.startsWith('tag:'))
    return !/^tag:(one rule|words|odd character|construct|construct twice|special word|length|each character|listed|conflict|two constructs|media type|far|many constructs|long run)$/.test(
      feature,
    );
  return /^(any|subject|outcome):/.test(feature) && passes <= members.size / 4;
};

const pickWhole = (
  table: readonly FeatureRow[],
  count: number,
  allowed: (row: FeatureRow) => boolean,
): Feature | undefined => {
  const whole = table.filter((row) => row.members.size === count && allowed(row));
  return whole.toSorted(byTightness)[0]?.feature;
};

const byTightness = (left: FeatureRow, right: FeatureRow): number =>
  left.passes - right.passes ||
  rankOf(left.feature) - rankOf(right.feature) ||
  left.feature.length - right.feature.length;

/** A small cover: each time what explains most of the rest. */
const cover = (
  stratum: string,
  members: readonly Observation[],
  table: readonly FeatureRow[],
  allowed: (row: FeatureRow) => boolean,
): Group[] | undefined => {
  const groups: Group[] = [];
  const usable = table.filter(allowed);
  let rest = new Set(members);
  while (rest.size > 0 && groups.length <= MOST_CLAUSES) {
    let best: { row: FeatureRow; gain: number } | undefined;
    for (const row of usable) {
      let gain = 0;
      for (const member of row.members) if (rest.has(member)) gain += 1;
      if (gain > 0 && (!best || gain > best.gain || (gain === best.gain && byTightness(row, best.row) < 0)))
        best = { row, gain };
    }
    if (!best) return undefined;
    const { row } = best;
    const taken = [...rest].filter((member) => row.members.has(member));
    groups.push({ stratum, feature: row.feature, members: taken });
    rest = new Set([...rest].filter((member) => !row.members.has(member)));
  }
  return rest.size === 0 ? groups : undefined;
};

/** What passing requests have as well explains nothing: then it is the value that the cases are about, if they agree. */
const shared = (table: readonly FeatureRow[], members: readonly Observation[]): Feature => {
  const feature = tightest(table, members.length);
  if (table.some((row) => row.feature === feature && row.passes === 0)) return feature;
  const subjects = new Set(members.map(({ about }) => about.subject));
  const [subject] = subjects;
  return subjects.size === 1 && subject !== undefined ? `subject:${subject}` : 'any:';
};

const tightest = (table: readonly FeatureRow[], count: number): Feature =>
  table.filter((row) => row.members.size === count).toSorted(byTightness)[0]?.feature ?? 'any:';
