using System.Globalization;
using Semblance.Data;

namespace Semblance.Server.Twins;

/// <summary>Sends a twin.</summary>
internal static class TwinAnswer
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Sends the headers and the file. The last bytes are held back until <paramref name="settle"/> has run: who has the whole answer has paid for it.</summary>
    public static async Task SendAsync(HttpResponse response, MadeTwin twin, Func<Task> settle, CancellationToken cancellation)
    {
        await using var file = new FileStream(twin.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        bool parquet = twin.Format == TableFormat.Parquet;
        response.ContentLength = file.Length;
        response.ContentType = parquet ? "application/vnd.apache.parquet" : "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"synthetic{(parquet ? ".parquet" : ".csv")}\"";
        response.Headers["distribution-similarity-error"] = Number(twin.Figures.DistributionSimilarityError);
        response.Headers["association-similarity"] = Number(twin.Figures.AssociationSimilarity);
        response.Headers["x-trend-error"] = Number(twin.TrendError);
        if (twin.PrivacyShare is { } share)
        {
            response.Headers["x-privacy-share"] = Number(share);
        }
        response.Headers["x-seed"] = twin.Seed.ToString(CultureInfo.InvariantCulture);
        byte[] buffer = new byte[ChunkBytes];
        while (file.Length - file.Position > ChunkBytes)
        {
            int read = await file.ReadAsync(buffer, cancellation);
            await response.Body.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        // Nobody pays for an answer that nobody is there to take.
        cancellation.ThrowIfCancellationRequested();
        await settle();
        int last = await file.ReadAtLeastAsync(buffer, (int)(file.Length - file.Position), cancellationToken: cancellation);
        await response.Body.WriteAsync(buffer.AsMemory(0, last), cancellation);
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
