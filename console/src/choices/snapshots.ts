import { DescribeSnapshotsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { type Live, useLive } from "../live/use-live.ts";
import { useClient } from "../shell/session-provider.tsx";
import { type Choice, mostChoices } from "./choice.ts";

/** The account's own snapshots of this region. */
export function useSnapshotChoices(enabled = true): Live<readonly Choice[]> {
  const client = useClient(EC2Client);
  return useLive(
    "choices/snapshots",
    async (abortSignal) => {
      const asked = new DescribeSnapshotsCommand({ OwnerIds: ["self"], MaxResults: mostChoices });
      const { Snapshots = [] } = await client.send(asked, { abortSignal });
      return Snapshots.map(({ SnapshotId = "", VolumeId = "", VolumeSize, Description }) => ({
        value: SnapshotId,
        label: SnapshotId,
        description: `${VolumeSize} GiB of ${VolumeId} ${Description ?? ""}`.trim(),
      }));
    },
    { enabled, everyMs: 10_000 },
  );
}
