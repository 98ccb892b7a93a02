import { IoTClient } from "@aws-sdk/client-iot";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { signedFetch } from "../../../aws/signed-fetch.ts";
import { DescribedFields } from "../../../described/described-fields.tsx";
import type { FieldDescription } from "../../../described/field-description.ts";
import { useAction } from "../../../live/use-action.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { JsonText } from "../../../shell/json-text.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { type RuleForm, toAction } from "./rule-form.ts";

/** What the server says of a rule and a message (docs/decisions/0090-pages-from-descriptions.md). */
interface SampleResult {
  readonly isOfTopic: boolean;
  readonly isSelected: boolean;
  readonly output?: string;
  readonly outputBase64?: string;
  readonly actions: readonly { readonly kind: string; readonly settings: unknown }[];
  readonly error?: string;
}

const fields: readonly FieldDescription[] = [
  { name: "topic", label: "Sample topic", required: "Enter a topic." },
  {
    name: "payload",
    label: "Sample message",
    kind: "code",
    language: "json",
    heightPixels: 140,
    required: "Enter a message.",
  },
];

/** The statement against a message that somebody makes up: what the actions would be given, with nothing carried out. */
export function SampleTest({ form }: { form: RuleForm }) {
  const client = useClient(IoTClient);
  const { account, region } = useSession();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({
    topic: "device/1/data",
    payload: '{\n  "temperature": 21\n}',
  });
  const [result, setResult] = useState<SampleResult>();
  const test = useAction(async () => {
    const actions = form.actions
      .filter(({ kind }) => kind !== "")
      .map((action) => toAction(action, { account, region }));
    const sample = {
      ...values,
      sql: form.sql,
      awsIotSqlVersion: form.version,
      ruleName: form.name || undefined,
      actions,
    };
    const response = await signedFetch(client, {
      ...{ service: "iot", region, method: "POST" as const, path: "/_aws/iot/test-rule", query: {} },
      body: JSON.stringify(sample),
    });
    setResult((await response.json()) as SampleResult);
  });
  return (
    <ExpandableSection
      variant="container"
      headerText="Test against a sample message"
      headerDescription="Shows what the statement makes of a message. Nothing is carried out."
      headingTagOverride="h2"
    >
      <SpaceBetween size="m">
        <DescribedFields fields={fields} values={values} onChange={setValues} />
        <Button formAction="none" loading={test.isRunning} onClick={() => void test.run()}>
          Test rule
        </Button>
        <div aria-live="polite">
          {test.error !== undefined ? (
            <ErrorAlert error={test.error} title="The rule could not be tested" />
          ) : (
            result && <Result result={result} />
          )}
        </div>
      </SpaceBetween>
    </ExpandableSection>
  );
}

function Result({ result }: { result: SampleResult }) {
  const { isOfTopic, isSelected, output, outputBase64, actions, error } = result;
  if (error !== undefined) return <StatusIndicator type="error">{error}</StatusIndicator>;
  if (!isOfTopic) return <StatusIndicator type="stopped">The topic is not one that the rule is FROM.</StatusIndicator>;
  if (!isSelected) return <StatusIndicator type="stopped">The condition (WHERE) does not hold.</StatusIndicator>;
  return (
    <SpaceBetween size="s">
      <StatusIndicator type="success">The message is selected. The actions are given:</StatusIndicator>
      <JsonText text={output ?? outputBase64 ?? ""} testId="sample-output" />
      {actions.map(({ kind, settings }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are shown as they came, and there may be two of a kind.
        <div key={index}>
          <Box fontWeight="bold">{kind}</Box>
          <JsonText text={JSON.stringify(settings)} />
        </div>
      ))}
    </SpaceBetween>
  );
}
