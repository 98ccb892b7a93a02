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
  find: () => import("./find.ts"),
  features: [
    { text: "Roles", href: "/console/iam/roles" },
    { text: "Policies", href: "/console/iam/policies" },
    { text: "Users", href: "/console/iam/users" },
    { text: "User groups", href: "/console/iam/groups" },
  ],
  routes: [
    { path: "", load: () => import("./pages/roles.tsx") },
    { path: "roles", load: () => import("./pages/roles.tsx") },
    { path: "roles/create", load: () => import("./pages/create-role.tsx") },
    { path: "roles/:name", load: () => import("./pages/role.tsx") },
    { path: "policies", load: () => import("./pages/policies.tsx") },
    { path: "policies/create", load: () => import("./pages/create-policy.tsx") },
    { path: "policies/:arn", load: () => import("./pages/policy.tsx") },
    { path: "users", load: () => import("./pages/users.tsx") },
    { path: "users/create", load: () => import("./pages/create-user.tsx") },
    { path: "users/:name", load: () => import("./pages/user.tsx") },
    { path: "groups", load: () => import("./pages/groups.tsx") },
    { path: "groups/create", load: () => import("./pages/create-group.tsx") },
    { path: "groups/:name", load: () => import("./pages/group.tsx") },
  ],
});
