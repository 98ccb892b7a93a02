import { defineConsoleService } from "../../shell/console-service.ts";

export const xray = defineConsoleService({
  id: "xray",
  name: "X-Ray",
  description: "Follow Events and Requests Through Services",
  category: "Management",
  home: "/console/xray/flows",
  navigation: [
    { type: "link", text: "Flows", href: "/console/xray/flows" },
    {
      type: "section",
      text: "X-Ray traces",
      items: [
        { type: "link", text: "Trace map", href: "/console/xray/map" },
        { type: "link", text: "Traces", href: "/console/xray/traces" },
      ],
    },
    { type: "link", text: "Settings", href: "/console/xray/settings" },
  ],
  features: [
    { text: "Flows: what happened to an event", href: "/console/xray/flows" },
    { text: "Trace map (service map)", href: "/console/xray/map" },
    { text: "Traces", href: "/console/xray/traces" },
    { text: "X-Ray sampling rules and settings", href: "/console/xray/settings" },
  ],
  routes: [
    { path: "", load: () => import("./pages/flows.tsx") },
    { path: "flows", load: () => import("./pages/flows.tsx") },
    { path: "flows/:id", load: () => import("./pages/flow.tsx") },
    { path: "map", load: () => import("./pages/trace-map.tsx") },
    { path: "traces", load: () => import("./pages/traces.tsx") },
    { path: "traces/:id", load: () => import("./pages/trace.tsx") },
    { path: "settings", load: () => import("./pages/settings.tsx") },
  ],
});
