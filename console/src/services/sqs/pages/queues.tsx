import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { useNavigate } from "react-router";
import { nameOfArn } from "../../../choices/choice.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime } from "../../../text/times.ts";
import { queuePath, sendReceivePath } from "../paths.ts";
import { encryptionOf, type QueueDescription, redrivePolicyOf, typeOf, useQueues } from "../queue/queue.ts";
import { useDeleteQueue, usePurgeQueue } from "../queue/remove-queue.tsx";

export function Component() {
  const several = useSeveral();
  const queues = useQueues();
  const navigate = useNavigate();
  const remove = useDeleteQueue(queues.refresh);
  const purge = usePurgeQueue(queues.refresh);
  return (
    <ListPage
      id="sqs.queues"
      title="Queues"
      noun="queues"
      live={queues}
      columns={columns}
      rowId={({ name }) => name}
      select="multi"
      sortBy={{ column: "name" }}
      searchPlaceholder="Search queues by name"
      filters={[{ id: "type", label: "Type", value: typeOf }]}
      create={{ text: "Create queue", href: "/console/sqs/create-queue" }}
      empty="No queues. To get started, create a queue."
      actions={(chosen, selected = onlyOf(chosen)) => (
        <>
          <RouteButton disabled={!selected} href={selected && `${queuePath(selected.name)}/edit`}>
            Edit
          </RouteButton>
          <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "queues", remove)}>
            Delete
          </Button>
          <RouteButton disabled={!selected} href={selected && sendReceivePath(selected.name)}>
            Send and receive messages
          </RouteButton>
          <ButtonDropdown
            disabled={!selected}
            items={[
              { id: "purge", text: "Purge" },
              { id: "sns", text: "Subscribe to Amazon SNS topic" },
              { id: "lambda", text: "Configure Lambda function trigger" },
              { id: "redrive", text: "Start DLQ redrive" },
              { id: "look", text: "Look into the queue" },
            ]}
            onItemClick={({ detail }) => {
              if (!selected) return;
              if (detail.id === "purge") void purge(selected);
              else void navigate(queuePath(selected.name, detail.id));
            }}
          >
            Actions
          </ButtonDropdown>
        </>
      )}
    />
  );
}

const columns: readonly Column<QueueDescription>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ name }) => <RouteLink href={queuePath(name)}>{name}</RouteLink>,
    value: ({ name }) => name,
    width: 260,
  },
  { id: "type", header: "Type", cell: typeOf, value: typeOf, width: 110 },
  {
    id: "created",
    header: "Created",
    cell: ({ attributes }) => formatTime(toMs(attributes.CreatedTimestamp)),
    value: ({ attributes }) => toMs(attributes.CreatedTimestamp),
    width: 290,
  },
  count("available", "Messages available", "ApproximateNumberOfMessages"),
  count("in-flight", "Messages in flight", "ApproximateNumberOfMessagesNotVisible"),
  {
    id: "dlq",
    header: "Dead-letter queue",
    cell: ({ attributes }) => {
      const redrive = redrivePolicyOf(attributes);
      if (!redrive) return "-";
      const name = nameOfArn(redrive.deadLetterTargetArn);
      return <RouteLink href={queuePath(name)}>{name}</RouteLink>;
    },
    value: ({ attributes }) => nameOfArn(redrivePolicyOf(attributes)?.deadLetterTargetArn ?? ""),
    width: 200,
  },
  {
    id: "encryption",
    header: "Encryption",
    cell: ({ attributes }) => encryptionOf(attributes),
    value: ({ attributes }) => encryptionOf(attributes),
    width: 220,
  },
  {
    id: "deduplication",
    header: "Content-based deduplication",
    cell: ({ attributes }) => deduplicationOf(attributes.ContentBasedDeduplication),
    value: ({ attributes }) => deduplicationOf(attributes.ContentBasedDeduplication),
    width: 230,
    hidden: true,
  },
];

function count(id: string, header: string, attribute: string): Column<QueueDescription> {
  return {
    id,
    header,
    cell: ({ attributes }) => attributes[attribute] ?? "-",
    value: ({ attributes }) => Number(attributes[attribute] ?? 0),
    width: 170,
  };
}

function toMs(seconds: string | undefined): number | undefined {
  return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

function deduplicationOf(value: string | undefined): string {
  if (value === undefined) return "-";
  return value === "true" ? "Enabled" : "Disabled";
}
