import { createPartStore, partMigrations as migrationsOf } from "../../execute-api/part-store.ts";
import { idOfPart, type Parts } from "./part.ts";

const table = "apigateway_parts";

export const partMigrations = migrationsOf(table);

/** In the partition of their API. */
export const partStore = createPartStore<Parts>(table, idOfPart);
