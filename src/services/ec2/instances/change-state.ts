import { createHash } from "node:crypto";
import type { WriteTransaction } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { checkFromNow } from "./check-instances.ts";
import { type Instance, type InstanceEvent, nextState, type StateName, settleMs, settleTimer } from "./instance.ts";
import { instanceStore } from "./instance-store.ts";
import { meterChange } from "./meter.ts";
import { emitState } from "./tell-state.ts";

/** The instance as it is after the event, stored with the timer that brings it on; the same where nothing changes. */
export async function changeState(
  tx: WriteTransaction,
  instance: Instance,
  event: InstanceEvent,
  { clock, random }: Pick<ServiceHost, "clock" | "random">,
): Promise<Instance> {
  const state = nextState(instance.state, event);
  if (state === undefined) throw new Error(`forbidden transition: ${event} while ${instance.state}`);
  if (state === instance.state) return instance;
  const nowMs = clock.nowMs();
  const metered = await meterChange(tx, instance, state, { nowMs, random });
  const changed = { ...instance, state, changedMs: nowMs, ...factsOf(instance, state, event, nowMs), metered };
  await instanceStore.put(tx, changed);
  await emitState(tx, changed, random.uuid());
  if (state === "running") await checkFromNow(tx, nowMs);
  const afterMs = settleMs[state];
  // A firing sets its own timer anew.
  if (event !== "settle" && afterMs !== undefined)
    await tx.setTimer({ kind: settleTimer, key: instance.id, dueMs: nowMs + afterMs });
  return changed;
}

function factsOf(instance: Instance, state: StateName, event: InstanceEvent, nowMs: number): Partial<Instance> {
  if (event === "start") return { launchedMs: nowMs, reason: undefined };
  if (state === "running") return { publicAddress: instance.hasPublicAddress ? publicAddressOf(instance) : undefined };
  if (event === "settle") return { publicAddress: undefined };
  const time = new Date(nowMs).toISOString().slice(0, 19).replace("T", " ");
  const code = "Client.UserInitiatedShutdown";
  const transition = `User initiated (${time} GMT)`;
  return { reason: { code, message: `${code}: User initiated shutdown`, transition } };
}

/**
 * Of the network that is set apart for measurements, which leads nowhere (RFC 2544): an address of AWS's would be somebody's machine. In the default VPC it has
 * what the private one ends in; Elastic IP addresses have others (`allocate-address.ts`).
 */
function publicAddressOf({ id, privateAddress }: Instance): string {
  if (privateAddress.startsWith("172.31.")) return privateAddress.replace("172.31.", "198.18.");
  const [high = 0, low = 0] = createHash("sha256").update(`${id} ${privateAddress}`).digest();
  return `198.19.${120 + (high % 136)}.${low}`;
}
