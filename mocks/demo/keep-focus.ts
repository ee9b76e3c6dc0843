/**
 * Gives the focus to an element, after the next paint, if what had it is gone: a row that was deleted.
 *
 * @param id of the element.
 */
export const keepFocus = (id: string): void => {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.getElementById(id)?.focus();
  });
};
