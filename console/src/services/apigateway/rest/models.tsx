import {
  APIGatewayClient,
  CreateModelCommand,
  CreateRequestValidatorCommand,
  DeleteModelCommand,
  DeleteRequestValidatorCommand,
  GetModelsCommand,
  GetRequestValidatorsCommand,
  type Model,
  type RequestValidator,
  UpdateModelCommand,
  UpdateRequestValidatorCommand,
} from "@aws-sdk/client-api-gateway";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { jsonProblem } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { patchesOf } from "./patches.ts";

const modelFields: readonly FieldDescription[] = [
  { name: "description", label: "Description" },
  {
    name: "schema",
    label: "Model schema",
    kind: "code",
    language: "json",
    description: "JSON schema, draft 4.",
    required: "Enter a schema.",
    problem: jsonProblem,
  },
];

const initialSchema = JSON.stringify(
  { $schema: "http://json-schema.org/draft-04/schema#", title: "Order", type: "object", properties: {} },
  undefined,
  2,
);

/** What bodies look like, and which requests are held to that. */
export function Models({ restApiId }: { restApiId: string }) {
  const client = useClient(APIGatewayClient);
  const models = useLive(
    `apigateway/rest/${restApiId}/models`,
    async () => (await client.send(new GetModelsCommand({ restApiId, limit: 500 }))).items ?? [],
  );
  return (
    <SpaceBetween size="l">
      <PartTable<Model>
        id="apigateway.models"
        title="Models"
        noun="models"
        one="model"
        live={models}
        rowId={({ name = "" }) => name}
        name={({ name = "" }) => name}
        columns={[
          { id: "name", header: "Name", cell: (one) => one.name, value: (one) => one.name, width: 180 },
          {
            id: "type",
            header: "Content type",
            cell: (one) => one.contentType,
            value: (one) => one.contentType,
            width: 180,
          },
          { id: "description", header: "Description", cell: (one) => one.description || "-", width: 320 },
        ]}
        empty="No models."
        create={{
          text: "Create model",
          fields: [
            {
              name: "name",
              label: "Model name",
              required: "Enter a name for the model.",
              problem: (name) => (/^[A-Za-z0-9]+$/.test(name) ? undefined : "Use only letters and digits."),
            },
            { name: "type", label: "Content type", required: "Enter a content type." },
            ...modelFields,
          ],
          initial: { type: "application/json", schema: initialSchema },
          save: ({ name, type: contentType, description, schema }) =>
            client.send(
              new CreateModelCommand({ restApiId, name, contentType, description: description || undefined, schema }),
            ),
          done: ({ name }) => `Successfully created model ${name}.`,
        }}
        edit={{
          fields: modelFields,
          initial: ({ description = "", schema = "" }) => ({ description, schema }),
          save: ({ name: modelName, description, schema }, values) =>
            client.send(
              new UpdateModelCommand({
                restApiId,
                modelName,
                patchOperations: patchesOf(
                  { "/description": description, "/schema": schema },
                  { "/description": values.description, "/schema": values.schema },
                ),
              }),
            ),
        }}
        remove={{
          body: () => "Methods that have it must have another first.",
          run: ({ name: modelName }) => client.send(new DeleteModelCommand({ restApiId, modelName })),
        }}
      />
      <Validators restApiId={restApiId} />
    </SpaceBetween>
  );
}

const validatorFields: readonly FieldDescription[] = [
  { name: "body", label: "Body", kind: "check", text: "Validate body" },
  { name: "parameters", label: "Parameters", kind: "check", text: "Validate query string parameters and headers" },
];

function Validators({ restApiId }: { restApiId: string }) {
  const client = useClient(APIGatewayClient);
  const validators = useLive(
    `apigateway/rest/${restApiId}/validators`,
    async () => (await client.send(new GetRequestValidatorsCommand({ restApiId, limit: 500 }))).items ?? [],
  );
  return (
    <PartTable<RequestValidator>
      id="apigateway.validators"
      title="Request validators"
      noun="request validators"
      one="request validator"
      live={validators}
      rowId={({ id = "" }) => id}
      name={({ name = "" }) => name}
      columns={[
        { id: "name", header: "Name", cell: (one) => one.name, value: (one) => one.name, width: 220 },
        { id: "body", header: "Body", cell: (one) => (one.validateRequestBody ? "Validated" : "-"), width: 140 },
        {
          id: "parameters",
          header: "Parameters",
          cell: (one) => (one.validateRequestParameters ? "Validated" : "-"),
          width: 140,
        },
      ]}
      empty="No request validators: requests are held to nothing."
      create={{
        text: "Create validator",
        fields: [
          { name: "name", label: "Validator name", required: "Enter a name for the validator." },
          ...validatorFields,
        ],
        initial: { body: "true" },
        save: ({ name, body, parameters }) =>
          client.send(
            new CreateRequestValidatorCommand({
              restApiId,
              name,
              validateRequestBody: body === "true",
              validateRequestParameters: parameters === "true",
            }),
          ),
        done: ({ name }) => `Successfully created request validator ${name}.`,
      }}
      edit={{
        fields: validatorFields,
        initial: (one) => ({
          body: one.validateRequestBody ? "true" : "",
          parameters: one.validateRequestParameters ? "true" : "",
        }),
        save: ({ id: requestValidatorId }, { body, parameters }) =>
          client.send(
            new UpdateRequestValidatorCommand({
              restApiId,
              requestValidatorId,
              patchOperations: [
                { op: "replace", path: "/validateRequestBody", value: String(body === "true") },
                { op: "replace", path: "/validateRequestParameters", value: String(parameters === "true") },
              ],
            }),
          ),
      }}
      remove={{
        body: () => "Methods that have it must have another first.",
        run: ({ id: requestValidatorId }) =>
          client.send(new DeleteRequestValidatorCommand({ restApiId, requestValidatorId })),
      }}
    />
  );
}
