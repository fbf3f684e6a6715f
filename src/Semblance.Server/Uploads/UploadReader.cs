using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Semblance.Data;
using Semblance.Server.Errors;
using Semblance.Workspace.Files;

namespace Semblance.Server.Uploads;

/// <summary>What a multipart form may hold beside its file.</summary>
/// <param name="Fields">The names of text fields, each of which may come once.</param>
/// <param name="OtherPart">What to say of a part that is none of them and not the file.</param>
/// <param name="SecondPart">What to say of a part that has come before.</param>
/// <param name="NotKept">The error if the file cannot be kept on the server's disk.</param>
internal sealed record UploadForm(IReadOnlyList<string> Fields, string OtherPart, string SecondPart, Func<IOException, ApiException> NotKept)
{
    /// <summary>The form of the twin API: a file and nothing else.</summary>
    public static UploadForm OnlyFile { get; } = new(
        [],
        "The only part must be called 'file'.",
        "The body has several parts; send exactly one, called 'file'.",
        cause => TwinErrors.SynthesisFailed("the table cannot be kept on the server's disk", "Try again later, or send Parquet, which is smaller.", cause));
}

/// <summary>Takes the file of a multipart request to disk as it comes in: nothing of it is held in memory, and no more is taken than is allowed.</summary>
internal static class UploadReader
{
    private const string PartName = "file";
    private const int BufferBytes = 1 << 17;
    private const int LongestBoundary = 200;
    private const int MostHeaderBytes = 16_384;
    private const int MostFieldBytes = 65_536;

    /// <summary>Receives the file of a form that has nothing else.</summary>
    /// <param name="request">The request; its body has not been touched.</param>
    /// <param name="folder">Where the file is put, under a name of ours.</param>
    /// <param name="limit">The largest body in bytes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ApiException">413, 400 or 415, as documented.</exception>
    public static async Task<Upload> ReceiveAsync(HttpRequest request, SpoolFolder folder, long limit, CancellationToken cancellation) =>
        (await ReceiveAsync(request, folder, limit, UploadForm.OnlyFile, cancellation)).File;

    /// <summary>Receives a form, its fields before or behind the file.</summary>
    /// <param name="request">The request; its body has not been touched.</param>
    /// <param name="folder">Where the file is put, under a name of ours.</param>
    /// <param name="limit">The largest body in bytes.</param>
    /// <param name="form">What there may be beside the file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The file, and the fields that came.</returns>
    /// <exception cref="ApiException">413, 400 or 415, as documented.</exception>
    public static async Task<(Upload File, IReadOnlyDictionary<string, string> Fields)> ReceiveAsync(
        HttpRequest request, SpoolFolder folder, long limit, UploadForm form, CancellationToken cancellation)
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
        Upload? file = null;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            while (await parts.ReadNextSectionAsync(cancellation) is { } part)
            {
                string? name = NameOf(part, out ContentDispositionHeaderValue? disposition);
                bool isField = name is not null && form.Fields.Contains(name, StringComparer.Ordinal);
                if (file is not null && !isField || isField && fields.ContainsKey(name!))
                {
                    throw TwinErrors.MissingFile(form.SecondPart);
                }
                if (isField)
                {
                    fields[name!] = await ReadFieldAsync(part.Body, name!, cancellation);
                    continue;
                }
                TableFormat format = name == PartName ? FormatOf(disposition!) : throw TwinErrors.MissingFile(form.OtherPart);
                string path = folder.File(format == TableFormat.Parquet ? "upload.parquet" : "upload.csv");
                file = new Upload(path, format, await SaveAsync(part.Body, path, form, cancellation));
            }
            return (file ?? throw TwinErrors.MissingFile("The body has no part; send one, called 'file'."), fields);
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

    private static string? NameOf(MultipartSection part, out ContentDispositionHeaderValue? disposition) =>
        ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out disposition) ? HeaderUtilities.RemoveQuotes(disposition.Name).ToString() : null;

    private static TableFormat FormatOf(ContentDispositionHeaderValue disposition)
    {
        StringSegment name = StringSegment.IsNullOrEmpty(disposition.FileNameStar) ? disposition.FileName : disposition.FileNameStar;
        string ending = Path.GetExtension(HeaderUtilities.RemoveQuotes(name).ToString());
        return ending.Equals(".csv", StringComparison.OrdinalIgnoreCase) ? TableFormat.Csv
            : ending.Equals(".parquet", StringComparison.OrdinalIgnoreCase) ? TableFormat.Parquet
            : throw TwinErrors.UnsupportedType("The name of the file must end in one of them.");
    }

    private static async Task<string> ReadFieldAsync(Stream body, string name, CancellationToken cancellation)
    {
        var limited = new LimitedStream(body, MostFieldBytes, () => new ApiException(422, $"'{name}' must be a text", $"It has more than {MostFieldBytes} bytes."));
        using var reader = new StreamReader(limited, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellation);
    }

    private static async Task<long> SaveAsync(Stream body, string path, UploadForm form, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await body.ReadAsync(buffer, cancellation) is > 0 and int read)
            {
                await WriteAsync(file, buffer.AsMemory(0, read), form, cancellation);
            }
            return file.Length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What goes wrong here is no fault of the client.</summary>
    private static async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, UploadForm form, CancellationToken cancellation)
    {
        try
        {
            await file.WriteAsync(bytes, cancellation);
        }
        catch (IOException exception)
        {
            throw form.NotKept(exception);
        }
    }
}
