import { defineConsoleService } from "../../shell/console-service.ts";

export const ec2 = defineConsoleService({
  id: "ec2",
  name: "EC2",
  description: "Virtual servers in the cloud, as records",
  category: "Compute",
  home: "/console/ec2/instances",
  navigation: [
    {
      type: "section",
      text: "Instances",
      items: [
        { type: "link", text: "Instances", href: "/console/ec2/instances" },
        { type: "link", text: "Launch templates", href: "/console/ec2/launch-templates" },
      ],
    },
    { type: "section", text: "Images", items: [{ type: "link", text: "AMIs", href: "/console/ec2/images" }] },
    {
      type: "section",
      text: "Elastic Block Store",
      items: [
        { type: "link", text: "Volumes", href: "/console/ec2/volumes" },
        { type: "link", text: "Snapshots", href: "/console/ec2/snapshots" },
      ],
    },
    {
      type: "section",
      text: "Network & Security",
      items: [
        { type: "link", text: "Security Groups", href: "/console/ec2/security-groups" },
        { type: "link", text: "Key Pairs", href: "/console/ec2/key-pairs" },
      ],
    },
  ],
  features: [
    { text: "Instances", href: "/console/ec2/instances" },
    { text: "Launch an instance", href: "/console/ec2/launch-instances" },
    { text: "Security groups", href: "/console/ec2/security-groups" },
    { text: "Key pairs", href: "/console/ec2/key-pairs" },
    { text: "Volumes", href: "/console/ec2/volumes" },
    { text: "Snapshots", href: "/console/ec2/snapshots" },
  ],
  routes: [
    { path: "", load: () => import("./pages/instances.tsx") },
    { path: "instances", load: () => import("./pages/instances.tsx") },
    { path: "instances/:id", load: () => import("./pages/instance.tsx") },
    { path: "launch-instances", load: () => import("./pages/launch-instances.tsx") },
    { path: "launch-templates", load: () => import("./pages/launch-templates.tsx") },
    { path: "images", load: () => import("./pages/images.tsx") },
    { path: "volumes", load: () => import("./pages/volumes.tsx") },
    { path: "snapshots", load: () => import("./pages/snapshots.tsx") },
    { path: "security-groups", load: () => import("./pages/security-groups.tsx") },
    { path: "security-groups/:id", load: () => import("./pages/security-group.tsx") },
    { path: "create-security-group", load: () => import("./pages/create-security-group.tsx") },
    { path: "key-pairs", load: () => import("./pages/key-pairs.tsx") },
    { path: "create-key-pair", load: () => import("./pages/create-key-pair.tsx") },
  ],
});
