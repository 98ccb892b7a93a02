import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { ServiceHost } from "../../service.ts";
import { MetricMinutes } from "../../usage/metric-minutes.ts";
import { OpenVolumes } from "./open-volumes.ts";
import { isShared } from "./serving.ts";

/** What lives as long as the server: the volumes whose bytes are in use. */
export interface StorageState {
  readonly volumes: OpenVolumes;
  readonly host: ServiceHost;
  /** Ends what serves volumes, each with its own way. */
  readonly exports: Set<() => Promise<void>>;
  readonly metrics: MetricMinutes;
  /** Volumes that this server has taken for itself, where several may serve them. */
  readonly held: Set<string>;
}

export function createStorageState(host: ServiceHost): StorageState {
  const metrics = new MetricMinutes(host, { namespace: "AWS/EBS", service: "ec2.amazonaws.com" });
  return { volumes: new OpenVolumes(host), host, exports: new Set(), metrics, held: new Set() };
}

/** Sees to what a server that ended without a stop has left of volumes. */
export async function startStorage(state: StorageState, host: ServiceHost): Promise<void> {
  const directory = join(host.config.dataDir, "volumes");
  if (!existsSync(directory)) return;
  // What others may have changed since is of no use: all that was flushed is in the volumes' maps.
  if (isShared(host)) return rm(directory, { recursive: true, force: true });
  const { recoverVolumes } = await import("./recover-volumes.ts");
  await recoverVolumes(state.volumes, host);
}

export async function stopStorage({ volumes, exports, metrics }: StorageState): Promise<void> {
  await Promise.all([...exports].map((end) => end()));
  await metrics.stop();
  await volumes.idle();
}

export async function resetStorage(state: StorageState): Promise<void> {
  await stopStorage(state);
  await rm(join(state.host.config.dataDir, "volumes"), { recursive: true, force: true });
}
