import { defineConsoleService } from "../../shell/console-service.ts";

export const dynamodb = defineConsoleService({
  id: "dynamodb",
  name: "DynamoDB",
  description: "Managed NoSQL database",
  category: "Database",
  home: "/console/dynamodb/tables",
  navigation: [
    { type: "link", text: "Tables", href: "/console/dynamodb/tables" },
    { type: "link", text: "Explore items", href: "/console/dynamodb/items" },
    { type: "link", text: "PartiQL editor", href: "/console/dynamodb/partiql" },
    { type: "link", text: "Backups", href: "/console/dynamodb/backups" },
    { type: "link", text: "Exports to S3", href: "/console/dynamodb/exports" },
    { type: "link", text: "Imports from S3", href: "/console/dynamodb/imports" },
  ],
  find: () => import("./find.ts"),
  features: [
    { text: "Tables", href: "/console/dynamodb/tables" },
    { text: "Create table", href: "/console/dynamodb/create-table" },
    { text: "Explore items", href: "/console/dynamodb/items" },
    { text: "PartiQL editor", href: "/console/dynamodb/partiql" },
  ],
  routes: [
    { path: "", load: () => import("./pages/tables.tsx") },
    { path: "tables", load: () => import("./pages/tables.tsx") },
    { path: "create-table", load: () => import("./pages/create-table.tsx") },
    { path: "tables/:name", load: () => import("./pages/table.tsx") },
    { path: "tables/:name/create-index", load: () => import("./pages/create-index.tsx") },
    { path: "items", load: () => import("./pages/explore-items.tsx") },
    { path: "items/:name/edit", load: () => import("./pages/edit-item.tsx") },
    { path: "partiql", load: () => import("./pages/partiql.tsx") },
    { path: "backups", load: () => import("./pages/backups.tsx") },
    { path: "exports", load: () => import("./pages/exports.tsx") },
    { path: "imports", load: () => import("./pages/imports.tsx") },
  ],
});
