import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { defaultAccount } from "../aws/session.ts";
import { useSession } from "./session-provider.tsx";

/** Another account is another world: its own functions, roles and buckets. It begins when it is first used. */
export function AccountDialog({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const [account, setAccount] = useState(session.account);
  const isAccount = /^\d{12}$/.test(account);
  const choose = () => {
    session.chooseAccount(account);
    onClose();
  };
  return (
    <Modal
      visible
      header="Switch account"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" disabled={!isAccount} onClick={choose}>
              Switch
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isAccount) choose();
        }}
      >
        <FormField
          label="Account ID"
          description={`Twelve digits; ${defaultAccount} is the default. A client reaches the account by taking these digits as its access key ID.`}
          errorText={isAccount || account === "" ? undefined : "An account ID has twelve digits."}
        >
          <Input
            value={account}
            inputMode="numeric"
            autoFocus
            onChange={({ detail }) => setAccount(detail.value.trim())}
          />
        </FormField>
      </form>
    </Modal>
  );
}
