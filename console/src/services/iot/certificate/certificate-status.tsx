import StatusIndicator from "@cloudscape-design/components/status-indicator";

export function CertificateStatus({ status = "" }: { status: string | undefined }) {
  const words = status.toLowerCase().replaceAll("_", " ");
  return (
    <StatusIndicator type={status === "ACTIVE" ? "success" : status === "REVOKED" ? "error" : "stopped"}>
      {words.charAt(0).toUpperCase()}
      {words.slice(1)}
    </StatusIndicator>
  );
}
