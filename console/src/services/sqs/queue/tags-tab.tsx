import { ListQueueTagsCommand, SQSClient, TagQueueCommand, UntagQueueCommand } from "@aws-sdk/client-sqs";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { TagsPanel } from "../../../tags/tags-panel.tsx";
import type { QueueDescription } from "./queue.ts";

export function TagsTab({ queue: { name, url: QueueUrl } }: { queue: QueueDescription }) {
  const client = useClient(SQSClient);
  const tags = useLive(`sqs/tags/${name}`, async () => {
    const { Tags = {} } = await client.send(new ListQueueTagsCommand({ QueueUrl }));
    return Tags;
  });
  return (
    <TagsPanel
      owner={`queue ${name}`}
      tags={tags}
      add={(Tags) => client.send(new TagQueueCommand({ QueueUrl, Tags }))}
      remove={(TagKeys) => client.send(new UntagQueueCommand({ QueueUrl, TagKeys }))}
    />
  );
}
