export { type TagRow, tagMigrations, tagStore } from "../../block-storage/tag-store.ts";
