import { S3Client } from "@aws-sdk/client-s3";
import Box from "@cloudscape-design/components/box";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { checkNumber } from "../../../form/checks.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type LinkTarget, signLink } from "./sign-link.ts";

/** "Share with a presigned URL": whoever has the link reads the object until it ends. */
export function ShareDialog({ target, onClose }: { target: LinkTarget; onClose: () => void }) {
  const client = useClient(S3Client);
  const [count, setCount] = useState("60");
  const [unit, setUnit] = useState(units[0]!);
  const [link, setLink] = useState<string>();
  const most = mostSeconds / unit.seconds;
  const create = useAction(async () => {
    setLink(await signLink(client, target, "open", Number(count) * unit.seconds));
  });
  // The link is what it is for.
  const stayOpen = async () => {
    await create.run();
    return false;
  };
  return (
    <EditDialog
      title={`Share ${target.key}`}
      submit="Create presigned URL"
      action={{ ...create, run: stayOpen }}
      failed="The link could not be made"
      onClose={onClose}
    >
      <Field label="The link ends after" problem={checkNumber(count, 1, most)}>
        <SpaceBetween direction="horizontal" size="xs">
          <Input
            type="number"
            inputMode="numeric"
            ariaLabel="The link ends after"
            value={count}
            onChange={({ detail }) => {
              setCount(detail.value);
              setLink(undefined);
            }}
          />
          <Select
            ariaLabel="Unit"
            options={units}
            selectedOption={unit}
            onChange={({ detail }) => {
              setUnit(units.find(({ value }) => value === detail.selectedOption.value) ?? unit);
              setLink(undefined);
            }}
          />
        </SpaceBetween>
      </Field>
      {link !== undefined && (
        <div>
          <Box>Whoever has this link may read the object until it ends. It has your permissions, and no more.</Box>
          <span className="squall-anywhere" data-testid="link">
            <Copyable text={link} what="presigned URL" />
          </span>
        </div>
      )}
    </EditDialog>
  );
}

/** AWS signs for a week at most. */
const mostSeconds = 7 * 86_400;
const units = [
  { value: "minutes", label: "minutes", seconds: 60 },
  { value: "hours", label: "hours", seconds: 3_600 },
  { value: "days", label: "days", seconds: 86_400 },
];
