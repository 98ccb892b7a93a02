import { createBrowserRouter, type RouteObject } from "react-router";
import { services } from "../services/index.ts";
import { Frame } from "./frame.tsx";
import { PageBroken, PageNotFound } from "./page-not-found.tsx";

/** Home at `/`, each service below `/console/ID`; a page's code comes when it is first opened. */
export function createConsoleRouter() {
  return createBrowserRouter([
    {
      Component: Frame,
      HydrateFallback: NothingYet,
      children: [
        {
          ErrorBoundary: PageBroken,
          children: [
            { index: true, lazy: () => import("../services/home/pages/home.tsx") },
            { path: "console", lazy: () => import("../services/home/pages/home.tsx") },
            ...services.map(({ id, routes }): RouteObject => ({ path: `console/${id}`, children: [...routes] })),
            { path: "*", Component: PageNotFound },
          ],
        },
      ],
    },
  ]);
}

/** While the first page's code comes. */
function NothingYet() {
  return null;
}
