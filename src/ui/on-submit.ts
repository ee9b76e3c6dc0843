/** What a form does when it is sent, instead of what a browser would do. */
export const onSubmit =
  (act: () => unknown) =>
  (event: Event): void => {
    event.preventDefault();
    void act();
  };
