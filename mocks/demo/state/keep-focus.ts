/**
 * Gives the focus to an element, after the next paint, if what had it is gone: a row that was deleted.
 *
 * @param id of the element; without one it is the heading of the page.
 */
export const keepFocus = (id?: string): void => {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const place = id === undefined ? document.querySelector('h1') : document.getElementById(id);
    place?.focus();
  });
};
