import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import { useState } from "react";
import { createBrowserRouter, RouterProvider } from "react-router";
import { Frame } from "./frame.tsx";
import { NotificationsProvider } from "./notifications.tsx";
import { PageNotFound } from "./page-not-found.tsx";
import { routes } from "./routes.tsx";
import { SessionProvider } from "./session-provider.tsx";
import { ThemeProvider } from "./theme-provider.tsx";

/** The whole page, from the outside in: texts, theme, whose session, and the frame with the page in it. */
export function Console() {
  const [router] = useState(createRouter);
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <ThemeProvider>
        <SessionProvider>
          <NotificationsProvider router={router}>
            <RouterProvider router={router} />
          </NotificationsProvider>
        </SessionProvider>
      </ThemeProvider>
    </I18nProvider>
  );
}

/** One that can ask before a page is left. */
function createRouter() {
  const pages = routes.map(({ path, element }) => ({ path, element }));
  return createBrowserRouter([{ element: <Frame />, children: [...pages, { path: "*", element: <PageNotFound /> }] }]);
}
