import { CloudWatchLogsClient, GetLogRecordCommand } from "@aws-sdk/client-cloudwatch-logs";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTimestamp } from "../../../text/times.ts";
import { streamPath } from "../paths.ts";
import { MessageText } from "./message-text.tsx";

interface RecordDialogProps {
  readonly pointer: string;
  readonly onClose: () => void;
}

/** All fields of a result's event. */
export function RecordDialog({ pointer, onClose }: RecordDialogProps) {
  const client = useClient(CloudWatchLogsClient);
  const record = useLive(
    `logs/record/${pointer}`,
    async () => (await client.send(new GetLogRecordCommand({ logRecordPointer: pointer }))).logRecord ?? {},
    { everyMs: Number.POSITIVE_INFINITY },
  );
  return (
    <Modal visible size="large" header="Log record" onDismiss={onClose}>
      <Loaded live={record} what="the record">
        {(fields) => (
          <KeyValuePairs
            columns={1}
            items={Object.entries(fields).map(([label, value]) => ({
              label,
              value:
                label === "@message" ? (
                  <MessageText message={value} />
                ) : /^@(?:timestamp|ingestionTime)$/.test(label) ? (
                  formatTimestamp(Number(value))
                ) : label === "@logStream" ? (
                  <RouteLink href={streamPath((fields["@log"] ?? "").replace(/^\d+:/, ""), value)}>{value}</RouteLink>
                ) : (
                  <span className="squall-anywhere">{value}</span>
                ),
            }))}
          />
        )}
      </Loaded>
    </Modal>
  );
}
