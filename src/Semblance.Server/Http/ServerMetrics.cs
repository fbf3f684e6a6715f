using System.Globalization;
using Prometheus;
using Semblance.Server.Descriptions;
using Semblance.Server.Work;

namespace Semblance.Server.Http;

/// <summary>What the server counts, for Prometheus. No key, name or value of a client is in it.</summary>
internal sealed class ServerMetrics
{
    private static readonly string[] s_methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly Counter _requests;
    private readonly Histogram _seconds;
    private readonly Counter _rows;
    private readonly Counter _uploaded;

    public ServerMetrics(Admission admission, DescribeCapacity descriptions)
    {
        MetricFactory metrics = Metrics.WithCustomRegistry(_registry);
        _requests = metrics.CreateCounter("semblance_requests_total", "Requests answered.", "method", "route", "status");
        _seconds = metrics.CreateHistogram("semblance_request_seconds", "Seconds from a request's first byte to the last of its answer.", ["route"], new HistogramConfiguration { Buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] });
        _rows = metrics.CreateCounter("semblance_rows_made_total", "Synthetic rows made.", "algo");
        _uploaded = metrics.CreateCounter("semblance_upload_bytes_total", "Bytes of tables received.");
        Gauge inside = metrics.CreateGauge("semblance_queue_inside", "Requests that send a table, wait for a worker or are worked on.");
        Gauge waiting = metrics.CreateGauge("semblance_queue_waiting", "Requests that wait for a worker.");
        Gauge working = metrics.CreateGauge("semblance_queue_working", "Requests that are worked on.");
        Gauge describing = metrics.CreateGauge("semblance_describe_working", "Descriptions that are carried out.");
        Gauge toDescribe = metrics.CreateGauge("semblance_describe_waiting", "Descriptions that wait for their turn.");
        _registry.AddBeforeCollectCallback(() =>
        {
            describing.Set(descriptions.Admission.AtWork);
            toDescribe.Set(descriptions.Admission.Waiting);
            inside.Set(admission.Inside);
            waiting.Set(admission.Waiting);
            working.Set(admission.AtWork);
        });
        DotNetStats.Register(_registry);
    }

    public void CountRequest(string method, string route, int status, TimeSpan took)
    {
        // Anybody can invent a method; each would be a series.
        _requests.WithLabels(s_methods.Contains(method, StringComparer.Ordinal) ? method : "other", route, status.ToString(CultureInfo.InvariantCulture)).Inc();
        _seconds.WithLabels(route).Observe(took.TotalSeconds);
    }

    public void CountUpload(long bytes) => _uploaded.Inc(bytes);

    public void CountRows(string algo, long rows) => _rows.WithLabels(algo).Inc(rows);

    public Task WriteAsync(Stream output, CancellationToken cancellation) => _registry.CollectAndExportAsTextAsync(output, cancellation);
}
