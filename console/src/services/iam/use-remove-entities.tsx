import { IAMClient } from "@aws-sdk/client-iam";
import { useConfirm } from "../../shell/confirm.tsx";
import { useNotify } from "../../shell/notifications.tsx";
import { useClient } from "../../shell/session-provider.tsx";
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
  const confirm = useConfirm();
  const notify = useNotify();
  return async (names) => {
    const what = names.length === 1 ? `${kind} ${names[0]}` : `${names.length} ${kind}s`;
    const isMeant = await confirm({
      title: `Delete ${what}?`,
      body: (
        <>
          Delete <b className="squall-anywhere">{names.join(", ")}</b> permanently? {consequences[kind]} This cannot be
          undone.
        </>
      ),
      action: "Delete",
      typed: names.length === 1 ? names[0] : "delete",
    });
    if (!isMeant) return false;
    try {
      for (const name of names) await removeEntity(client, { kind, name });
      notify.success(`Successfully deleted ${what}.`);
      return true;
    } catch (error) {
      notify.error(`Deleting ${what} failed`, error);
      return false;
    } finally {
      onChange();
    }
  };
}
