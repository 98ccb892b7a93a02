import { EventBridgeClient, TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useAction } from "../live/use-action.ts";
import { ErrorAlert } from "../shell/error-alert.tsx";
import { useClient } from "../shell/session-provider.tsx";
import { sampleEvents } from "./sample-events.ts";

/** Whether the pattern matches an event: the server says it, by what its rules use. */
export function PatternTester({ pattern }: { pattern: string }) {
  const client = useClient(EventBridgeClient);
  const [sample, setSample] = useState(sampleEvents[0]!.name);
  const [event, setEvent] = useState(() => format(sampleEvents[0]!.event));
  const [answer, setAnswer] = useState<{ readonly of: string; readonly isMatch: boolean }>();
  const test = useAction(async () => {
    setAnswer(undefined);
    const { Result = false } = await client.send(new TestEventPatternCommand({ EventPattern: pattern, Event: event }));
    setAnswer({ of: `${pattern}\n${event}`, isMatch: Result });
  });
  // What was said of another pattern or event is not true of this one.
  const shown = answer?.of === `${pattern}\n${event}` ? answer : undefined;
  const options = sampleEvents.map(({ name }) => ({ value: name, label: name }));
  return (
    <SpaceBetween size="s">
      <FormField
        label="Sample events"
        description="You don't have to select or enter a sample event, but it's recommended so you can reference it when you write and test the event pattern."
      >
        <Select
          ariaLabel="Sample events"
          options={options}
          selectedOption={options.find(({ value }) => value === sample) ?? null}
          onChange={({ detail }) => {
            const chosen = sampleEvents.find(({ name }) => name === detail.selectedOption.value) ?? sampleEvents[0]!;
            setSample(chosen.name);
            setEvent(format(chosen.event));
          }}
        />
      </FormField>
      <FormField label="Sample event" stretch>
        <Textarea value={event} rows={10} spellcheck={false} onChange={({ detail }) => setEvent(detail.value)} />
      </FormField>
      <SpaceBetween direction="horizontal" size="s" alignItems="center">
        <Button formAction="none" loading={test.isRunning} onClick={() => void test.run()}>
          Test pattern
        </Button>
        {shown && (
          <StatusIndicator type={shown.isMatch ? "success" : "warning"}>
            {shown.isMatch ? "Sample event matched the event pattern" : "Sample event did not match the event pattern"}
          </StatusIndicator>
        )}
      </SpaceBetween>
      <ErrorAlert error={test.error} title="The pattern could not be tested" feature="the test of event patterns" />
    </SpaceBetween>
  );
}

function format(event: object): string {
  return JSON.stringify(event, undefined, 2);
}
