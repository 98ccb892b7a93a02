import Button from "@cloudscape-design/components/button";
import { useNotify } from "../shell/notifications.tsx";

/** Copies the ARN of the one that is selected. */
export function CopyArn({ arn }: { readonly arn: string | undefined }) {
  const notify = useNotify();
  const copy = () => {
    if (arn === undefined) return;
    void navigator.clipboard?.writeText(arn);
    notify.success(`Copied ${arn}`);
  };
  return (
    <Button iconName="copy" disabled={arn === undefined} onClick={copy}>
      Copy ARN
    </Button>
  );
}
