import { defineConsoleService } from "../../shell/console-service.ts";

export const cloudwatch = defineConsoleService({
  id: "cloudwatch",
  name: "CloudWatch",
  description: "Logs, metrics and alarms",
  category: "Management",
  home: "/console/cloudwatch/log-groups",
  navigation: [
    {
      type: "section",
      text: "Logs",
      items: [
        { type: "link", text: "Log groups", href: "/console/cloudwatch/log-groups" },
        { type: "link", text: "Live Tail", href: "/console/cloudwatch/live-tail" },
        { type: "link", text: "Logs Insights", href: "/console/cloudwatch/logs-insights" },
      ],
    },
    {
      type: "section",
      text: "Metrics",
      items: [{ type: "link", text: "All metrics", href: "/console/cloudwatch/metrics" }],
    },
    {
      type: "section",
      text: "Alarms",
      items: [{ type: "link", text: "All alarms", href: "/console/cloudwatch/alarms" }],
    },
  ],
  find: () => import("./find.ts"),
  features: [
    { text: "Log groups", href: "/console/cloudwatch/log-groups" },
    { text: "Live Tail", href: "/console/cloudwatch/live-tail" },
    { text: "Logs Insights", href: "/console/cloudwatch/logs-insights" },
    { text: "Metrics", href: "/console/cloudwatch/metrics" },
    { text: "Alarms", href: "/console/cloudwatch/alarms" },
  ],
  routes: [
    { path: "", load: () => import("./pages/log-groups.tsx") },
    { path: "log-groups", load: () => import("./pages/log-groups.tsx") },
    { path: "create-log-group", load: () => import("./pages/create-log-group.tsx") },
    { path: "log-groups/:group", load: () => import("./pages/log-group.tsx") },
    { path: "log-groups/:group/log-events", load: () => import("./pages/log-events.tsx") },
    { path: "log-groups/:group/log-streams/:stream", load: () => import("./pages/log-events.tsx") },
    { path: "log-groups/:group/live-tail", load: () => import("./pages/live-tail.tsx") },
    { path: "live-tail", load: () => import("./pages/live-tail.tsx") },
    { path: "logs-insights", load: () => import("./pages/logs-insights.tsx") },
    { path: "metrics", load: () => import("./pages/metrics.tsx") },
    { path: "alarms/create", load: () => import("./pages/create-alarm.tsx") },
    { path: "alarms", load: () => import("./pages/alarms.tsx") },
  ],
});
