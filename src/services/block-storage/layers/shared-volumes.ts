import { type Json, PeerError } from "../../../cluster/cluster.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import type { Place } from "../../service.ts";
import type { Serving } from "../volumes/volume.ts";
import { findServing, isShared, selfOf } from "./serving.ts";
import type { StorageState } from "./storage-state.ts";

/** To the server that serves a volume: from now on what is written is above all that there is. Answered by the topmost layer below, or null. */
const sealQuestion = "ebs.seal";
/** To bring a volume's layers into its map, for the snapshots that wait for them. Answered at once. */
const mergeQuestion = "ebs.merge";

/** What a snapshot that is taken now is made of: layers, if there are any, of who serves the volume. */
export interface Sealed {
  readonly layer: number | undefined;
  readonly served: Serving | undefined;
}

/** Rejects where the server that serves the volume does not answer, though it is alive. */
export async function sealForSnapshot(state: StorageState, place: Place, id: string): Promise<Sealed> {
  if (!isShared(state.host)) return { layer: await state.volumes.seal(place, id), served: undefined };
  const served = await findServing(place, id, state.host);
  if (!served) return { layer: undefined, served: undefined };
  try {
    const layer = await state.host.peers.ask(served.node, sealQuestion, toQuestion(place, { id }));
    return { layer: layer === null ? undefined : Number(layer), served };
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
    throw new AwsError("Unavailable", `The server that serves volume '${id}' does not answer.`, { status: 503 });
  }
}

/** Asks another server for it, which goes on with it by itself. */
export async function askToMerge(
  { node }: Serving,
  { place, id, upTo }: { readonly place: Place; readonly id: string; readonly upTo: number },
  { host }: StorageState,
): Promise<void> {
  await host.peers.ask(node, mergeQuestion, toQuestion(place, { id, upTo })).catch((error: unknown) => {
    // It is asked again, or found to have died.
    if (!(error instanceof PeerError)) throw error;
  });
}

/** What other servers ask of this one about the volumes that it serves. */
export function answerForVolumes(state: StorageState): void {
  const { host, volumes } = state;
  host.peers.answer(sealQuestion, async (payload) => {
    const { place, id } = fromQuestion(payload);
    return (volumes.isServed(place, id) ? await volumes.seal(place, id) : undefined) ?? null;
  });
  const merging = new Set<string>();
  host.peers.answer(mergeQuestion, async (payload) => {
    const { place, id, upTo } = fromQuestion(payload);
    const key = JSON.stringify(payload);
    if (merging.has(key) || !volumes.isServed(place, id)) return null;
    merging.add(key);
    const merge = async () => {
      const { mergeVolume } = await import("../snapshots/merge-volume.ts");
      const signal = new AbortController().signal;
      await mergeVolume({ place, volumeId: id, upTo, isFlush: false, served: selfOf(host), signal }, state);
    };
    merge()
      .catch((error: Error) => host.log.warn("a snapshot could not be made", { volume: id, error: error.message }))
      .finally(() => merging.delete(key));
    return null;
  });
}

function toQuestion({ account, region }: Place, rest: { readonly id: string; readonly upTo?: number }): Json {
  return { account, region, ...rest };
}

function fromQuestion(payload: Json) {
  const {
    account,
    region,
    id,
    upTo = 0,
  } = payload as {
    readonly account: string;
    readonly region: string;
    readonly id: string;
    readonly upTo?: number;
  };
  return { place: { account, region }, id, upTo };
}
