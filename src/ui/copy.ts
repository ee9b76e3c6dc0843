/** Puts a text on the clipboard; false if the browser refuses. */
export const copy = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // The clipboard API needs a secure page, which a server of the network has not.
    const area = document.createElement('textarea');
    area.className = 'offscreen';
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
};
