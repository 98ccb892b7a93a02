import { defineConsoleService } from "../../shell/console-service.ts";

export const iam = defineConsoleService({
  id: "iam",
  name: "IAM",
  description: "Manage access to AWS resources",
  category: "Security",
  home: "/console/iam/roles",
  navigation: [
    {
      type: "section",
      text: "Access management",
      items: [
        { type: "link", text: "User groups", href: "/console/iam/groups" },
        { type: "link", text: "Users", href: "/console/iam/users" },
        { type: "link", text: "Roles", href: "/console/iam/roles" },
        { type: "link", text: "Policies", href: "/console/iam/policies" },
      ],
    },
  ],
  features: [
    { text: "Roles", href: "/console/iam/roles" },
    { text: "Policies", href: "/console/iam/policies" },
    { text: "Users", href: "/console/iam/users" },
    { text: "User groups", href: "/console/iam/groups" },
  ],
  routes: [
    { index: true, lazy: () => import("./pages/roles.tsx") },
    { path: "roles", lazy: () => import("./pages/roles.tsx") },
    { path: "roles/create", lazy: () => import("./pages/create-role.tsx") },
    { path: "roles/:name", lazy: () => import("./pages/role.tsx") },
    { path: "policies", lazy: () => import("./pages/policies.tsx") },
    { path: "policies/create", lazy: () => import("./pages/create-policy.tsx") },
    { path: "policies/:arn", lazy: () => import("./pages/policy.tsx") },
    { path: "users", lazy: () => import("./pages/users.tsx") },
    { path: "users/create", lazy: () => import("./pages/create-user.tsx") },
    { path: "users/:name", lazy: () => import("./pages/user.tsx") },
    { path: "groups", lazy: () => import("./pages/groups.tsx") },
    { path: "groups/create", lazy: () => import("./pages/create-group.tsx") },
    { path: "groups/:name", lazy: () => import("./pages/group.tsx") },
  ],
});
