import { createSnapshotStore, snapshotMigrations as migrationsOf } from "../../execute-api/snapshot-store.ts";
import type { RestApiRecord } from "../apis/api.ts";
import type {
  AuthorizerRecord,
  GatewayResponseRecord,
  ModelRecord,
  RequestValidatorRecord,
  ResourceRecord,
} from "../parts/part.ts";

/** What a deployment has made public: the parts of its API as they were. */
export interface Snapshot {
  readonly resources: readonly ResourceRecord[];
  readonly models: readonly ModelRecord[];
  readonly validators: readonly RequestValidatorRecord[];
  readonly authorizers: readonly AuthorizerRecord[];
  readonly gatewayResponses: readonly GatewayResponseRecord[];
  readonly api: Pick<RestApiRecord, "binaryMediaTypes" | "apiKeySource" | "policy" | "minimumCompressionSize">;
}

const table = "apigateway_snapshots";

export const snapshotMigrations = migrationsOf(table);
export const snapshotStore = createSnapshotStore<Snapshot>(table);
