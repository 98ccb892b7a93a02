import { createApiPlaceStore, createApiStore, apiMigrations as migrationsOf } from "../../execute-api/api-store.ts";
import type { RestApiRecord } from "./api.ts";

const tables = { apis: "apigateway_apis", places: "apigateway_places" } as const;

export const apiMigrations = migrationsOf(tables.apis, tables.places);
export const apiStore = createApiStore<RestApiRecord>(tables.apis, ({ id }) => id);
export const apiPlaceStore = createApiPlaceStore(tables.places);
