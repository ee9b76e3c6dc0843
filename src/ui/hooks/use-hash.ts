import { useEffect, useState } from 'preact/hooks';

/** What stands behind `#` in the address, as it changes. The target of the skip link is no page, and passed over. */
export const useHash = (): string => {
  const [hash, setHash] = useState(location.hash === '#main' ? '' : location.hash);
  useEffect(() => {
    const follow = (): void => {
      if (location.hash !== '#main') setHash(location.hash);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return hash;
};
