import {
  CloudWatchClient,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { TagsPanel } from "../../../tags/tags-panel.tsx";

export function AlarmTags({ arn: ResourceARN }: { readonly arn: string }) {
  const client = useClient(CloudWatchClient);
  const tags = useLive(
    `cloudwatch/tags/${ResourceARN}`,
    async () => {
      const { Tags = [] } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
      return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
    },
    { everyMs: 5_000 },
  );
  return (
    <TagsPanel
      owner={`alarm ${ResourceARN.split(":alarm:").at(-1)}`}
      tags={tags}
      add={(added) =>
        client.send(
          new TagResourceCommand({ ResourceARN, Tags: Object.entries(added).map(([Key, Value]) => ({ Key, Value })) }),
        )
      }
      remove={(TagKeys) => client.send(new UntagResourceCommand({ ResourceARN, TagKeys }))}
    />
  );
}
