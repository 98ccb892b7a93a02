import { APIGatewayClient, DeleteMethodCommand, PutMethodCommand, type Resource } from "@aws-sdk/client-api-gateway";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { useNavigate } from "react-router";
import type { FieldDescription } from "../../../described/field-description.ts";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { resourcePath } from "../paths.ts";
import { initialIntegration, integrationFields, methods } from "./integration-fields.ts";
import { putIntegration } from "./put-integration.ts";

interface CreateMethodDialogProps {
  readonly restApiId: string;
  readonly resource: Resource;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** A method with its integration: both, or neither. */
export function CreateMethodDialog({ restApiId, resource, onSaved, onClose }: CreateMethodDialogProps) {
  const client = useClient(APIGatewayClient);
  const lambda = useClient(LambdaClient);
  const { account, region } = useSession();
  const navigate = useNavigate();
  const { id: resourceId = "", path = "", resourceMethods = {} } = resource;
  const free = [{ value: "ANY" }, ...methods].filter(({ value }) => !resourceMethods[value]);
  const methodField: FieldDescription = {
    name: "method",
    label: "Method type",
    kind: "select",
    options: free,
    required: "Choose a method.",
  };
  return (
    <FieldsDialog
      title="Create method"
      fields={[methodField, ...integrationFields]}
      initial={initialIntegration}
      submit="Create method"
      failed="The method could not be created"
      done={({ method }) => `Successfully created method ${method} in ${path}.`}
      save={async (values) => {
        const method = { restApiId, resourceId, httpMethod: values.method ?? "" };
        await client.send(new PutMethodCommand({ ...method, authorizationType: "NONE" }));
        try {
          const at = { account, region };
          await putIntegration(client, lambda, { method, path, values, at, hasResponses: false });
        } catch (error) {
          // A method without an integration cannot be deployed.
          await client.send(new DeleteMethodCommand(method)).catch(() => undefined);
          throw error;
        }
        await navigate(resourcePath(restApiId, resourceId, method.httpMethod));
      }}
      onSaved={onSaved}
      onClose={onClose}
    />
  );
}
