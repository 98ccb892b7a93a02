import { createApiPlaceStore, createApiStore, apiMigrations as migrationsOf } from "../../execute-api/api-store.ts";
import type { ApiRecord } from "./api.ts";

const tables = { apis: "apigatewayv2_apis", places: "apigatewayv2_places" } as const;

export const apiMigrations = migrationsOf(tables.apis, tables.places);
export const apiStore = createApiStore<ApiRecord>(tables.apis, ({ ApiId }) => ApiId);
export const apiPlaceStore = createApiPlaceStore(tables.places);
