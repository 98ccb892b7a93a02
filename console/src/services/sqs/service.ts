import { defineConsoleService } from "../../shell/console-service.ts";

export const sqs = defineConsoleService({
  id: "sqs",
  name: "SQS",
  description: "SQS message queues",
  category: "Application Integration",
  home: "/console/sqs/queues",
  navigation: [{ type: "link", text: "Queues", href: "/console/sqs/queues" }],
  find: () => import("./find.ts"),
  features: [
    { text: "Queues", href: "/console/sqs/queues" },
    { text: "Create queue", href: "/console/sqs/create-queue" },
  ],
  routes: [
    { path: "", load: () => import("./pages/queues.tsx") },
    { path: "queues", load: () => import("./pages/queues.tsx") },
    { path: "create-queue", load: () => import("./pages/create-queue.tsx") },
    { path: "queues/:name", load: () => import("./pages/queue.tsx") },
    { path: "queues/:name/edit", load: () => import("./pages/edit-queue.tsx") },
    { path: "queues/:name/send-receive", load: () => import("./pages/send-receive.tsx") },
  ],
});
