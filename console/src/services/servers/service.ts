import { defineConsoleService } from "../../shell/console-service.ts";

export const servers = defineConsoleService({
  id: "servers",
  name: "Servers",
  description: "The equal servers that this cloud runs on",
  category: "Management",
  home: "/console/servers/nodes",
  navigation: [{ type: "link", text: "Nodes", href: "/console/servers/nodes" }],
  features: [{ text: "Nodes", href: "/console/servers/nodes" }],
  routes: [
    { path: "", load: () => import("./pages/nodes.tsx") },
    { path: "nodes", load: () => import("./pages/nodes.tsx") },
  ],
});
