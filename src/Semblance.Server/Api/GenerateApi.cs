using System.Diagnostics;
using System.Globalization;
using Semblance.Server.Errors;
using Semblance.Server.Hosting;
using Semblance.Server.Twins;
using Semblance.Server.Uploads;
using Semblance.Server.Work;
using Semblance.Workspace;
using Semblance.Workspace.Accounts;
using Semblance.Workspace.Credits;
using Semblance.Workspace.Files;

namespace Semblance.Server.Api;

/// <summary>The twin API: a table goes in, its twin comes out.</summary>
internal static class GenerateApi
{
    public static void MapGenerate(this IEndpointRouteBuilder routes) => routes.MapPost("/generate", GenerateAsync);

    private static async Task GenerateAsync(HttpContext http, WorkspaceHome workspace, Spool spool, Admission admission, ServerSettings settings, IHostApplicationLifetime lifetime)
    {
        long start = Stopwatch.GetTimestamp();
        var request = GenerateRequest.Read(http.Request.Headers, settings.MaxRows);
        ApiKey key = await KeyOfAsync(http, workspace.Keys);
        using Admission.Place place = admission.TryEnter()
            ?? throw new ApiException(429, "Too many requests", "The server works on as many tables as it can; try again later.") { RetryAfter = admission.RetryAfter };
        Reservation reservation = await workspace.Ledger.ReserveAsync(key.Id, CreditAmount.OfTwin(request.Family, request.Rows), $"twin {request.Family}", request.Rows, http.RequestAborted)
            ?? throw TwinErrors.Credits($"The key has too few credits left this month: {request.Rows} rows of {request.Family} cost {CreditAmount.Format(CreditAmount.OfTwin(request.Family, request.Rows))}.");
        bool settled = false;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            limit.CancelAfter(TimeSpan.FromMinutes(settings.RequestMinutes));
            using SpoolFolder folder = spool.CreateFolder();
            MadeTwin twin = await MakeAsync(http, request, place, folder, settings, limit.Token);
            http.Response.Headers["x-credits-left"] = CreditAmount.FormatAllowance(reservation.LeftMicros);
            http.Response.Headers["x-engine-version"] = SemblanceServer.Version;
            http.Response.Headers["x-milliseconds"] = ((long)Stopwatch.GetElapsedTime(start).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            await TwinAnswer.SendAsync(http.Response, twin, SettleAsync, limit.Token);
        }
        catch (OperationCanceledException) when (http.Response.HasStarted && !lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The work was done, and a client that leaves before the last byte has had the others.
            await SettleAsync();
            throw;
        }
        catch (OperationCanceledException exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            throw TwinErrors.SynthesisFailed($"the request took longer than {settings.RequestMinutes} minutes", "Send fewer rows.", exception);
        }
        finally
        {
            if (!settled)
            {
                await workspace.Ledger.ReleaseAsync(reservation, CancellationToken.None);
            }
        }

        async Task SettleAsync()
        {
            settled = settled || await workspace.Ledger.SettleAsync(reservation, CancellationToken.None)
                ? true
                : throw TwinErrors.Credits("The credits that were reserved for this request have been given back, since it took too long; try again.");
        }
    }

    private static async Task<ApiKey> KeyOfAsync(HttpContext http, KeyStore keys)
    {
        string text = http.Request.Headers["api-key"].ToString();
        if (text.Length == 0)
        {
            throw TwinErrors.MissingKey();
        }
        ApiKey key = await keys.FindAsync(text, http.RequestAborted) ?? throw TwinErrors.Credits("The key is unknown or revoked.");
        return key.Scopes.HasFlag(KeyScopes.Twin) ? key : throw TwinErrors.Credits("The key does not open the twin API.");
    }

    private static async Task<MadeTwin> MakeAsync(HttpContext http, GenerateRequest request, Admission.Place place, SpoolFolder folder, ServerSettings settings, CancellationToken cancellation)
    {
        Upload upload = await UploadReader.ReceiveAsync(http.Request, folder, settings.MaxUpload, cancellation);
        using Admission.Turn turn = await place.WaitAsync(upload.Length, cancellation);
        return await Task.Run(() => TwinMaker.Make(request, upload, folder, cancellation), cancellation);
    }
}
