import { IAMClient } from "@aws-sdk/client-iam";
import { useClient } from "../../shell/session-provider.tsx";
import { useConfirmed } from "../../shell/use-confirmed.ts";
import type { PolicyHolder } from "./holder/holder.ts";
import { removeEntity } from "./remove-entity.ts";

const consequences = {
  role: "What uses the role loses its permissions at once.",
  user: "The user's access keys stop working at once.",
  group: "Its users stay, and lose what the group allowed.",
} as const;

/** Asks for the name as AWS does, deletes, and tells. Answers whether they are gone. */
export function useRemoveEntities(
  kind: PolicyHolder["kind"],
  onChange: () => void,
): (names: readonly string[]) => Promise<boolean> {
  const client = useClient(IAMClient);
  const confirmed = useConfirmed();
  return async (names) => {
    const what = names.length === 1 ? `${kind} ${names[0]}` : `${names.length} ${kind}s`;
    return confirmed(
      {
        title: `Delete ${what}?`,
        body: (
          <>
            Delete <b className="squall-anywhere">{names.join(", ")}</b> permanently? {consequences[kind]} This cannot
            be undone.
          </>
        ),
        action: "Delete",
        typed: names.length === 1 ? names[0] : "delete",
      },
      async () => {
        for (const name of names) await removeEntity(client, { kind, name });
      },
      { done: `Successfully deleted ${what}.`, failed: `Deleting ${what} failed`, onChange: onChange },
    );
  };
}
