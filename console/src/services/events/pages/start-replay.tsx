import { EventBridgeClient, StartReplayCommand } from "@aws-sdk/client-eventbridge";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { nameOfArn } from "../../../choices/choice.ts";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { TimeField } from "../../../form/time-field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";
import { useArchives } from "../archive/archives.ts";
import { useRules } from "../rule/rules.ts";

const hourMs = 3_600_000;

export function Component() {
  const [search] = useSearchParams();
  const client = useClient(EventBridgeClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const archives = useArchives();
  const [name, setName] = useState("");
  const [archive, setArchive] = useState(search.get("archive") ?? "");
  const [rules, setRules] = useState<readonly string[]>([]);
  const [from, setFrom] = useState(() => toText(cloudNowMs() - 24 * hourMs));
  const [to, setTo] = useState(() => toText(cloudNowMs() + 60_000));
  const chosen = archives.data?.find(({ ArchiveName }) => ArchiveName === archive);
  const busArn = chosen?.EventSourceArn ?? "";
  const busRules = useRules(nameOfArn(busArn) || "default");
  const start = useAction(async () => {
    await client.send(
      new StartReplayCommand({
        ReplayName: name,
        EventSourceArn: busArn.replace(/:event-bus\/.*$/, `:archive/${archive}`),
        EventStartTime: new Date(`${from}Z`),
        EventEndTime: new Date(`${to}Z`),
        Destination: { Arn: busArn, FilterArns: rules.length > 0 ? [...rules] : undefined },
      }),
    );
    await navigate("/console/events/replays");
    notify.success(`Replay ${name} was started successfully.`);
  });
  const options = (archives.data ?? []).map(({ ArchiveName = "" }) => ({ value: ArchiveName, label: ArchiveName }));
  return (
    <Page title="Start new replay" breadcrumbs={[{ text: "Replays", href: "/console/events/replays" }]}>
      <EditForm
        action={start}
        submit="Start Replay"
        cancelTo="/console/events/replays"
        failed="The replay could not be started"
      >
        <Container header={<Header variant="h2">Replay details</Header>}>
          <SpaceBetween size="l">
            <Field
              label="Name"
              problem={
                /^[.\-_A-Za-z0-9]{1,64}$/.test(name)
                  ? undefined
                  : "Enter a name of up to 64 letters, digits, periods, hyphens and underscores."
              }
            >
              <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
            </Field>
            <Field label="Source" problem={chosen ? undefined : "Choose an archive."}>
              <Select
                ariaLabel="Source"
                placeholder="Select archive"
                options={options}
                selectedOption={options.find(({ value }) => value === archive) ?? null}
                empty="There is no archive yet."
                onChange={({ detail }) => {
                  setArchive(detail.selectedOption.value ?? "");
                  setRules([]);
                }}
              />
            </Field>
            <Field
              label="Specify rules"
              description={`The events go to the bus that they came from${chosen ? `, ${nameOfArn(busArn)}` : ""}: to all of its rules, or to those that are chosen.`}
              problem={undefined}
            >
              <Multiselect
                ariaLabel="Specify rules"
                placeholder="All rules"
                options={(busRules.data ?? []).map(({ Arn = "", Name = "" }) => ({ value: Arn, label: Name }))}
                selectedOptions={rules.map((value) => ({ value, label: nameOfArn(value) }))}
                onChange={({ detail }) => setRules(detail.selectedOptions.map(({ value = "" }) => value))}
              />
            </Field>
            <TimeField label="Start time" time={from} onChange={setFrom} />
            <TimeField
              label="End time"
              time={to}
              onChange={setTo}
              problem={to > from ? undefined : "The end is after the start."}
            />
          </SpaceBetween>
        </Container>
      </EditForm>
    </Page>
  );
}

function toText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
