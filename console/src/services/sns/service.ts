import { defineConsoleService } from "../../shell/console-service.ts";

export const sns = defineConsoleService({
  id: "sns",
  name: "SNS",
  description: "SNS managed message topics for Pub/Sub",
  category: "Application Integration",
  home: "/console/sns/topics",
  navigation: [
    { type: "link", text: "Topics", href: "/console/sns/topics" },
    { type: "link", text: "Subscriptions", href: "/console/sns/subscriptions" },
    { type: "divider" },
    { type: "link", text: "Outbox", href: "/console/sns/outbox" },
  ],
  find: () => import("./find.ts"),
  features: [
    { text: "Topics", href: "/console/sns/topics" },
    { text: "Subscriptions", href: "/console/sns/subscriptions" },
    { text: "Outbox", href: "/console/sns/outbox" },
  ],
  routes: [
    { path: "", load: () => import("./pages/topics.tsx") },
    { path: "topics", load: () => import("./pages/topics.tsx") },
    { path: "create-topic", load: () => import("./pages/create-topic.tsx") },
    { path: "topics/:arn", load: () => import("./pages/topic.tsx") },
    { path: "topics/:arn/edit", load: () => import("./pages/edit-topic.tsx") },
    { path: "topics/:arn/publish", load: () => import("./pages/publish-message.tsx") },
    { path: "subscriptions", load: () => import("./pages/subscriptions.tsx") },
    { path: "create-subscription", load: () => import("./pages/create-subscription.tsx") },
    { path: "subscriptions/:arn", load: () => import("./pages/subscription.tsx") },
    { path: "outbox", load: () => import("./pages/outbox.tsx") },
    { path: "subscriptions/:arn/edit", load: () => import("./pages/edit-subscription.tsx") },
  ],
});
