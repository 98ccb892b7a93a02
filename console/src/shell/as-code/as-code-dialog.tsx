import Box from "@cloudscape-design/components/box";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import Toggle from "@cloudscape-design/components/toggle";
import { useState, useSyncExternalStore } from "react";
import type { LoggedCall } from "../../aws/call-log.ts";
import { formatTime } from "../../text/times.ts";
import { useSession } from "../session-provider.tsx";
import { toBoto3 } from "./boto3.ts";
import { toCli } from "./cli.ts";
import { toTerraform } from "./terraform.ts";

/** "Show as code": what the pages have just done, as commands and programs that do the same. */
export default function AsCodeDialog({ onClose }: { onClose: () => void }) {
  const { calls: log, region } = useSession();
  const calls = useSyncExternalStore(log.subscribe, log.calls);
  const [withReads, setWithReads] = useState(false);
  const [chosen, setChosen] = useState<number>();
  const shown = calls.filter(({ isChange }) => isChange || withReads);
  const call = shown.find(({ number }) => number === chosen) ?? shown[0];
  return (
    <Modal visible size="large" header="Show as code" onDismiss={onClose}>
      <SpaceBetween size="m">
        <Toggle checked={withReads} onChange={({ detail }) => setWithReads(detail.checked)}>
          Also what the pages only read
        </Toggle>
        {call ? (
          <>
            <Select
              ariaLabel="What was done"
              options={shown.map(toOption)}
              selectedOption={toOption(call)}
              filteringType={shown.length > 8 ? "auto" : "none"}
              onChange={({ detail }) => setChosen(Number(detail.selectedOption.value))}
            />
            <Tabs
              ariaLabel="Language"
              tabs={[
                { id: "cli", label: "AWS CLI", content: <Code text={toCli(call)} /> },
                { id: "boto3", label: "boto3", content: <Code text={toBoto3(call, region)} /> },
                { id: "terraform", label: "Terraform", content: <Terraform call={call} /> },
              ]}
            />
            <Box color="text-body-secondary">
              The commands reach this server with <code>export AWS_ENDPOINT_URL={window.location.origin}</code>. Files
              that were sent are named <code>file</code> or <code>package.zip</code>.
            </Box>
          </>
        ) : (
          <Box color="text-body-secondary">
            Nothing has been changed since this page was loaded. Create or edit something, and the command for it is
            here.
          </Box>
        )}
      </SpaceBetween>
    </Modal>
  );
}

function Terraform({ call }: { call: LoggedCall }) {
  const text = toTerraform(call);
  return text === undefined ? (
    <Box color="text-body-secondary">
      Terraform's AWS provider has no resource that {call.operation} alone would make.
    </Box>
  ) : (
    <Code text={text} />
  );
}

function Code({ text }: { text: string }) {
  return (
    <div className="squall-lab-code">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <pre className="squall-pre" tabIndex={0} data-testid="as-code">
        {text}
      </pre>
      <div className="squall-lab-copy">
        <CopyToClipboard
          variant="icon"
          copyButtonAriaLabel="Copy code"
          textToCopy={text}
          copySuccessText="Copied"
          copyErrorText="The browser refused to copy"
        />
      </div>
    </div>
  );
}

function toOption({ number, service, operation, atMs, isFailed }: LoggedCall) {
  return {
    value: String(number),
    label: `${service}: ${operation}`,
    description: `${formatTime(atMs)}${isFailed ? ", refused" : ""}`,
  };
}
