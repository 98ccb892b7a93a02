import { createSnapshotStore, snapshotMigrations as migrationsOf } from "../../execute-api/snapshot-store.ts";
import type {
  AuthorizerRecord,
  IntegrationRecord,
  IntegrationResponseRecord,
  ModelRecord,
  RouteRecord,
  RouteResponseRecord,
} from "../parts/part.ts";

/** What a deployment has made public: the parts of its API as they were. */
export interface Snapshot {
  readonly routes: readonly RouteRecord[];
  readonly integrations: readonly IntegrationRecord[];
  readonly authorizers: readonly AuthorizerRecord[];
  /** Of WebSocket APIs. */
  readonly routeResponses?: readonly RouteResponseRecord[];
  readonly integrationResponses?: readonly IntegrationResponseRecord[];
  readonly models?: readonly ModelRecord[];
}

const table = "apigatewayv2_snapshots";

export const snapshotMigrations = migrationsOf(table);
export const snapshotStore = createSnapshotStore<Snapshot>(table);
