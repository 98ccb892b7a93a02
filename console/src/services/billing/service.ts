import { defineConsoleService } from "../../shell/console-service.ts";

export const billing = defineConsoleService({
  id: "billing",
  name: "Billing and Cost Management",
  description: "What this would cost on AWS",
  category: "Billing",
  home: "/console/billing/bill",
  navigation: [{ type: "link", text: "Cost Explorer", href: "/console/billing/bill" }],
  features: [
    { text: "Cost Explorer", href: "/console/billing/bill" },
    { text: "Costs by function or other resource", href: "/console/billing/bill?by=resource" },
    { text: "Costs by usage type", href: "/console/billing/bill?by=usage-type" },
  ],
  routes: [
    { path: "", load: () => import("./pages/bill.tsx") },
    { path: "bill", load: () => import("./pages/bill.tsx") },
  ],
});
