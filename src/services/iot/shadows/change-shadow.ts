import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { readShadowRequest, readShadowUpdate, type ShadowUpdate } from "./read-shadow-request.ts";
import { type Shadow, type ShadowName, shadowsKey, toSections } from "./shadow.ts";
import { toChangeEffect } from "./shadow-changes.ts";
import { noShadow, ShadowRefusal } from "./shadow-refusal.ts";
import { merge, mergeTimes, toDelta, toTimes } from "./shadow-state.ts";
import { shadowStore } from "./shadow-store.ts";

/** An answer's document, as its `accepted` topic and the HTTP API have it. */
export type ShadowAnswer = Readonly<Record<string, unknown>>;

type Host = Pick<ServiceHost, "storage" | "clock" | "random">;

/** Throws ShadowRefusal. */
export async function getShadow(
  { storage, clock }: Host,
  name: ShadowName,
  payload: Uint8Array,
): Promise<ShadowAnswer> {
  const { clientToken } = readShadowRequest(payload);
  const shadow = await storage.partition(shadowsKey(name)).read((tx) => shadowStore.find(tx, name));
  if (!shadow || shadow.isDeleted) throw noShadow(name.thing, name.shadow, clientToken);
  return { ...toStateDocument(shadow), timestamp: secondsOf(clock), ...(clientToken !== undefined && { clientToken }) };
}

/** What is desired, what is reported and what differs. */
export function toStateDocument(shadow: Shadow): ShadowAnswer {
  const { desired, reported, desiredTimes, reportedTimes, version } = shadow;
  const delta = toDelta(desired, reported, desiredTimes);
  return {
    state: { ...toSections(desired, reported), ...(delta && { delta: delta.state }) },
    metadata: toSections(desiredTimes, reportedTimes),
    version,
  };
}

/** Puts what is sent over what there is, and has it told. Throws ShadowRefusal. */
export async function updateShadow(host: Host, name: ShadowName, payload: Uint8Array): Promise<ShadowAnswer> {
  const update = readShadowUpdate(payload);
  const timestamp = secondsOf(host.clock);
  const effectId = host.random.uuid();
  const { clientToken } = update;
  const version = await host.storage.partition(shadowsKey(name)).write(async (tx) => {
    const before = await shadowStore.find(tx, name);
    const actual = before?.version ?? 0;
    if (update.version !== undefined && update.version !== actual)
      throw new ShadowRefusal(409, "Version conflict", clientToken);
    if (
      (!before || before.isDeleted) &&
      name.shadow !== "" &&
      (await shadowStore.countNames(tx, name.thing)) >= limits.namedShadows
    )
      throw new ShadowRefusal(400, `A thing may have ${limits.namedShadows} named shadows at the most`, clientToken);
    const after = applyUpdate(before?.isDeleted ? undefined : before, update, { timestamp, version: actual + 1 });
    if (Buffer.byteLength(JSON.stringify([after.desired, after.reported])) > limits.shadowBytes)
      throw new ShadowRefusal(413, "The payload exceeds the maximum size allowed", clientToken);
    await shadowStore.put(tx, name, after);
    if (before?.isDeleted) await tx.cancelTimer("iot.forget-shadow", keyOf(name));
    const previous = before && !before.isDeleted ? before : undefined;
    await tx.emit(toChangeEffect(effectId, name, { previous, current: after, clientToken }));
    return after.version;
  });
  return {
    state: update.state,
    metadata: toUpdateMetadata(update, timestamp),
    version,
    timestamp,
    ...(clientToken !== undefined && { clientToken }),
  };
}

function toUpdateMetadata({ state, desired, reported }: ShadowUpdate, timestamp: number) {
  // What is cleared altogether has the time itself.
  if (state === null) return { timestamp };
  return {
    ...(desired !== undefined && { desired: toTimes(desired, timestamp) }),
    ...(reported !== undefined && { reported: toTimes(reported, timestamp) }),
  };
}

function applyUpdate(
  before: Shadow | undefined,
  { desired, reported }: ShadowUpdate,
  at: { readonly timestamp: number; readonly version: number },
): Shadow {
  const { timestamp } = at;
  const { desired: wanted = {}, reported: actual = {}, desiredTimes = {}, reportedTimes = {} } = before ?? {};
  return {
    ...at,
    desired: desired === null ? {} : merge(wanted, desired ?? {}),
    desiredTimes: desired === null ? {} : mergeTimes(desiredTimes, desired ?? {}, timestamp),
    reported: reported === null ? {} : merge(actual, reported ?? {}),
    reportedTimes: reported === null ? {} : mergeTimes(reportedTimes, reported ?? {}, timestamp),
  };
}

/** Its version goes on where it ended, if it is made anew within two days. Throws ShadowRefusal. */
export async function deleteShadow(host: Host, name: ShadowName, payload: Uint8Array): Promise<ShadowAnswer> {
  const { clientToken, version } = readShadowRequest(payload);
  const nowMs = host.clock.nowMs();
  const timestamp = secondsOf(host.clock);
  const deleted = await host.storage.partition(shadowsKey(name)).write(async (tx) => {
    const shadow = await shadowStore.find(tx, name);
    if (!shadow || shadow.isDeleted) throw noShadow(name.thing, name.shadow, clientToken);
    if (version !== undefined && version !== shadow.version)
      throw new ShadowRefusal(409, "Version conflict", clientToken);
    const nothing = { desired: {}, reported: {}, desiredTimes: {}, reportedTimes: {} };
    await shadowStore.put(tx, name, { version: shadow.version, timestamp, ...nothing, isDeleted: true });
    const dueMs = nowMs + limits.shadowMemoryMs;
    await tx.setTimer({ kind: "iot.forget-shadow", key: keyOf(name), dueMs, payload: JSON.stringify(name) });
    return shadow;
  });
  return { version: deleted.version, timestamp, ...(clientToken !== undefined && { clientToken }) };
}

function keyOf({ thing, shadow }: ShadowName): string {
  return `${thing} ${shadow}`;
}

function secondsOf(clock: Host["clock"]): number {
  return Math.floor(clock.nowMs() / 1_000);
}
