import Modal from "@cloudscape-design/components/modal";
import { shortcuts } from "./shortcuts.ts";

export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal visible header="Keyboard shortcuts" onDismiss={onClose}>
      <dl className="squall-keys">
        {shortcuts.map(({ keys, text }) => (
          <div key={keys}>
            <dt>
              {keys.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
