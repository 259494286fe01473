package lanewise.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import lanewise.run.Measurement;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/// The times of single invocations as a log in HdrHistogram's own format: an interval a fork, tagged with its row.
final class InvocationLog {

    private static final double NANOSECONDS_PER_MILLISECOND = 1e6;

    private InvocationLog() {}

    static String of(List<Measurement> measurements) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        HistogramLogWriter writer = new HistogramLogWriter(log);
        writer.outputLogFormatVersion();
        writer.outputLegend();
        for (Measurement measurement : measurements) {
            Histogram histogram = measurement.invocations();
            if (histogram == null) continue;
            long started = Instant.parse(measurement.started()).toEpochMilli();
            histogram.setTag(measurement.row().replaceAll("[\\s,]+", "-")); // a tag ends at a blank or a comma
            histogram.setStartTimeStamp(started);
            histogram.setEndTimeStamp(started + Math.round(1e3 * measurement.seconds()));
            writer.outputIntervalHistogram(started / 1e3, histogram.getEndTimeStamp() / 1e3, histogram, NANOSECONDS_PER_MILLISECOND);
        }
        writer.close();
        return log.toString(StandardCharsets.UTF_8);
    }
}
