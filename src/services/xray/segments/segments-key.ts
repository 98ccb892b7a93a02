import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";

export const segmentsKind = "xray.segments";

/** The traces of one account and region. */
export function segmentsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: segmentsKind, name: "" };
}
