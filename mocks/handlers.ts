import { type HttpHandler, http } from 'msw';

import { type Backend, type BackendOptions, createBackend } from './create-backend.ts';

export interface HandlerOptions extends BackendOptions {
  /**
   * Where your app sends its requests: an origin, with a path before the API's own if there is one,
   * e.g. `https://swr.example.com` or `/api`. Default: any origin.
   */
  readonly baseUrl?: string;
  /** A backend of your own making, so that you can look into it or reset it. */
  readonly backend?: Backend;
}

/**
 * MSW handlers for the contract. They answer every request below the beginnings of the API's paths (unknown
 * paths and methods too, as the server would) and let everything else pass. A path at the top of a host (`/`) is
 * answered only where `baseUrl` says that it is not the page's own.
 *
 * Routing is the engine's: MSW's own path patterns ignore case and can't read OpenAPI templates.
 *
 * @throws DocumentError or ReadingError if the contract or the readings can't be used.
 */
export const createHandlers = (options: HandlerOptions = {}): HttpHandler[] => {
  const backend = options.backend ?? createBackend(options);
  const { base, locate } = createLocator(options.baseUrl);
  const ownsTop = hasOwnTop(options.baseUrl);
  const isOurs = ({ request }: { request: Request }): boolean => {
    const path = locate(request.url);
    const claim = path === undefined ? undefined : backend.engine().claims(path);
    return claim === 'below' || (claim === 'at-top' && ownsTop);
  };

  return [
    http.all(isOurs, async ({ request }) => {
      await backend.ready;
      return backend.fetch(request, { base });
    }),
  ];
};

/** Whether the top of what a base URL names is the API's: not that of any host, nor of the page itself. */
const hasOwnTop = (baseUrl: string | undefined): boolean => {
  if (baseUrl === undefined) return false;
  const here = typeof location === 'undefined' ? undefined : location;
  const base = new URL(baseUrl, here?.href);
  return base.origin !== here?.origin || base.pathname !== '/';
};

interface Locator {
  /** The path of the base URL. */
  readonly base: string;
  /** The path of a URL as the API sees it; undefined if it goes elsewhere. */
  readonly locate: (url: string) => string | undefined;
}

const createLocator = (baseUrl: string | undefined): Locator => {
  if (baseUrl === undefined) return { base: '', locate: (url) => new URL(url).pathname };
  const here = typeof location === 'undefined' ? undefined : location.href;
  if (!URL.canParse(baseUrl, here))
    throw new TypeError(
      `Failed to use baseUrl "${baseUrl}": it is no URL${here === undefined ? ', and there is no page to complete it' : ''}. Give one with its origin, e.g. http://localhost/api.`,
    );
  const { origin, pathname } = new URL(baseUrl, here);
  const base = pathname.replace(/\/+$/, '');
  return {
    base,
    locate: (text) => {
      const url = new URL(text);
      return url.origin === origin && url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) : undefined;
    },
  };
};

// Pure: a bundler leaves both out where only `createHandlers` is imported.
/** The backend behind `handlers`: reset it between tests with `await backend.reset()`. */
export const backend: Backend = /* @__PURE__ */ createBackend();

/** Handlers with the default options. */
export const handlers: HttpHandler[] = /* @__PURE__ */ createHandlers({ backend });
