import type { BodyCheck, Shown, Step } from '../case.ts';
import type { OperationModel } from '../model.ts';
import { GONE, type LawKit, type Made, SUCCESS, shownBy } from './law-kit.ts';
import { looksFor } from './listing-laws.ts';

/** How an operation looks at one record: by its key, or in a list. */
export interface View {
  readonly model: OperationModel;
  readonly finds: (made: Made) => Step;
  readonly misses: (made: Made) => Step;
  /** Finds it as an earlier step did, but for what was changed. */
  readonly findsSame: (made: Made, as: number, changed?: Shown) => Step;
}

/** The operations that show records, those that read one first. */
export const viewsOf = (kit: LawKit): readonly View[] => [
  ...kit.of('read').map(
    (model): View => ({
      model,
      finds: (made) => kit.asks(model, made, SUCCESS),
      misses: (made) => kit.asks(model, made, GONE),
      findsSame: (made, as, changed) =>
        kit.asks(model, made, SUCCESS, { kind: 'same', as, ...differenceFor(model, changed) }),
    }),
  ),
  ...kit.of('list').map(
    (model): View => ({
      model,
      finds: (made) => looksFor(kit, model, made, 1),
      misses: (made) => looksFor(kit, model, made, 0),
      findsSame: (made, as, changed) =>
        looksFor(kit, model, made, 1, {}, { ...made.values, ...changed }, { as, ...differenceFor(model, changed) }),
    }),
  ),
];

type Difference = Pick<Extract<BodyCheck, { kind: 'same' }>, 'changed' | 'moved'>;

/** With a change, what moves with every change has moved. */
const differenceFor = (model: OperationModel, changed: Shown | undefined): Difference =>
  changed ? { changed: shownBy(model, changed), moved: model.answer.moved } : { changed: {}, moved: [] };
