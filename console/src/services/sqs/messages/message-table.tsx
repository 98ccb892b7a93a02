import type { Message } from "@aws-sdk/client-sqs";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import type { Live } from "../../../live/use-live.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { formatTimestamp } from "../../../text/times.ts";

interface MessageTableProps {
  readonly id: string;
  readonly title: string;
  readonly description?: ReactNode;
  readonly live: Live<readonly Message[]>;
  readonly onView: (message: Message) => void;
  readonly empty: string;
  readonly select?: "multi";
  readonly onSelect?: (selected: readonly Message[]) => void;
  readonly hideRefresh?: boolean;
  readonly actions?: (selected: readonly Message[]) => ReactNode;
}

/** Messages of a queue: ID, sent, size, receive count, as AWS's console has them, and the body's beginning. */
export function MessageTable({ onView, empty, actions, ...table }: MessageTableProps) {
  return (
    <ResourceTable
      {...table}
      noun="messages"
      columns={toColumns(onView)}
      rowId={({ MessageId = "" }) => MessageId}
      searchPlaceholder="Search messages"
      empty={{ text: empty }}
      actions={
        actions &&
        ((selected) => (
          <>
            <Button disabled={selected.length !== 1} onClick={() => selected[0] && onView(selected[0])}>
              View details
            </Button>
            {actions(selected)}
          </>
        ))
      }
    />
  );
}

function toColumns(onView: (message: Message) => void): readonly Column<Message>[] {
  return [
    {
      id: "id",
      header: "ID",
      cell: (message) => (
        <Link
          href="#"
          onFollow={(event) => {
            event.preventDefault();
            onView(message);
          }}
        >
          {message.MessageId}
        </Link>
      ),
      value: ({ MessageId }) => MessageId,
      width: 330,
    },
    {
      id: "body",
      header: "Body",
      cell: ({ Body = "" }) => <span className="squall-mono">{Body.slice(0, 80)}</span>,
      value: ({ Body }) => Body,
      width: 260,
    },
    {
      id: "sent",
      header: "Sent",
      cell: ({ Attributes }) => formatTimestamp(numberOf(Attributes?.SentTimestamp)),
      value: ({ Attributes }) => numberOf(Attributes?.SentTimestamp),
      width: 260,
    },
    {
      id: "size",
      header: "Size",
      cell: ({ Body = "" }) => formatBytes(bytesOf(Body)),
      value: ({ Body = "" }) => bytesOf(Body),
      width: 110,
    },
    {
      id: "receives",
      header: "Receive count",
      cell: ({ Attributes }) => Attributes?.ApproximateReceiveCount ?? "-",
      value: ({ Attributes }) => numberOf(Attributes?.ApproximateReceiveCount),
      width: 150,
    },
    {
      id: "group",
      header: "Message group ID",
      cell: ({ Attributes }) => Attributes?.MessageGroupId ?? "-",
      value: ({ Attributes }) => Attributes?.MessageGroupId,
      width: 180,
      hidden: true,
    },
  ];
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function bytesOf(body: string): number {
  return new TextEncoder().encode(body).length;
}
