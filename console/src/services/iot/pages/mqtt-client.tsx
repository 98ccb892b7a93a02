import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { DescribedFields } from "../../../described/described-fields.tsx";
import type { Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { Fields, useFormCheck } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { Page } from "../../../shell/page.tsx";
import { ConnectionState } from "../mqtt/connection-state.tsx";
import { MessageList } from "../mqtt/message-list.tsx";
import { checkTopic, checkTopicFilter, takesTopic } from "../mqtt/topics.ts";
import { type Mqtt, useMqtt } from "../mqtt/use-mqtt.ts";

/** Subscribes and publishes, as any client does. */
export function Component() {
  const mqtt = useMqtt("console");
  const [form, setForm] = useState("subscribe");
  return (
    <Page
      title="MQTT test client"
      breadcrumbs={[]}
      description="See what devices publish, and publish to them. Messages are shown while this page is open."
    >
      <SpaceBetween size="l">
        <ConnectionState mqtt={mqtt} />
        <Container>
          <Tabs
            ariaLabel="Subscribe or publish"
            activeTabId={form}
            onChange={({ detail }) => setForm(detail.activeTabId)}
            tabs={[
              { id: "subscribe", label: "Subscribe to a topic", content: <Subscribe mqtt={mqtt} /> },
              { id: "publish", label: "Publish to a topic", content: <Publish mqtt={mqtt} /> },
            ]}
          />
        </Container>
        <Subscriptions mqtt={mqtt} />
      </SpaceBetween>
    </Page>
  );
}

const qosField: FieldDescription = {
  name: "qos",
  label: "Quality of Service",
  kind: "radio",
  options: [
    { value: "0", label: "QoS 0: the message is delivered once at the most" },
    { value: "1", label: "QoS 1: the message is delivered once at least" },
  ],
};

const subscribeFields: readonly FieldDescription[] = [
  {
    name: "filter",
    label: "Topic filter",
    description: "+ stands for one level, # at the end for all that follow.",
    required: "Enter a topic filter.",
    problem: checkTopicFilter,
  },
  qosField,
];

const publishFields: readonly FieldDescription[] = [
  { name: "topic", label: "Topic name", required: "Enter a topic name.", problem: checkTopic },
  { name: "payload", label: "Message payload", kind: "area", rows: 6 },
  qosField,
  { name: "retain", label: "Retain", kind: "check", text: "Retain message on this topic" },
];

function Subscribe({ mqtt }: { mqtt: Mqtt }) {
  return (
    <SmallForm
      fields={subscribeFields}
      initial={{ filter: "#", qos: "0" }}
      submit="Subscribe"
      failed="The subscription was refused"
      isReady={mqtt.state === "connected"}
      work={({ filter = "", qos }) => mqtt.subscribe(filter, qos === "1" ? 1 : 0)}
    />
  );
}

function Publish({ mqtt }: { mqtt: Mqtt }) {
  return (
    <SmallForm
      fields={publishFields}
      initial={{ topic: "hello/world", payload: '{\n  "message": "Hello from the console"\n}', qos: "0" }}
      submit="Publish"
      failed="The message was not published"
      isReady={mqtt.state === "connected"}
      work={({ topic = "", payload = "", qos, retain }) =>
        mqtt.publish(topic, payload, { qos: qos === "1" ? 1 : 0, retain: retain === "true" })
      }
    />
  );
}

interface SmallFormProps {
  readonly fields: readonly FieldDescription[];
  readonly initial: Values;
  readonly submit: string;
  readonly failed: string;
  readonly isReady: boolean;
  readonly work: (values: Values) => Promise<void>;
}

/** Fields and a button that may be pressed again and again. */
function SmallForm({ fields, initial, submit, failed, isReady, work }: SmallFormProps) {
  const form = useFormCheck();
  const [values, setValues] = useState(initial);
  const action = useAction(() => work(values));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && form.check()) void action.run();
      }}
    >
      <SpaceBetween size="m">
        <Fields form={form}>
          <DescribedFields fields={fields} values={values} onChange={setValues} />
        </Fields>
        {action.error !== undefined && <ErrorAlert error={action.error} title={failed} />}
        <Button variant="primary" disabled={!isReady} loading={action.isRunning}>
          {submit}
        </Button>
      </SpaceBetween>
    </form>
  );
}

const everything = { value: "", label: "All subscriptions" };

function Subscriptions({ mqtt }: { mqtt: Mqtt }) {
  const [chosen, setChosen] = useState("");
  const options = [everything, ...mqtt.filters.map((value) => ({ value, label: value }))];
  const shown = options.find(({ value }) => value === chosen) ?? everything;
  const messages = mqtt.messages.filter(({ topic }) => shown.value === "" || takesTopic(shown.value, topic));
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${messages.length})`}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={shown.value === ""} onClick={() => void mqtt.unsubscribe(shown.value)}>
                Unsubscribe
              </Button>
              <Button disabled={mqtt.messages.length === 0} onClick={mqtt.clear}>
                Clear
              </Button>
            </SpaceBetween>
          }
        >
          Messages
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField label="Subscription">
          <Select
            options={options}
            selectedOption={shown}
            onChange={({ detail }) => setChosen(detail.selectedOption.value ?? "")}
          />
        </FormField>
        <MessageList
          messages={messages}
          empty={mqtt.filters.length === 0 ? "Subscribe to a topic to see its messages." : "No messages yet."}
        />
      </SpaceBetween>
    </Container>
  );
}
