import {
  APIGatewayClient,
  GetAuthorizersCommand,
  GetRequestValidatorsCommand,
  UpdateMethodCommand,
} from "@aws-sdk/client-api-gateway";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { pairsText, recordOf } from "../../../described/described-fields.tsx";
import { linesOf, type Values } from "../../../described/field-checks.ts";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useLive } from "../../../live/use-live.ts";
import { Details } from "../../../shell/details.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import type { MethodPartProps } from "./method-part.ts";
import { entriesAt, patchesOf, type Settings } from "./patches.ts";

/** Who may call the method, and what a request must have. */
export function MethodRequest({ name, method, onChange }: MethodPartProps) {
  const client = useClient(APIGatewayClient);
  const [isEditing, setEditing] = useState(false);
  const { restApiId } = name;
  const choices = useLive(
    `apigateway/rest/${restApiId}/request-choices`,
    async () => {
      const [{ items: authorizers = [] }, { items: validators = [] }] = await Promise.all([
        client.send(new GetAuthorizersCommand({ restApiId })),
        client.send(new GetRequestValidatorsCommand({ restApiId })),
      ]);
      return { authorizers, validators };
    },
    { everyMs: 5_000 },
  );
  const { authorizers = [], validators = [] } = choices.data ?? {};
  const authorizer = authorizers.find(({ id }) => id === method.authorizerId);
  const validator = validators.find(({ id }) => id === method.requestValidatorId);
  const parameters = Object.entries(method.requestParameters ?? {});
  return (
    <>
      <Details
        title="Method request settings"
        columns={2}
        actions={
          <Button disabled={!choices.data} onClick={() => setEditing(true)}>
            Edit
          </Button>
        }
        items={[
          ["Authorization", authorizer?.name ?? method.authorizationType],
          ["API key required", method.apiKeyRequired ? "True" : "False"],
          ["Request validator", validator?.name ?? "None"],
          ["Operation name", method.operationName],
          [
            "Request parameters",
            parameters.map(([parameter, isRequired]) => `${parameter}${isRequired ? " (required)" : ""}`).join(", "),
          ],
          [
            "Request models",
            Object.entries(method.requestModels ?? {})
              .map(([type, model]) => `${type}: ${model}`)
              .join(", "),
          ],
        ]}
      />
      {isEditing && (
        <FieldsDialog
          title="Edit method request"
          fields={[
            {
              name: "authorization",
              label: "Authorization",
              kind: "select",
              options: [
                { value: "NONE", label: "None" },
                { value: "AWS_IAM", label: "AWS IAM" },
                ...authorizers.map(({ id = "", name: label }) => ({ value: id, label })),
              ],
            },
            {
              name: "validator",
              label: "Request validator",
              kind: "select",
              options: [
                { value: "", label: "None" },
                ...validators.map(({ id = "", name: label }) => ({ value: id, label })),
              ],
            },
            { name: "key", label: "API key", kind: "check", text: "API key required" },
            { name: "operation", label: "Operation name" },
            {
              name: "parameters",
              label: "URL query strings and headers",
              kind: "area",
              rows: 4,
              constraint: "One a line: querystring.page, header.X-Shop; with ! at the end if it is required.",
              problem: (text) => {
                const wrong = linesOf(text).find((line) => !/^(querystring|header|path)\.[\w.-]+!?$/.test(line));
                return wrong === undefined ? undefined : `${wrong} is none: querystring.NAME or header.NAME.`;
              },
            },
            {
              name: "models",
              label: "Request body models",
              kind: "pairs",
              add: "Add model",
              empty: "No models.",
              valueLabel: "Model name",
            },
          ]}
          initial={{
            authorization: method.authorizerId ?? method.authorizationType ?? "NONE",
            validator: method.requestValidatorId ?? "",
            key: method.apiKeyRequired ? "true" : "",
            operation: method.operationName ?? "",
            parameters: parameters
              .map(([parameter, isRequired]) => `${parameter.replace("method.request.", "")}${isRequired ? "!" : ""}`)
              .join("\n"),
            models: pairsText(method.requestModels),
          }}
          failed="The method request could not be saved"
          done="Successfully updated the method request."
          save={async (values) => {
            const chosen = authorizers.find(({ id }) => id === values.authorization);
            const before: Settings = {
              "/authorizationType": method.authorizationType,
              "/authorizerId": method.authorizerId,
              "/requestValidatorId": method.requestValidatorId,
              "/apiKeyRequired": String(method.apiKeyRequired ?? false),
              "/operationName": method.operationName,
              ...entriesAt("/requestParameters", method.requestParameters),
              ...entriesAt("/requestModels", method.requestModels),
            };
            const type = chosen?.type === "COGNITO_USER_POOLS" ? "COGNITO_USER_POOLS" : "CUSTOM";
            const after: Settings = {
              "/authorizationType": chosen ? type : values.authorization,
              "/authorizerId": chosen?.id,
              "/requestValidatorId": values.validator,
              "/apiKeyRequired": String(values.key === "true"),
              "/operationName": values.operation,
              ...entriesAt("/requestParameters", parametersOf(values)),
              ...entriesAt("/requestModels", recordOf(values.models)),
            };
            const patchOperations = patchesOf(before, after)
              // These three are emptied by a replacement.
              .map((patch) =>
                patch.op === "remove" && !patch.path?.slice(1).includes("/")
                  ? { ...patch, op: "replace" as const, value: "" }
                  : patch,
              )
              // An authorizer that is no longer asked goes by itself.
              .filter(({ path, value }) => path !== "/authorizerId" || value !== "");
            if (patchOperations.length > 0) await client.send(new UpdateMethodCommand({ ...name, patchOperations }));
          }}
          onSaved={onChange}
          onClose={() => setEditing(false)}
        />
      )}
    </>
  );
}

function parametersOf({ parameters }: Values): Record<string, boolean> {
  return Object.fromEntries(
    linesOf(parameters).map((line) => [`method.request.${line.replace(/!$/, "")}`, line.endsWith("!")]),
  );
}
