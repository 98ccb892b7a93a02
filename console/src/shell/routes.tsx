import { type ComponentType, lazy, type ReactNode } from "react";
import { matchPath } from "react-router";
import { Home, loadWelcome } from "../services/home/pages/home.tsx";
import { services } from "../services/index.ts";

/** A page's address and the code behind it, which comes when the page is first opened. */
interface PageRoute {
  readonly path: string;
  readonly load: () => Promise<unknown>;
  readonly element: ReactNode;
}

/** Home at `/`, each service below `/console/ID`. */
export const routes: readonly PageRoute[] = [
  { path: "/", load: loadWelcome, element: <Home /> },
  { path: "/console", load: loadWelcome, element: <Home /> },
  ...services.flatMap(({ id, routes: pages }) =>
    pages.map(({ path, load }) => toRoute(`/console/${id}${path && `/${path}`}`, load)),
  ),
];

/** Fetches the code of the page that was opened while the server is still asked who we are. */
export function preloadPage(pathname: string): void {
  const route = routes.find(({ path }) => matchPath(path, pathname));
  // Should it fail, the page itself tells.
  void route?.load().catch(() => undefined);
}

function toRoute(path: string, load: () => Promise<{ readonly Component: ComponentType }>): PageRoute {
  const Page = lazy(async () => ({ default: (await load()).Component }));
  return { path, load, element: <Page /> };
}
