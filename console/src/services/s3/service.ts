import { defineConsoleService } from "../../shell/console-service.ts";

export const s3 = defineConsoleService({
  id: "s3",
  name: "S3",
  description: "Scalable storage in the cloud",
  category: "Storage",
  home: "/console/s3/buckets",
  navigation: [{ type: "link", text: "General purpose buckets", href: "/console/s3/buckets" }],
  features: [
    { text: "Buckets", href: "/console/s3/buckets" },
    { text: "Create bucket", href: "/console/s3/create" },
  ],
  routes: [
    { index: true, lazy: () => import("./pages/buckets.tsx") },
    { path: "buckets", lazy: () => import("./pages/buckets.tsx") },
    { path: "create", lazy: () => import("./pages/create-bucket.tsx") },
    { path: "buckets/:bucket", lazy: () => import("./pages/bucket.tsx") },
    { path: "buckets/:bucket/create-folder", lazy: () => import("./pages/create-folder.tsx") },
    { path: "buckets/:bucket/create-notification", lazy: () => import("./pages/create-notification.tsx") },
    { path: "upload/:bucket", lazy: () => import("./pages/upload.tsx") },
    { path: "object/:bucket", lazy: () => import("./pages/object.tsx") },
  ],
});
