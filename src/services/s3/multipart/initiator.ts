import type { Principal } from "../../principal.ts";
import { canonicalUserId } from "../buckets/owner.ts";
import type { Upload } from "./upload-store.ts";

/** Owners have no display names any more, initiators do, as recorded on AWS. */
export function initiatorOf(principal: Principal): Upload["initiator"] {
  return principal.kind === "root" || principal.kind === "anonymous"
    ? { ID: canonicalUserId(principal.account), DisplayName: principal.kind }
    : { ID: principal.arn, DisplayName: principal.arn.slice(principal.arn.lastIndexOf("/") + 1) };
}
