import { defineConsoleService } from "../../shell/console-service.ts";

export const lambda = defineConsoleService({
  id: "lambda",
  name: "Lambda",
  description: "Run code without thinking about servers",
  category: "Compute",
  home: "/console/lambda/functions",
  navigation: [
    { type: "link", text: "Functions", href: "/console/lambda/functions" },
    {
      type: "section",
      text: "Additional resources",
      items: [{ type: "link", text: "Layers", href: "/console/lambda/layers" }],
    },
  ],
  features: [
    { text: "Functions", href: "/console/lambda/functions" },
    { text: "Create function", href: "/console/lambda/create/function" },
  ],
  routes: [
    { index: true, lazy: () => import("./pages/functions.tsx") },
    { path: "functions", lazy: () => import("./pages/functions.tsx") },
    { path: "create/function", lazy: () => import("./pages/create-function.tsx") },
    { path: "functions/:name", lazy: () => import("./pages/function.tsx") },
    { path: "functions/:name/edit/basic-settings", lazy: () => import("./pages/edit-basic-settings.tsx") },
    {
      path: "functions/:name/edit/environment-variables",
      lazy: () => import("./pages/edit-environment-variables.tsx"),
    },
    { path: "functions/:name/edit/runtime-settings", lazy: () => import("./pages/edit-runtime-settings.tsx") },
    { path: "functions/:name/edit/tags", lazy: () => import("./pages/edit-tags.tsx") },
    { path: "functions/:name/edit/add-permissions", lazy: () => import("./pages/add-permissions.tsx") },
    { path: "functions/:name/edit/concurrency", lazy: () => import("./pages/edit-concurrency.tsx") },
    { path: "functions/:name/edit/async-settings", lazy: () => import("./pages/edit-async-settings.tsx") },
    { path: "functions/:name/add/trigger", lazy: () => import("./pages/add-trigger.tsx") },
    { path: "functions/:name/add/destination", lazy: () => import("./pages/add-destination.tsx") },
    { path: "layers", lazy: () => import("./pages/layers.tsx") },
  ],
});
