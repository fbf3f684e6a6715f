using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Semblance.Data;
using Semblance.Server.Errors;
using Semblance.Workspace.Files;

namespace Semblance.Server.Uploads;

/// <summary>Takes the one file of a multipart request to disk as it comes in: nothing is held in memory, and no more is taken than is allowed.</summary>
internal static class UploadReader
{
    private const string PartName = "file";
    private const int BufferBytes = 1 << 17;
    private const int LongestBoundary = 200;
    private const int MostHeaderBytes = 16_384;

    /// <summary>Receives the file.</summary>
    /// <param name="request">The request; its body has not been touched.</param>
    /// <param name="folder">Where the file is put, under a name of ours.</param>
    /// <param name="limit">The largest body in bytes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ApiException">413, 400 or 415, as documented.</exception>
    public static async Task<Upload> ReceiveAsync(HttpRequest request, SpoolFolder folder, long limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit)
        {
            throw TwinErrors.TooLarge(limit);
        }
        string boundary = BoundaryOf(request);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } usual)
        {
            // The limit for other bodies; here the stream below counts, and its error is the documented one.
            usual.MaxRequestBodySize = null;
        }
        var body = new LimitedStream(request.Body, limit, () => TwinErrors.TooLarge(limit));
        var parts = new MultipartReader(boundary, body, BufferBytes) { HeadersLengthLimit = MostHeaderBytes };
        try
        {
            MultipartSection first = await parts.ReadNextSectionAsync(cancellation) ?? throw TwinErrors.MissingFile("The body has no part; send one, called 'file'.");
            TableFormat format = FormatOf(first);
            string path = folder.File(format == TableFormat.Parquet ? "upload.parquet" : "upload.csv");
            long length = await SaveAsync(first.Body, path, cancellation);
            if (await parts.ReadNextSectionAsync(cancellation) is not null)
            {
                throw TwinErrors.MissingFile("The body has several parts; send exactly one, called 'file'.");
            }
            return new Upload(path, format, length);
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException { StatusCode: 400 } || exception is IOException && !cancellation.IsCancellationRequested)
        {
            throw TwinErrors.MissingFile("The body is not whole multipart/form-data: it is cut short or badly divided.", exception);
        }
    }

    private static string BoundaryOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw TwinErrors.MissingFile("Send the table as multipart/form-data.");
        }
        StringSegment boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        return boundary.Length is > 0 and <= LongestBoundary
            ? boundary.ToString()
            : throw TwinErrors.MissingFile("The header 'Content-Type' names no usable boundary between parts.");
    }

    private static TableFormat FormatOf(MultipartSection part)
    {
        if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out ContentDispositionHeaderValue? disposition)
            || !HeaderUtilities.RemoveQuotes(disposition.Name).Equals(PartName, StringComparison.Ordinal))
        {
            throw TwinErrors.MissingFile("The only part must be called 'file'.");
        }
        StringSegment name = StringSegment.IsNullOrEmpty(disposition.FileNameStar) ? disposition.FileName : disposition.FileNameStar;
        string ending = Path.GetExtension(HeaderUtilities.RemoveQuotes(name).ToString());
        return ending.Equals(".csv", StringComparison.OrdinalIgnoreCase) ? TableFormat.Csv
            : ending.Equals(".parquet", StringComparison.OrdinalIgnoreCase) ? TableFormat.Parquet
            : throw TwinErrors.UnsupportedType("The name of the file must end in one of them.");
    }

    private static async Task<long> SaveAsync(Stream body, string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await body.ReadAsync(buffer, cancellation) is > 0 and int read)
            {
                await WriteAsync(file, buffer.AsMemory(0, read), cancellation);
            }
            return file.Length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What goes wrong here is no fault of the client.</summary>
    private static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await file.WriteAsync(bytes, cancellation);
        }
        catch (IOException exception)
        {
            throw TwinErrors.SynthesisFailed("the table cannot be kept on the server's disk", "Try again later, or send Parquet, which is smaller.", exception);
        }
    }
}
