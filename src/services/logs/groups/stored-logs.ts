import { eachRow } from "../../../storage/each-row.ts";
import { billStored } from "../../usage/stored.ts";
import { streamStore } from "../streams/stream-store.ts";
import { groupStore } from "./group-store.ts";
import { groupArn, groupKey, groupsKey, type LogGroup } from "./log-group.ts";

const groupsAtOnce = 200;
/** What is left of events when they are packed: what AWS's own examples of its prices reckon with. */
const packed = 0.15;

/** What log groups hold, on the bill. Source: "Amazon CloudWatch Pricing", "Store (Archival)". */
export const storedLogs = billStored<unknown>({
  kind: groupsKey({ account: "", region: "" }).kind,
  list: async function* (key, { host: { storage } }) {
    const read = (last: LogGroup | undefined) =>
      storage.partition(key).read((tx) => groupStore.list(tx, { after: last?.name, limit: groupsAtOnce }));
    for await (const { name, id, tags } of eachRow(read, groupsAtOnce)) {
      const bytes = await storage.partition(groupKey(key, id)).read((tx) => streamStore.storedBytes(tx));
      yield {
        service: "AmazonCloudWatch",
        usageType: "TimedStorage-ByteHrs",
        operation: "HourlyStorageMetering",
        resource: groupArn(key, name),
        tags,
        amount: (bytes * packed) / 2 ** 30,
        per: "month",
      };
    }
  },
});
