import {
  APIGatewayClient,
  TestInvokeMethodCommand,
  type TestInvokeMethodCommandOutput,
} from "@aws-sdk/client-api-gateway";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { DescribedFields, recordOf } from "../../../described/described-fields.tsx";
import type { Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { Fields, useFormCheck } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { JsonText } from "../../../shell/json-text.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { methods } from "./integration-fields.ts";
import type { MethodName } from "./put-integration.ts";

/** The method as it stands, without a deployment: the request on one side, the answer on the other. */
export function MethodTest({ name, path }: { name: MethodName; path: string }) {
  const client = useClient(APIGatewayClient);
  const form = useFormCheck();
  const [values, setValues] = useState<Values>({ verb: "GET" });
  const [answer, setAnswer] = useState<TestInvokeMethodCommandOutput>();
  const variables = [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, variable = ""]) => variable);
  const fields: readonly FieldDescription[] = [
    ...(name.httpMethod === "ANY"
      ? [{ name: "verb", label: "Method type", kind: "select" as const, options: methods }]
      : []),
    ...variables.map((variable) => ({
      name: `path.${variable}`,
      label: `Path {${variable}}`,
      required: "Enter a value for the path.",
    })),
    { name: "query", label: "Query strings", placeholder: "param1=value1&param2=value2" },
    { name: "headers", label: "Headers", kind: "pairs", add: "Add header", empty: "No headers." },
    { name: "variables", label: "Stage variables", kind: "pairs", add: "Add variable", empty: "No variables." },
    { name: "body", label: "Request body", kind: "code", language: "json", heightPixels: 140 },
  ];
  const test = useAction(async () => {
    const filled = path.replaceAll(/\{([^}+]+)\+?\}/g, (_all, variable: string) => values[`path.${variable}`] ?? "");
    setAnswer(
      await client.send(
        new TestInvokeMethodCommand({
          ...name,
          httpMethod: name.httpMethod === "ANY" ? values.verb : name.httpMethod,
          pathWithQueryString: `${filled}${values.query ? `?${values.query}` : ""}`,
          headers: recordOf(values.headers),
          stageVariables: recordOf(values.variables),
          body: values.body || undefined,
        }),
      ),
    );
  });
  return (
    <ColumnLayout columns={2}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (form.check()) void test.run();
        }}
      >
        <SpaceBetween size="m">
          <Fields form={form}>
            <DescribedFields fields={fields} values={values} onChange={setValues} />
          </Fields>
          <Button variant="primary" loading={test.isRunning}>
            Test
          </Button>
        </SpaceBetween>
      </form>
      <div aria-live="polite" data-testid="answer">
        {test.error !== undefined ? (
          <ErrorAlert error={test.error} title="The method could not be tested" />
        ) : answer ? (
          <Answer answer={answer} />
        ) : (
          <Box color="text-body-secondary">The answer stands here, with the log of how it came about.</Box>
        )}
      </div>
    </ColumnLayout>
  );
}

function Answer({
  answer: { status = 0, latency, body = "", headers = {}, log = "" },
}: {
  answer: TestInvokeMethodCommandOutput;
}) {
  return (
    <SpaceBetween size="s">
      <StatusIndicator type={status < 400 ? "success" : "error"}>
        Status {status} · {latency} ms
      </StatusIndicator>
      <Box variant="h3">Response body</Box>
      <JsonText text={body} testId="answer-body" />
      <Box variant="h3">Response headers</Box>
      <JsonText text={JSON.stringify(headers)} />
      <ExpandableSection headerText="Log" defaultExpanded>
        <JsonText text={log} testId="answer-log" />
      </ExpandableSection>
    </SpaceBetween>
  );
}
