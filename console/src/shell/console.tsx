import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import { BrowserRouter, Route, Routes } from "react-router";
import { Frame } from "./frame.tsx";
import { PageNotFound } from "./page-not-found.tsx";
import { routes } from "./routes.tsx";
import { SessionProvider } from "./session-provider.tsx";
import { ThemeProvider } from "./theme-provider.tsx";

/** The whole page, from the outside in: texts, theme, whose session, and the frame with the page in it. */
export function Console() {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <ThemeProvider>
        <SessionProvider>
          <BrowserRouter>
            <Routes>
              <Route element={<Frame />}>
                {routes.map(({ path, element }) => (
                  <Route key={path} path={path} element={element} />
                ))}
                <Route path="*" element={<PageNotFound />} />
              </Route>
            </Routes>
          </BrowserRouter>
        </SessionProvider>
      </ThemeProvider>
    </I18nProvider>
  );
}
