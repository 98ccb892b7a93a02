import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import SpaceBetween from "@cloudscape-design/components/space-between";

/** Shown once, right after it was made: IAM keeps only a hash. */
export function GeneratedPassword({ user, password }: { user: string; password: string }) {
  return (
    <SpaceBetween size="xs">
      <span>
        This is the only time that the password of <b>{user}</b> can be viewed:
      </span>
      <span className="squall-anywhere">
        <CopyToClipboard
          variant="inline"
          textToCopy={password}
          copyButtonAriaLabel="Copy password"
          copySuccessText="Password copied"
          copyErrorText="The browser refused to copy"
        />
      </span>
    </SpaceBetween>
  );
}
