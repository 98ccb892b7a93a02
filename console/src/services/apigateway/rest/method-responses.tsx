import {
  APIGatewayClient,
  DeleteMethodResponseCommand,
  type MethodResponse,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { pairsText, recordOf } from "../../../described/described-fields.tsx";
import { linesOf, type Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import type { MethodPartProps } from "./method-part.ts";

const statusField: FieldDescription = {
  name: "status",
  label: "HTTP status code",
  required: "Enter a status code.",
  problem: (status) => (/^[1-5]\d\d$/.test(status) ? undefined : "Enter a status of three digits."),
};

const fields: readonly FieldDescription[] = [
  {
    name: "headers",
    label: "Response headers",
    kind: "area",
    rows: 3,
    constraint: "One name a line.",
    problem: (text) => {
      const wrong = linesOf(text).find((line) => !/^[\w-]+$/.test(line));
      return wrong === undefined ? undefined : `${wrong} is no header's name.`;
    },
  },
  {
    name: "models",
    label: "Response models",
    kind: "pairs",
    add: "Add model",
    empty: "No models.",
    valueLabel: "Model name",
    description: "By content type: application/json, and the model's name, such as Empty.",
  },
];

const header = "method.response.header.";

/** The answers that a method may give. */
export function MethodResponses({ name, method, onChange }: MethodPartProps) {
  const client = useClient(APIGatewayClient);
  const put = (statusCode: string, { headers, models }: Values) =>
    client.send(
      new PutMethodResponseCommand({
        ...name,
        statusCode,
        responseParameters: Object.fromEntries(linesOf(headers).map((one) => [`${header}${one}`, false])),
        responseModels: recordOf(models),
      }),
    );
  return (
    <PartTable<MethodResponse>
      id="apigateway.method-responses"
      title="Method responses"
      noun="method responses"
      one="method response"
      live={{
        data: Object.values(method.methodResponses ?? {}),
        error: undefined,
        isLoading: false,
        refresh: onChange,
      }}
      rowId={({ statusCode = "" }) => statusCode}
      name={({ statusCode = "" }) => statusCode}
      columns={[
        { id: "status", header: "Status", cell: (one) => one.statusCode, value: (one) => one.statusCode, width: 100 },
        {
          id: "headers",
          header: "Response headers",
          cell: ({ responseParameters }) => headersOf(responseParameters).join(", ") || "-",
          width: 240,
        },
        {
          id: "models",
          header: "Models",
          cell: ({ responseModels = {} }) => Object.values(responseModels).join(", ") || "-",
          width: 140,
        },
      ]}
      empty="No method responses."
      create={{
        text: "Create response",
        fields: [statusField, ...fields],
        initial: { models: pairsText({ "application/json": "Empty" }) },
        save: ({ status = "", ...values }) => put(status, values),
        done: ({ status }) => `Successfully created the method response ${status}.`,
      }}
      edit={{
        fields,
        initial: ({ responseParameters, responseModels }) => ({
          headers: headersOf(responseParameters).join("\n"),
          models: pairsText(responseModels),
        }),
        save: ({ statusCode = "" }, values) => put(statusCode, values),
      }}
      remove={{
        body: () => "Its integration response goes with it.",
        run: ({ statusCode }) => client.send(new DeleteMethodResponseCommand({ ...name, statusCode })),
      }}
    />
  );
}

function headersOf(parameters: Readonly<Record<string, boolean>> | undefined): string[] {
  return Object.keys(parameters ?? {}).map((one) => one.replace(header, ""));
}
