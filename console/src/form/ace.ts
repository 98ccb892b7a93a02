import ace from "ace-builds/src-noconflict/ace";
import "ace-builds/src-noconflict/ext-language_tools";
import "ace-builds/src-noconflict/ext-searchbox";
import "ace-builds/src-noconflict/mode-golang";
import "ace-builds/src-noconflict/mode-java";
import "ace-builds/src-noconflict/mode-javascript";
import "ace-builds/src-noconflict/mode-json";
import "ace-builds/src-noconflict/mode-python";
import "ace-builds/src-noconflict/mode-ruby";
import "ace-builds/src-noconflict/snippets/golang";
import "ace-builds/src-noconflict/snippets/java";
import "ace-builds/src-noconflict/snippets/javascript";
import "ace-builds/src-noconflict/snippets/json";
import "ace-builds/src-noconflict/snippets/python";
import "ace-builds/src-noconflict/snippets/ruby";
import "ace-builds/src-noconflict/snippets/text";
import "ace-builds/src-noconflict/theme-cloud_editor";
import "ace-builds/src-noconflict/theme-cloud_editor_dark";
import jsonWorker from "ace-builds/src-noconflict/worker-json?url";

// The worker's file comes from this server; without `loadWorkerFromBlob` Ace uses its address as it is.
ace.config.set("loadWorkerFromBlob", false);
ace.config.setModuleUrl("ace/mode/json_worker", jsonWorker);
// Ace's checker of JavaScript knows only an old language and marks today's as errors.
ace.require("ace/mode/javascript").Mode.prototype.createWorker = () => null;

export { ace };
