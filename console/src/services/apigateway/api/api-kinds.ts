/** The kinds of APIs, by AWS's words. */
export const apiKinds = [
  {
    title: "HTTP API",
    href: "/console/apigateway/create-http-api",
    description:
      "Low latency and low cost, with JWT authorizers, CORS and deployments by itself. For functions and HTTP backends.",
  },
  {
    title: "WebSocket API",
    href: "/console/apigateway/create-web-socket-api",
    description: "Connections that stay open, for chats and dashboards: messages are routed by their content.",
  },
  {
    title: "REST API",
    href: "/console/apigateway/create-rest-api",
    description:
      "All that API Gateway has: models, mapping templates, API keys and usage plans, canaries, tests of methods.",
  },
] as const;
