import { Readable } from "node:stream";
import { AwsError } from "../../../platform/aws-error.ts";
import { callerOf } from "../../proof-of-user.ts";
import type { ControlReceiver } from "../../service.ts";
import { type Flush, serveAlone } from "../layers/serve-alone.ts";
import type { StorageState } from "../layers/storage-state.ts";
import type { VolumeData } from "../layers/volume-data.ts";
import { regionKey } from "../region-key.ts";
import { volumeStore } from "../volumes/volume-store.ts";
import { createDisk } from "./disk.ts";
import { type ListenAt, listenNbd } from "./nbd-server.ts";
import { VolumeMeter } from "./volume-meter.ts";

/**
 * Serves a volume by NBD as long as the caller reads the answer: lines of JSON, `{"url": URL, "sizeBytes": N}` first and `{"ended": REASON}` if it ends from this
 * side. The server does it and no other process: it alone owns the volume's files, or has taken the volume from all others.
 */
export const serveVolume: ControlReceiver<StorageState> = async (body, { state, host, stopping }) => {
  const { place, id, at, isReadOnly } = await readRequest(body, host.config.accountId, host.config.auth === "enforce");
  const volume = await host.storage.partition(regionKey(place)).read((tx) => volumeStore.find(tx, id));
  if (!volume || volume.binned)
    throw refusal(404, `The volume '${id}' does not exist in ${place.region} of account ${place.account}.`);
  if (volume.state !== "available" && volume.state !== "in-use")
    throw refusal(409, `Volume '${id}' is in the '${volume.state}' state.`);
  const answer = new Readable({ read: () => undefined });
  const say = (line: object) => answer.push(`${JSON.stringify(line)}\n`);
  const started = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const end = async () => {
    ended.resolve();
    await served.catch(() => undefined);
  };
  const serve = async (data: VolumeData, flush: Flush) => {
    const sizeBytes = volume.sizeGiB * 2 ** 30;
    const meter = new VolumeMeter(state.metrics, place, id, host.clock);
    const disk = meter.metered(createDisk(data, sizeBytes, flush));
    const server = await listenNbd(at, { name: id, sizeBytes, isReadOnly }, disk, host.clock).catch(
      (error: unknown) => {
        meter.stop();
        throw error;
      },
    );
    state.exports.add(end);
    started.resolve();
    say({ url: server.url, sizeBytes });
    host.log.info("a volume is served by NBD", { volume: id, url: server.url });
    await ended.promise;
    await server.close();
    meter.stop();
  };
  const served = serveAlone(state, place, id, serve).finally(() => state.exports.delete(end));
  served.then((isServed) => {
    if (!isServed) started.reject(refusal(409, `Volume '${id}' is being served already.`));
  }, started.reject);
  await started.promise.catch((error: NodeJS.ErrnoException) => {
    if (error instanceof AwsError) throw error;
    throw refusal(400, `Volume '${id}' cannot be served: ${error.message}`);
  });
  const endFor = (reason: string) => () => {
    say({ ended: reason });
    answer.push(null);
    ended.resolve();
  };
  const stop = endFor("The server is stopping.");
  stopping.addEventListener("abort", stop);
  // Another server may take the volume from now on.
  const stopListening = host.nodes.onLapse(endFor("The server has lost its lease: what was not flushed may be lost."));
  answer.on("close", () => {
    stopping.removeEventListener("abort", stop);
    stopListening();
    ended.resolve();
  });
  return answer;
};

interface ServeRequest {
  readonly place: { readonly account: string; readonly region: string };
  readonly id: string;
  readonly at: ListenAt;
  readonly isReadOnly: boolean;
}

async function readRequest(body: unknown, ownAccount: string, isEnforced: boolean): Promise<ServeRequest> {
  const {
    volumeId,
    region,
    account = ownAccount,
    port = 0,
    socket,
    isReadOnly = false,
    proof,
  } = (body ?? {}) as Partial<Record<string, unknown>>;
  const isPort = Number.isInteger(port) && Number(port) >= 0 && Number(port) <= 65_535;
  const isComplete =
    /^vol-[0-9a-f]+$/.test(String(volumeId)) && /^[a-z0-9-]+$/.test(String(region)) && /^\d{12}$/.test(String(account));
  if (!isComplete || !isPort || typeof isReadOnly !== "boolean" || !(socket === undefined || isSocketPath(socket)))
    throw refusal(
      400,
      'The body must be {"volumeId": ID, "region": REGION, "proof": SECRET, "port"?: PORT, "socket"?: PATH, "isReadOnly"?: BOOLEAN}.',
    );
  const caller = await callerOf(String(proof ?? ""), "squall volume serve");
  if (caller !== 0 && caller !== process.getuid?.())
    throw refusal(403, "A volume is served to the user who runs the server: run `squall volume serve` as that user.");
  if (isEnforced && socket === undefined)
    throw refusal(
      403,
      "This server runs with --auth enforce, and anybody on its machine may connect to a port: name a Unix socket with --socket.",
    );
  return {
    place: { account: String(account), region: String(region) },
    id: String(volumeId),
    at: socket === undefined ? { port: Number(port) } : { socket: String(socket) },
    isReadOnly,
  };
}

/** Of a Unix socket: as long as the system takes. */
function isSocketPath(value: unknown): boolean {
  return typeof value === "string" && value.startsWith("/") && Buffer.byteLength(value) <= 107 && !value.includes("\0");
}

function refusal(status: number, message: string): AwsError {
  return new AwsError("VolumeNotServed", message, { status });
}
