import { LambdaClient, PublishVersionCommand } from "@aws-sdk/client-lambda";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";

/** Asks, and publishes what `$LATEST` is as a version. */
export function usePublish(name: string, onChange: () => void): () => Promise<boolean> {
  const client = useClient(LambdaClient);
  const confirmed = useConfirmed();
  return () =>
    confirmed(
      {
        title: `Publish new version of ${name}?`,
        body: <>The code and configuration of $LATEST become a version that does not change any more.</>,
        action: "Publish",
      },
      () => client.send(new PublishVersionCommand({ FunctionName: name })),
      {
        done: ({ Version }) => `Successfully created version ${Version} of function ${name}.`,
        failed: "The version could not be published",
        onChange,
      },
    );
}
