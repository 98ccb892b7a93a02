import { defineConsoleService } from "../../shell/console-service.ts";

export const apiGateway = defineConsoleService({
  id: "apigateway",
  name: "API Gateway",
  description: "Build, Deploy and Manage APIs",
  category: "Application Integration",
  home: "/console/apigateway/apis",
  navigation: [{ type: "link", text: "APIs", href: "/console/apigateway/apis" }],
  find: () => import("./find.ts"),
  features: [{ text: "APIs", href: "/console/apigateway/apis" }],
  routes: [
    { path: "", load: () => import("./pages/apis.tsx") },
    { path: "apis", load: () => import("./pages/apis.tsx") },
    { path: "create-http-api", load: () => import("./pages/create-http-api.tsx") },
    { path: "apis/:apiId", load: () => import("./pages/api.tsx") },
    { path: "apis/:apiId/create-route", load: () => import("./pages/create-route.tsx") },
  ],
});
