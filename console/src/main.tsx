import "@cloudscape-design/global-styles/index.css";
import "./shell/console.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Console } from "./shell/console.tsx";
import { preloadPage } from "./shell/routes.tsx";
import { applyStoredTheme } from "./shell/theme.ts";

applyStoredTheme();
preloadPage(window.location.pathname);
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
