import { S3Client } from "@aws-sdk/client-s3";
import { useLongWork } from "../../../shell/long-work.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import type { Entry } from "./list-objects.ts";
import { walkObjects } from "./walk-objects.ts";

/** "Calculate total size": of objects and of all that is below folders, told as a message that stays. */
export function useTotalSize(bucket: string): (entries: readonly Entry[]) => Promise<void> {
  const client = useClient(S3Client);
  const work = useLongWork();
  const notify = useNotify();
  return async (entries) => {
    try {
      const { objects, bytes, isWhole } = await work({
        title: "Calculating the total size",
        run: async (report, signal) => {
          const plain = entries.filter(({ isFolder }) => !isFolder);
          let count = plain.length;
          let sum = plain.reduce((total, { sizeBytes = 0 }) => total + sizeBytes, 0);
          for (const { key } of entries.filter(({ isFolder }) => isFolder)) {
            for await (const page of walkObjects(client, bucket, key, signal)) {
              count += page.length;
              sum += page.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
              report({ done: count });
            }
          }
          return { objects: count, bytes: sum, isWhole: !signal.aborted };
        },
      });
      const counted = `${objects === 1 ? "1 object" : `${objects} objects`}, ${formatBytes(bytes)}`;
      notify.keep(isWhole ? `Total size: ${counted}.` : `Until it was stopped: ${counted}.`);
    } catch (error) {
      notify.error("The total size could not be calculated", error);
    }
  };
}
