import {
  EventBridgeClient,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-eventbridge";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { TagsPanel } from "../../../tags/tags-panel.tsx";

/** The tags of a bus or of a rule. */
export function EventsTags({ arn: ResourceARN, owner }: { arn: string; owner: string }) {
  const client = useClient(EventBridgeClient);
  const tags = useLive(`events/tags/${ResourceARN}`, async () => {
    const { Tags = [] } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
    return Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  });
  return (
    <TagsPanel
      owner={owner}
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
