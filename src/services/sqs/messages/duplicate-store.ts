import { createDuplicateStore } from "../../duplicate-store.ts";

/** Of sends to FIFO queues, receives by attempt, and deliveries that may be repeated. Its table is made with the messages'. */
export const duplicateStore = createDuplicateStore("sqs_duplicates");
