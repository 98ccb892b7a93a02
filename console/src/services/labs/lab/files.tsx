import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { type Lab, useLabs } from "../labs.ts";

/** What lies in the lab's folder, to be saved to the user's machine: pictures to upload, code to paste. */
export function Files({ lab }: { readonly lab: Lab }) {
  const labs = useLabs();
  const notify = useNotify();
  const save = useAction(
    async (path: string) => saveAs(await labs.file(lab.name, path), path),
    (error) => notify.error("The file could not be saved", error),
  );
  if (lab.files.length === 0) return null;
  return (
    <Container header={<Header variant="h2">Files of this lab</Header>}>
      <SpaceBetween size="xs">
        {lab.files.map(({ path, bytes }) => (
          <div key={path} className="squall-actions">
            <Button iconName="download" variant="inline-link" onClick={() => void save.run(path)}>
              {nameOf(path)}
            </Button>
            <span>{formatBytes(bytes)}</span>
          </div>
        ))}
      </SpaceBetween>
    </Container>
  );
}

function saveAs(blob: Blob, path: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = nameOf(path);
  link.click();
  URL.revokeObjectURL(link.href);
}

function nameOf(path: string): string {
  return path.split("/").at(-1) ?? path;
}
