import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { defaultAccount } from "../aws/session.ts";
import { EditDialog } from "../form/edit-dialog.tsx";
import { Field } from "../form/field.tsx";
import { useAction } from "../live/use-action.ts";
import { useSession } from "./session-provider.tsx";

/** Another account is another world: its own functions, roles and buckets. It begins when it is first used. */
export function AccountDialog({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const [account, setAccount] = useState(session.account);
  const choose = useAction(async () => session.chooseAccount(account));
  return (
    <EditDialog
      title="Switch account"
      submit="Switch"
      action={choose}
      failed="The account could not be chosen"
      onClose={onClose}
    >
      <Field
        label="Account ID"
        description={`Twelve digits; ${defaultAccount} is the default. A client reaches the account by taking these digits as its access key ID.`}
        problem={/^\d{12}$/.test(account) ? undefined : "An account ID has twelve digits."}
      >
        <Input
          value={account}
          inputMode="numeric"
          autoFocus
          onChange={({ detail }) => setAccount(detail.value.trim())}
        />
      </Field>
    </EditDialog>
  );
}
