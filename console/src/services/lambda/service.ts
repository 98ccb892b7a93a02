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
      items: [
        { type: "link", text: "Code signing configurations", href: "/console/lambda/code-signing-configurations" },
        { type: "link", text: "Layers", href: "/console/lambda/layers" },
      ],
    },
  ],
  find: () => import("./find.ts"),
  features: [
    { text: "Functions", href: "/console/lambda/functions" },
    { text: "Layers", href: "/console/lambda/layers" },
    { text: "Code signing configurations", href: "/console/lambda/code-signing-configurations" },
    { text: "Create function", href: "/console/lambda/create/function" },
  ],
  routes: [
    { path: "", load: () => import("./pages/functions.tsx") },
    { path: "functions", load: () => import("./pages/functions.tsx") },
    { path: "create/function", load: () => import("./pages/create-function.tsx") },
    { path: "functions/:name", load: () => import("./pages/function.tsx") },
    { path: "functions/:name/edit/basic-settings", load: () => import("./pages/edit-basic-settings.tsx") },
    {
      path: "functions/:name/edit/environment-variables",
      load: () => import("./pages/edit-environment-variables.tsx"),
    },
    { path: "functions/:name/edit/runtime-settings", load: () => import("./pages/edit-runtime-settings.tsx") },
    { path: "functions/:name/edit/tags", load: () => import("./pages/edit-tags.tsx") },
    { path: "functions/:name/edit/add-permissions", load: () => import("./pages/add-permissions.tsx") },
    { path: "functions/:name/edit/concurrency", load: () => import("./pages/edit-concurrency.tsx") },
    { path: "functions/:name/edit/async-settings", load: () => import("./pages/edit-async-settings.tsx") },
    { path: "functions/:name/add/trigger", load: () => import("./pages/add-trigger.tsx") },
    { path: "functions/:name/add/destination", load: () => import("./pages/add-destination.tsx") },
    { path: "code-signing-configurations", load: () => import("./pages/code-signing-configurations.tsx") },
    {
      path: "create/code-signing-configuration",
      load: () => import("./pages/create-code-signing-configuration.tsx"),
    },
    { path: "create/layer", load: () => import("./pages/create-layer.tsx") },
    { path: "functions/:name/versions/:version", load: () => import("./pages/version.tsx") },
    { path: "layers/:layer", load: () => import("./pages/layer.tsx") },
    { path: "layers", load: () => import("./pages/layers.tsx") },
  ],
});
