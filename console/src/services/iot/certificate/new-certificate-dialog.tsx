import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { saveText } from "../../../text/save-text.ts";
import { certificateIdOf } from "../paths.ts";

/** A certificate as it is right after it was made: the private key is nowhere else. */
export interface NewCertificate {
  readonly certificateArn: string;
  readonly certificatePem: string;
  /** Undefined where it was made from a signing request, whose maker has the key. */
  readonly publicKey: string | undefined;
  readonly privateKey: string | undefined;
}

interface NewCertificateDialogProps {
  readonly certificate: NewCertificate;
  readonly onClose: () => void;
}

/** The one time that a certificate's keys can be downloaded. */
export function NewCertificateDialog({ certificate, onClose }: NewCertificateDialogProps) {
  const { certificateArn, certificatePem, publicKey, privateKey } = certificate;
  const id = certificateIdOf(certificateArn);
  const files: readonly (readonly [string, string, string | undefined])[] = [
    ["Device certificate", `${id}-certificate.pem.crt`, certificatePem],
    ["Public key file", `${id}-public.pem.key`, publicKey],
    ["Private key file", `${id}-private.pem.key`, privateKey],
  ];
  return (
    <Modal
      visible
      header="Download certificates and keys"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {privateKey !== undefined && (
          <Alert type="warning">
            This is the only time you can download the key files for this certificate. The device needs its certificate
            and its private key to connect.
          </Alert>
        )}
        <Box>
          Certificate ID: <span className="squall-anywhere">{id}</span>
        </Box>
        {files.map(
          ([label, name, text]) =>
            text !== undefined && (
              <Button key={name} iconName="download" onClick={() => saveText(name, text)}>
                {`Download ${label.toLowerCase()}`}
              </Button>
            ),
        )}
        <Box color="text-body-secondary">
          The server&apos;s certificate is signed by Squall&apos;s own authority: <b>squall ca</b> prints it, for the
          device to trust.
        </Box>
      </SpaceBetween>
    </Modal>
  );
}
