import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTimestamp } from "../../../text/times.ts";
import { checkEventName, toEventJson, useSavedEvents } from "../test/saved-events.ts";
import { TenantField } from "../test/tenant-field.tsx";
import { useTestRun } from "../test/use-test-run.ts";
import { readInvocationLog } from "./invocation-log.ts";
import type { Invocation } from "./invocations.ts";
import { type KeptEvent, readKeptEvent } from "./kept-event.ts";

interface ReplayDialogProps {
  readonly configuration: FunctionConfiguration;
  readonly logGroup: string;
  readonly invocation: Invocation;
  readonly onClose: () => void;
}

/** Runs the very event of an invocation again, against the code of now: what it gave then and now, side by side. */
export function ReplayDialog({ configuration, logGroup, invocation, onClose }: ReplayDialogProps) {
  const { FunctionArn: arn = "" } = configuration;
  const { requestId } = invocation;
  const kept = useLive(
    `lambda/kept-event/${arn}/${requestId}`,
    async (signal) => ({ event: await readKeptEvent(arn, requestId, signal) }),
    { everyMs: Number.POSITIVE_INFINITY },
  );
  return (
    <Modal visible size="max" header={`Replay ${requestId}`} onDismiss={onClose}>
      <Loaded live={kept} what="the event">
        {({ event }) =>
          event ? (
            <Replay configuration={configuration} logGroup={logGroup} invocation={invocation} kept={event} />
          ) : (
            <Alert type="info" header="The event is not there any more">
              This server keeps the newest events of all functions in its memory, 16 MiB unless it was started with
              another --kept-events, and forgets them when it stops. Events of more than 256 KiB are not kept.
            </Alert>
          )
        }
      </Loaded>
    </Modal>
  );
}

interface ReplayProps extends Pick<ReplayDialogProps, "configuration" | "logGroup" | "invocation"> {
  readonly kept: KeptEvent;
}

function Replay({ configuration, logGroup, invocation, kept }: ReplayProps) {
  const { FunctionName: name = "" } = configuration;
  const logs = useClient(CloudWatchLogsClient);
  const run = useTestRun(name);
  const before = useLive(
    `lambda/invocation-log/${logGroup}/${invocation.requestId}`,
    (signal) => readInvocationLog(logs, logGroup, invocation, signal),
    { everyMs: Number.POSITIVE_INFINITY },
  );
  const { result } = run;
  return (
    <SpaceBetween size="m">
      <div>
        <Box variant="h3">Event</Box>
        <Text text={indented(kept.event)} label="Event" />
      </div>
      <TenantField configuration={configuration} run={run} />
      <div className="squall-actions">
        <Button
          variant="primary"
          loading={run.invoke.isRunning}
          loadingText="The function runs"
          onClick={() => void run.invoke.run(kept.event, "RequestResponse")}
        >
          Run again
        </Button>
        <SaveEvent name={name} json={indented(kept.event)} />
      </div>
      <ErrorAlert error={run.invoke.error} title="The function could not be invoked" />
      <ColumnLayout columns={2}>
        <Outcome
          title={`Then, ${formatTimestamp(invocation.atMs)}`}
          failed={kept.failed ?? invocation.isError}
          durationMs={invocation.durationMs}
          payload={
            kept.payload === undefined
              ? "The answer was streamed, or was too large to be kept."
              : indented(kept.payload)
          }
          log={before.data ?? (before.isLoading ? "Loading the log" : "The log could not be read.")}
        />
        {result ? (
          <Outcome
            title={`Now, ${formatTimestamp(result.endedAtMs)}`}
            failed={result.functionError !== undefined}
            durationMs={result.report?.durationMs}
            payload={result.payload}
            log={result.log.trimEnd()}
            isSame={kept.payload !== undefined && indented(kept.payload) === result.payload}
          />
        ) : (
          <Box color="text-body-secondary">Run it again to see what today's code makes of it.</Box>
        )}
      </ColumnLayout>
    </SpaceBetween>
  );
}

interface OutcomeProps {
  readonly title: string;
  readonly failed: boolean;
  readonly durationMs: number | undefined;
  readonly payload: string;
  readonly log: string;
  readonly isSame?: boolean;
}

function Outcome({ title, failed, durationMs, payload, log, isSame }: OutcomeProps) {
  return (
    <SpaceBetween size="xs">
      <Box variant="h3">{title}</Box>
      <StatusIndicator type={failed ? "error" : "success"}>
        {failed ? "Failed" : "Succeeded"}
        {durationMs !== undefined && ` in ${durationMs.toFixed(2)} ms`}
        {isSame !== undefined && (isSame ? ", with the same result" : ", with another result")}
      </StatusIndicator>
      <Text text={payload} label={`Result: ${title}`} />
      <Text text={log} label={`Log: ${title}`} />
    </SpaceBetween>
  );
}

function Text({ text, label }: { text: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <pre className="squall-pre squall-short" tabIndex={0} data-testid={label}>
      {text}
    </pre>
  );
}

function SaveEvent({ name, json }: { name: string; json: string }) {
  const saved = useSavedEvents(name);
  const notify = useNotify();
  const [eventName, setEventName] = useState("");
  const [isTried, setTried] = useState(false);
  const problem = checkEventName(eventName, saved.events);
  const save = () => {
    setTried(true);
    if (problem) return;
    saved.save(eventName, json);
    notify.success(`The test event ${eventName} was successfully saved.`);
    setTried(false);
    setEventName("");
  };
  return (
    <FormField errorText={isTried ? problem : undefined}>
      <div className="squall-actions">
        <Input
          value={eventName}
          placeholder="Name of a test event"
          ariaLabel="Name of a test event"
          spellcheck={false}
          onChange={({ detail }) => setEventName(detail.value)}
        />
        <Button onClick={save}>Save as test event</Button>
      </div>
    </FormField>
  );
}

function indented(json: string): string {
  try {
    return toEventJson(JSON.parse(json));
  } catch {
    return json;
  }
}
