import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import { useState } from "react";
import { RouterProvider } from "react-router";
import { createConsoleRouter } from "./router.tsx";
import { SessionProvider } from "./session-provider.tsx";
import { ThemeProvider } from "./theme-provider.tsx";

/** The whole page, from the outside in: texts, theme, whose session, and the router with its services. */
export function Console() {
  const [router] = useState(createConsoleRouter);
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <ThemeProvider>
        <SessionProvider>
          <RouterProvider router={router} />
        </SessionProvider>
      </ThemeProvider>
    </I18nProvider>
  );
}
