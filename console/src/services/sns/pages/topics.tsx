import { paginateListTopics, SNSClient } from "@aws-sdk/client-sns";
import Button from "@cloudscape-design/components/button";
import { nameOfArn } from "../../../choices/choice.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import type { Column } from "../../../table/resource-table.tsx";
import { topicPath } from "../paths.ts";
import { useDeleteTopic } from "../topic/remove-topics.tsx";
import { typeOfTopic } from "../topic/topic.ts";

/** More than a page shows or a user reads. */
const mostTopics = 5_000;

export function Component() {
  const several = useSeveral();
  const client = useClient(SNSClient);
  const topics = useLive("sns/topics", async (signal) => {
    const found: string[] = [];
    for await (const { Topics = [] } of paginateListTopics({ client }, {})) {
      signal.throwIfAborted();
      found.push(...Topics.map(({ TopicArn = "" }) => TopicArn));
      if (found.length >= mostTopics) break;
    }
    return found;
  });
  const remove = useDeleteTopic(topics.refresh);
  return (
    <ListPage<string>
      id="sns.topics"
      title="Topics"
      noun="topics"
      feature="SNS"
      live={topics}
      columns={columns}
      rowId={(arn) => arn}
      rowName={nameOfArn}
      select="multi"
      rowArn={(arn) => arn}
      sortBy={{ column: "name" }}
      filters={[{ id: "type", label: "Type", value: typeOfTopic }]}
      create={{ text: "Create topic", href: "/console/sns/create-topic" }}
      empty="No topics. To get started, create a topic."
      actions={(chosen, selected = onlyOf(chosen)) => (
        <>
          <RouteButton disabled={!selected} href={selected && `${topicPath(selected)}/edit`}>
            Edit
          </RouteButton>
          <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "topics", remove)}>
            Delete
          </Button>
          <RouteButton disabled={!selected} href={selected && `${topicPath(selected)}/publish`}>
            Publish message
          </RouteButton>
        </>
      )}
    />
  );
}

const columns: readonly Column<string>[] = [
  {
    id: "name",
    header: "Name",
    cell: (arn) => <RouteLink href={topicPath(arn)}>{nameOfArn(arn)}</RouteLink>,
    value: nameOfArn,
    width: 300,
  },
  { id: "type", header: "Type", cell: typeOfTopic, value: typeOfTopic, width: 130 },
  { id: "arn", header: "ARN", cell: (arn) => arn, value: (arn) => arn, width: 460 },
];
