import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Flashbar from "@cloudscape-design/components/flashbar";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import type { UploadProgress, Uploads } from "./use-uploads.ts";

interface UploadStatusProps {
  readonly uploads: Uploads;
  readonly destination: string;
  readonly onClose: () => void;
}

export function UploadStatus({ uploads, destination, onClose }: UploadStatusProps) {
  const { progress, isRunning } = uploads;
  const totalBytes = progress.reduce((sum, { upload }) => sum + upload.file.size, 0);
  const sentBytes = progress.reduce((sum, one) => sum + one.sentBytes, 0);
  const succeeded = progress.filter(({ state }) => state === "succeeded");
  const failed = progress.filter(({ state }) => state === "failed" || state === "cancelled");
  return (
    <SpaceBetween size="l">
      <Flashbar items={[toMessage(isRunning, failed.length)]} />
      {isRunning && (
        <ProgressBar
          label="Uploading"
          description={`${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}`}
          value={totalBytes === 0 ? 100 : Math.round((100 * sentBytes) / totalBytes)}
        />
      )}
      <Container
        header={
          <Header
            variant="h2"
            actions={
              isRunning ? <Button onClick={uploads.cancel}>Cancel</Button> : <Button onClick={onClose}>Close</Button>
            }
          >
            Summary
          </Header>
        }
      >
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Destination", value: <span className="squall-anywhere">{destination}</span> },
            { label: "Succeeded", value: <StatusIndicator>{describe(succeeded)}</StatusIndicator> },
            {
              label: "Failed",
              value: (
                <StatusIndicator type={failed.length > 0 ? "error" : "stopped"}>{describe(failed)}</StatusIndicator>
              ),
            },
          ]}
        />
      </Container>
      <ResourceTable<UploadProgress>
        id="s3.uploaded"
        title="Files and folders"
        noun="files"
        live={{ data: progress, error: undefined, isLoading: false, refresh: () => undefined }}
        hideRefresh
        columns={columns}
        rowId={({ upload }) => upload.key}
        searchPlaceholder="Find by name"
        empty={{ text: "No files." }}
      />
    </SpaceBetween>
  );
}

function toMessage(isRunning: boolean, failed: number) {
  if (isRunning)
    return {
      id: "running",
      type: "in-progress",
      loading: true,
      content: "Uploading. Leaving this page stops it.",
    } as const;
  if (failed > 0)
    return {
      id: "failed",
      type: "error",
      header: "Upload failed",
      content: "For more information, see the Error column below.",
    } as const;
  return {
    id: "done",
    type: "success",
    header: "Upload succeeded",
    content: "For more information, see the Files and folders table.",
  } as const;
}

function describe(list: readonly UploadProgress[]): string {
  const bytes = list.reduce((sum, { upload }) => sum + upload.file.size, 0);
  return `${list.length} ${list.length === 1 ? "file" : "files"}, ${formatBytes(bytes)}`;
}

const states: Readonly<Record<UploadProgress["state"], readonly [StatusIndicatorProps.Type, string]>> = {
  waiting: ["pending", "Pending"],
  sending: ["in-progress", "In progress"],
  succeeded: ["success", "Succeeded"],
  failed: ["error", "Failed"],
  cancelled: ["stopped", "Cancelled"],
};

const columns: readonly Column<UploadProgress>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ upload }) => upload.file.name,
    value: ({ upload }) => upload.file.name,
    width: 260,
  },
  { id: "key", header: "Key", cell: ({ upload }) => upload.key, value: ({ upload }) => upload.key, width: 220 },
  {
    id: "type",
    header: "Type",
    cell: ({ upload }) => upload.contentType,
    value: ({ upload }) => upload.contentType,
    width: 150,
  },
  {
    id: "size",
    header: "Size",
    cell: ({ upload }) => formatBytes(upload.file.size),
    value: ({ upload }) => upload.file.size,
    width: 110,
  },
  {
    id: "status",
    header: "Status",
    cell: ({ state }) => <StatusIndicator type={states[state][0]}>{states[state][1]}</StatusIndicator>,
    value: ({ state }) => state,
    width: 150,
  },
  {
    id: "error",
    header: "Error",
    cell: ({ error }) => (error ? <Box color="text-status-error">{error}</Box> : "-"),
    value: ({ error }) => error,
    width: 240,
  },
];
