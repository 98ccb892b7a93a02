import {
  CloudWatchLogsClient,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { TagsPanel } from "../../../tags/tags-panel.tsx";

interface GroupTagsProps {
  readonly arn: string;
  readonly name: string;
}

export function GroupTags({ arn, name }: GroupTagsProps) {
  const client = useClient(CloudWatchLogsClient);
  // The API of tags wants it without what means "and all its streams".
  const resourceArn = arn.replace(/:\*$/, "");
  const tags = useLive(
    `logs/tags/${resourceArn}`,
    async () => (await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags ?? {},
    { everyMs: 5_000 },
  );
  return (
    <TagsPanel
      owner={`log group ${name}`}
      tags={tags}
      add={(added) => client.send(new TagResourceCommand({ resourceArn, tags: added }))}
      remove={(tagKeys) => client.send(new UntagResourceCommand({ resourceArn, tagKeys }))}
    />
  );
}
