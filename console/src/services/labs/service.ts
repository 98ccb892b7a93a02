import { defineConsoleService } from "../../shell/console-service.ts";

export const labs = defineConsoleService({
  id: "labs",
  name: "Labs",
  description: "Exercises whose steps tick by themselves",
  category: "Management",
  home: "/console/labs",
  navigation: [{ type: "link", text: "Labs", href: "/console/labs" }],
  find: () => import("./find.ts"),
  features: [{ text: "Labs", href: "/console/labs" }],
  routes: [
    { path: "", load: () => import("./pages/labs.tsx") },
    { path: ":name", load: () => import("./pages/lab.tsx") },
  ],
});
