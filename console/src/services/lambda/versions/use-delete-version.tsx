import { DeleteFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";

/** Asks, and deletes versions; Lambda refuses those that an alias leads to. */
export function useDeleteVersion(
  name: string,
  onChange: () => void,
): (versions: readonly string[]) => Promise<boolean> {
  const client = useClient(LambdaClient);
  const confirmed = useConfirmed();
  return (versions) => {
    const what = versions.length === 1 ? `version ${versions[0]}` : `${versions.length} versions`;
    return confirmed(
      {
        title: `Delete ${what} of ${name}?`,
        body: (
          <>
            The code and configuration of <b>{versions.join(", ")}</b> are deleted for good. $LATEST stays.
          </>
        ),
        action: "Delete",
        typed: "delete",
      },
      async () => {
        for (const Qualifier of versions)
          await client.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier }));
      },
      { done: `Successfully deleted ${what} of ${name}.`, failed: `Deleting ${what} failed`, onChange },
    );
  };
}
