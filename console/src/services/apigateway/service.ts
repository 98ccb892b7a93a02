import { defineConsoleService } from "../../shell/console-service.ts";

export const apiGateway = defineConsoleService({
  id: "apigateway",
  name: "API Gateway",
  description: "Build, Deploy and Manage APIs",
  category: "Application Integration",
  home: "/console/apigateway/apis",
  navigation: [
    { type: "link", text: "APIs", href: "/console/apigateway/apis" },
    { type: "link", text: "Custom domain names", href: "/console/apigateway/domain-names" },
    { type: "divider" },
    { type: "link", text: "Usage plans", href: "/console/apigateway/usage-plans" },
    { type: "link", text: "API keys", href: "/console/apigateway/api-keys" },
  ],
  find: () => import("./find.ts"),
  features: [
    { text: "APIs", href: "/console/apigateway/apis" },
    { text: "Create API", href: "/console/apigateway/create-api" },
    { text: "Custom domain names", href: "/console/apigateway/domain-names" },
    { text: "Usage plans", href: "/console/apigateway/usage-plans" },
    { text: "API keys", href: "/console/apigateway/api-keys" },
  ],
  routes: [
    { path: "", load: () => import("./pages/apis.tsx") },
    { path: "apis", load: () => import("./pages/apis.tsx") },
    { path: "create-api", load: () => import("./pages/create-api.tsx") },
    { path: "create-http-api", load: () => import("./pages/create-http-api.tsx") },
    { path: "create-web-socket-api", load: () => import("./pages/create-web-socket-api.tsx") },
    { path: "create-rest-api", load: () => import("./pages/create-rest-api.tsx") },
    { path: "apis/:apiId", load: () => import("./pages/api.tsx") },
    { path: "apis/rest/:apiId", load: () => import("./pages/rest-api.tsx") },
    { path: "usage-plans", load: () => import("./pages/usage-plans.tsx") },
    { path: "usage-plans/:planId", load: () => import("./pages/usage-plan.tsx") },
    { path: "api-keys", load: () => import("./pages/api-keys.tsx") },
    { path: "domain-names", load: () => import("./pages/domain-names.tsx") },
    { path: "domain-names/:name", load: () => import("./pages/domain-name.tsx") },
  ],
});
