import type { Effect } from "../../../../storage/database.ts";
import type { Place } from "../../../service.ts";
import type { Confirmation } from "./confirm-destination.ts";

/** Names the destination and its place, for who has it says no more; a secret makes it one that nobody guesses. */
export function toConfirmationToken({ account, region }: Place, id: string, secret: string): string {
  return `AYAD${Buffer.from([account, region, id, secret].join("/")).toString("base64url")}`;
}

/** Undefined for what is no token. Whether it is the destination's is for the destination to say. */
export function fromConfirmationToken(token: string): (Place & { readonly id: string }) | undefined {
  if (!token.startsWith("AYAD") || token.length > 512) return undefined;
  const [account, region, id, secret] = Buffer.from(token.slice(4), "base64url").toString().split("/");
  if (!account || !region || !id || !secret) return undefined;
  return { account, region, id };
}

/** The effect by which whoever answers at the destination is asked. */
export function toConfirmation(effectId: string, { account, region }: Place, id: string): Effect {
  const payload: Confirmation = { account, region, id };
  return { topic: "iot.confirm-destination", id: effectId, payload: JSON.stringify(payload) };
}
