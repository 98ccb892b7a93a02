import { defineConsoleService } from "../../shell/console-service.ts";

export const s3 = defineConsoleService({
  id: "s3",
  name: "S3",
  description: "Scalable storage in the cloud",
  category: "Storage",
  home: "/console/s3/buckets",
  navigation: [{ type: "link", text: "General purpose buckets", href: "/console/s3/buckets" }],
  find: () => import("./find.ts"),
  features: [
    { text: "Buckets", href: "/console/s3/buckets" },
    { text: "Create bucket", href: "/console/s3/create" },
  ],
  routes: [
    { path: "", load: () => import("./pages/buckets.tsx") },
    { path: "buckets", load: () => import("./pages/buckets.tsx") },
    { path: "create", load: () => import("./pages/create-bucket.tsx") },
    { path: "buckets/:bucket", load: () => import("./pages/bucket.tsx") },
    { path: "buckets/:bucket/create-folder", load: () => import("./pages/create-folder.tsx") },
    { path: "buckets/:bucket/create-notification", load: () => import("./pages/create-notification.tsx") },
    { path: "upload/:bucket", load: () => import("./pages/upload.tsx") },
    { path: "object/:bucket", load: () => import("./pages/object.tsx") },
  ],
});
