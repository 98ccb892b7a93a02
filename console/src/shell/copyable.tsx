import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";

/** A name that is copied more often than it is read: an ARN, a URL. */
export function Copyable({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={`Copy ${what}`}
      copySuccessText={`${what} copied`}
      copyErrorText="The browser refused to copy"
    />
  );
}
