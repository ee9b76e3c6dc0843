/**
 * Puts items in another order (Fisher and Yates).
 *
 * @param random numbers from 0 to 1; an order is part of what "same seed" means.
 */
export const shuffle = <Item>(items: readonly Item[], random: () => number): Item[] => {
  const order = [...items];
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other], order[index]] as [Item, Item];
  }
  return order;
};
