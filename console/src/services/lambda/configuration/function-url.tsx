import { DeleteFunctionUrlConfigCommand, GetFunctionUrlConfigCommand, LambdaClient } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { isNotFound } from "../../../aws/errors.ts";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { FunctionUrlDialog } from "./function-url-dialog.tsx";

export function FunctionUrl({ name }: { name: string }) {
  const client = useClient(LambdaClient);
  const confirmed = useConfirmed();
  const [isEditing, setEditing] = useState(false);
  const url = useLive(`lambda/url/${name}`, () =>
    client.send(new GetFunctionUrlConfigCommand({ FunctionName: name })).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    }),
  );
  const remove = async () => {
    await confirmed(
      {
        title: `Delete the function URL of ${name}?`,
        body: <>Its address is gone for good; a new one will be another.</>,
        action: "Delete",
        typed: "delete",
      },
      () => client.send(new DeleteFunctionUrlConfigCommand({ FunctionName: name })),
      {
        done: `The function URL of ${name} was deleted.`,
        failed: "The function URL could not be deleted",
        onChange: url.refresh,
      },
    );
  };
  const isKnown = !url.isLoading && url.error === undefined;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="An HTTP(S) endpoint of the function's own."
          actions={
            isKnown &&
            (url.data ? (
              <SpaceBetween direction="horizontal" size="xs">
                <Button ariaLabel="Delete function URL" onClick={() => void remove()}>
                  Delete
                </Button>
                <Button ariaLabel="Edit function URL" onClick={() => setEditing(true)}>
                  Edit
                </Button>
              </SpaceBetween>
            ) : (
              <Button onClick={() => setEditing(true)}>Create function URL</Button>
            ))
          }
        >
          Function URL
        </Header>
      }
    >
      <ErrorAlert
        error={url.error}
        title="The function URL could not be read"
        feature="function URLs"
        onRetry={url.refresh}
      />
      {isKnown && !url.data && (
        <Box color="text-body-secondary">No function URL. Create one to call the function by HTTP.</Box>
      )}
      {url.data && (
        <KeyValuePairs
          columns={2}
          items={[
            {
              label: "Function URL",
              value: (
                <Link external href={url.data.FunctionUrl}>
                  {url.data.FunctionUrl}
                </Link>
              ),
            },
            { label: "Auth type", value: url.data.AuthType },
            { label: "Invoke mode", value: url.data.InvokeMode },
            {
              label: "CORS",
              value: url.data.Cors?.AllowOrigins?.join(", ") ?? "Not enabled",
            },
          ]}
        />
      )}
      {isEditing && (
        <FunctionUrlDialog name={name} config={url.data} onSaved={url.refresh} onClose={() => setEditing(false)} />
      )}
    </Container>
  );
}
