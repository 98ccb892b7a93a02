import "@cloudscape-design/global-styles/index.css";
import "./shell/console.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Console } from "./shell/console.tsx";
import { applyStoredTheme } from "./shell/theme.ts";

applyStoredTheme();
createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
