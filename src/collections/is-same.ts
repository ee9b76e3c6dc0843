/** Whether two JSON values are the same; what stands under symbols does not count. */
export const isSame = (left: unknown, right: unknown): boolean =>
  left === right || JSON.stringify(left) === JSON.stringify(right);
