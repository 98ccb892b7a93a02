import { DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";

/** "Delete": confirmed by a word, as AWS asks for it. */
export function useDeleteTable(onChange: () => void): (name: string) => Promise<boolean> {
  const client = useClient(DynamoDBClient);
  const confirmed = useConfirmed();
  return (name) =>
    confirmed(
      {
        title: `Delete table ${name}?`,
        body: (
          <>
            Delete table <b className="squall-anywhere">{name}</b> with all its items and indexes? You can't undo this.
            Its backups stay.
          </>
        ),
        action: "Delete",
        typed: "confirm",
      },
      () => client.send(new DeleteTableCommand({ TableName: name })),
      {
        done: `The request to delete the table ${name} has been submitted.`,
        failed: `Table ${name} could not be deleted`,
        onChange,
      },
    );
}
