import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useParams } from "react-router";
import { EventPatternField } from "../../../event-pattern/event-pattern-field.tsx";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { busPath } from "../paths.ts";

/** One event at a time; the form stays for the next. */
export function Component() {
  const { bus = "" } = useParams();
  const client = useClient(EventBridgeClient);
  const notify = useNotify();
  const [source, setSource] = useState("");
  const [detailType, setDetailType] = useState("");
  const [detail, setDetail] = useState("{}");
  const send = useAction(async () => {
    const { Entries: [entry] = [] } = await client.send(
      new PutEventsCommand({
        Entries: [{ EventBusName: bus, Source: source, DetailType: detailType, Detail: detail }],
      }),
    );
    if (entry?.ErrorCode) throw Object.assign(new Error(entry.ErrorMessage), { name: entry.ErrorCode });
    notify.success(`The event was sent. Event ID: ${entry?.EventId}`);
  });
  return (
    <Page
      title="Send events"
      breadcrumbs={[
        { text: "Event buses", href: "/console/events/buses" },
        { text: bus, href: busPath(bus) },
      ]}
    >
      <EditForm action={send} submit="Send" cancelTo={busPath(bus)} failed="The event could not be sent">
        <Container header={<Header variant="h2">Event 1</Header>}>
          <SpaceBetween size="l">
            <Field
              label="Event source"
              description="Identifies the service that generated the event: com.example.shop."
              problem={
                source === ""
                  ? "Enter a source."
                  : source.startsWith("aws.")
                    ? "Sources that begin with aws. are AWS's own."
                    : undefined
              }
            >
              <Input value={source} spellcheck={false} onChange={({ detail: { value } }) => setSource(value)} />
            </Field>
            <Field label="Detail type" problem={detailType === "" ? "Enter a detail type." : undefined}>
              <Input value={detailType} spellcheck={false} onChange={({ detail: { value } }) => setDetailType(value)} />
            </Field>
            <EventPatternField
              label="Event detail"
              description="A JSON object with information about the event."
              pattern={detail}
              onChange={setDetail}
            />
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}
