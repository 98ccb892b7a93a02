import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums up a batch of a stream of sales, `product,amount` each, and names the records that could not be read, so that only those come again.
 * Needs aws-lambda-java-events in lib/: see ../README.md.
 */
public class Report implements RequestHandler<KinesisEvent, Map<String, Object>> {
    @Override
    public Map<String, Object> handleRequest(KinesisEvent event, Context context) {
        Map<String, Long> totals = new TreeMap<>();
        List<Map<String, String>> failures = new ArrayList<>();
        for (KinesisEvent.KinesisEventRecord record : event.getRecords()) {
            String line = StandardCharsets.UTF_8.decode(record.getKinesis().getData()).toString();
            try {
                String[] sale = line.split(",");
                totals.merge(sale[0], Long.parseLong(sale[1].trim()), Long::sum);
            } catch (RuntimeException error) {
                context.getLogger().log("cannot read \"" + line + "\": " + error);
                failures.add(Map.of("itemIdentifier", record.getKinesis().getSequenceNumber()));
            }
        }
        context.getLogger().log("totals: " + totals);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("totals", totals);
        report.put("batchItemFailures", failures);
        return report;
    }
}
