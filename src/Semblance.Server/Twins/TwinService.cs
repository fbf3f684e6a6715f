using System.Diagnostics;
using System.Globalization;
using Semblance.Server.Errors;
using Semblance.Server.Hosting;
using Semblance.Server.Http;
using Semblance.Server.Uploads;
using Semblance.Server.Work;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Credits;
using Semblance.Workspace.Files;

namespace Semblance.Server.Twins;

/// <summary>Answers one request for a twin: checks in the documented order, takes the table, makes the twin, charges and sends.</summary>
internal sealed class TwinService(WorkspaceHome workspace, Spool spool, Admission admission, RateLimits limits, ServerMetrics metrics, ServerSettings settings, IHostApplicationLifetime lifetime)
{
    /// <summary>Answers a request.</summary>
    /// <exception cref="ApiException">One of the documented errors.</exception>
    public async Task AnswerAsync(HttpContext http)
    {
        long start = Stopwatch.GetTimestamp();
        var request = GenerateRequest.Read(http.Request.Headers, settings.MaxRows);
        ApiKey key = await KeyOfAsync(http);
        limits.CountKey(key.Id);
        using Admission.Place place = admission.TryEnter()
            ?? throw new ApiException(429, "Too many requests", "The server is working on as many tables as it can; try again later.") { RetryAfter = admission.RetryAfter };
        await using PaidWork paid = await PayAsync(key, request, http.RequestAborted);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        limit.CancelAfter(TimeSpan.FromMinutes(settings.RequestMinutes));
        try
        {
            using SpoolFolder folder = spool.CreateFolder();
            MadeTwin twin = await MakeAsync(http.Request, request, place, folder, limit.Token);
            IHeaderDictionary headers = http.Response.Headers;
            headers["x-credits-left"] = CreditAmount.FormatAllowance(paid.LeftMicros);
            headers["x-engine-version"] = SemblanceServer.Version;
            headers["x-milliseconds"] = ((long)Stopwatch.GetElapsedTime(start).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            await TwinAnswer.SendAsync(http.Response, twin, () => SettleAsync(paid), limit.Token);
            metrics.CountRows(request.Family, request.Rows);
        }
        catch (OperationCanceledException) when (http.Response.HasStarted)
        {
            if (!lifetime.ApplicationStopping.IsCancellationRequested)
            {
                // The work was done, and a client that leaves before the last byte has had the others.
                await SettleAsync(paid);
            }
            throw;
        }
        catch (OperationCanceledException exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            throw TwinErrors.SynthesisFailed(
                string.Create(CultureInfo.InvariantCulture, $"the request took longer than {settings.RequestMinutes} minutes"), "Send fewer rows, or ask for fewer.", exception);
        }
    }

    private static async Task SettleAsync(PaidWork paid)
    {
        if (!await paid.SettleAsync())
        {
            throw TwinErrors.Credits("The credits of this request were given back meanwhile, since it took too long; try again.");
        }
    }

    private async Task<ApiKey> KeyOfAsync(HttpContext http)
    {
        string text = http.Request.Headers["api-key"].ToString();
        if (text.Length == 0)
        {
            throw TwinErrors.MissingKey();
        }
        ApiKey key = await workspace.Keys.FindAsync(text, http.RequestAborted) ?? throw TwinErrors.Credits("The key is unknown or revoked.");
        return key.Scopes.HasFlag(KeyScopes.Twin) ? key : throw TwinErrors.Credits("The key does not open the twin API: it lacks the scope 'twin'.");
    }

    private async Task<PaidWork> PayAsync(ApiKey key, GenerateRequest request, CancellationToken cancellation)
    {
        long price = CreditAmount.OfTwin(request.Family, request.Rows);
        return await workspace.Ledger.BeginAsync(key.Id, price, $"twin {request.Family}", request.Rows, cancellation)
            ?? throw TwinErrors.Credits(string.Create(CultureInfo.InvariantCulture, $"{request.Rows:N0} rows of {request.Family} cost {CreditAmount.Format(price)} credits, and the key has fewer left this month."));
    }

    private async Task<MadeTwin> MakeAsync(HttpRequest http, GenerateRequest request, Admission.Place place, SpoolFolder folder, CancellationToken cancellation)
    {
        Upload upload = await UploadReader.ReceiveAsync(http, folder, settings.MaxUpload, cancellation);
        metrics.CountUpload(upload.Length);
        using Admission.Turn turn = await place.WaitAsync(upload.Length, cancellation);
        return await Task.Run(() => TwinMaker.Make(request, upload, folder, cancellation), cancellation);
    }
}
