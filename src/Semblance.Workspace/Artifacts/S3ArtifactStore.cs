using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Semblance.Data.Files;

namespace Semblance.Workspace.Artifacts;

/// <summary>Keeps artifacts in S3, or in a store that speaks its protocol. An object appears when all of it is there; large ones are sent in pieces as they are made.</summary>
public sealed class S3ArtifactStore : IArtifactStore, IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly S3Settings _settings;

    /// <summary>Opens the store; nothing is sent yet.</summary>
    public S3ArtifactStore(S3Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        var config = new AmazonS3Config { AuthenticationRegion = settings.Region };
        if (settings.Url is { } url)
        {
            config.ServiceURL = url.ToString();
            // Stores of others have no name of their own for each bucket.
            config.ForcePathStyle = true;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        }
        _client = settings.AccessKey is { } key ? new AmazonS3Client(new BasicAWSCredentials(key, settings.SecretKey), config) : new AmazonS3Client(config);
    }

    /// <inheritdoc/>
    public async Task<Artifact> PutAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        Guid id = Guid.NewGuid();
        await using var pieces = new PieceStream(this, KeyOf(id), cancellation);
        try
        {
            await write(pieces, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return new Artifact(id, pieces.Length, await pieces.CompleteAsync());
        }
        catch
        {
            await pieces.AbortAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<Stream?> OpenAsync(Guid id, CancellationToken cancellation = default)
    {
        try
        {
            GetObjectResponse response = await _client.GetObjectAsync(_settings.Bucket, KeyOf(id), cancellation);
            return response.ResponseStream;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(Guid id, CancellationToken cancellation = default) => _client.DeleteObjectAsync(_settings.Bucket, KeyOf(id), cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Guid> ListAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? next = null;
        do
        {
            ListObjectsV2Response page = await _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _settings.Bucket, Prefix = _settings.Prefix, ContinuationToken = next }, cancellation);
            foreach (S3Object found in page.S3Objects ?? [])
            {
                if (found.LastModified?.ToUniversalTime() < before.UtcDateTime && Guid.TryParseExact(found.Key[_settings.Prefix.Length..], "N", out Guid id))
                {
                    yield return id;
                }
            }
            next = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (next is not null);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private string KeyOf(Guid id) => _settings.Prefix + id.ToString("N");

    /// <summary>
    /// Sends what is written to it in pieces of equal size, whoever flushes between them, or all of it in one request if that is less than a piece. Each request has its length and its
    /// hash in its header: not all stores understand bodies that are signed chunk by chunk.
    /// </summary>
    private sealed class PieceStream(S3ArtifactStore store, string key, CancellationToken cancellation) : WriteOnlyStream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly byte[] _piece = GC.AllocateUninitializedArray<byte>(store._settings.PieceBytes);
        private readonly List<PartETag> _sent = [];
        private string? _upload;
        private int _used;
        private long _length;

        public override long Length => _length;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (buffer.Length > 0)
            {
                if (_used == _piece.Length)
                {
                    SendPieceAsync().GetAwaiter().GetResult();
                }
                buffer = buffer[Take(buffer)..];
            }
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (buffer.Length > 0)
            {
                if (_used == _piece.Length)
                {
                    await SendPieceAsync();
                }
                buffer = buffer[Take(buffer.Span)..];
            }
        }

        /// <summary>Sends the rest; the object is there then.</summary>
        /// <returns>The SHA-256 of all of it, in lower-case hexadecimal digits.</returns>
        public async Task<string> CompleteAsync()
        {
            if (_upload is null)
            {
                using var body = new MemoryStream(_piece, 0, _used, writable: false);
                await store._client.PutObjectAsync(new PutObjectRequest { BucketName = store._settings.Bucket, Key = key, InputStream = body, UseChunkEncoding = false }, cancellation);
            }
            else
            {
                await SendPieceAsync();
                await store._client.CompleteMultipartUploadAsync(
                    new CompleteMultipartUploadRequest { BucketName = store._settings.Bucket, Key = key, UploadId = _upload, PartETags = _sent }, cancellation);
            }
            return Convert.ToHexStringLower(_hash.GetHashAndReset());
        }

        /// <summary>Gives up: nothing of it is kept. What a killed process had sent, the store's own rules for unfinished uploads remove.</summary>
        public async Task AbortAsync()
        {
            if (_upload is { } upload)
            {
                try
                {
                    await store._client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = store._settings.Bucket, Key = key, UploadId = upload }, CancellationToken.None);
                }
                catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException)
                {
                    // Whatever made the writing fail makes this fail, too, and is what the caller is told.
                }
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _hash.Dispose();
            }
            base.Dispose(disposing);
        }

        private int Take(ReadOnlySpan<byte> buffer)
        {
            int count = Math.Min(buffer.Length, _piece.Length - _used);
            buffer[..count].CopyTo(_piece.AsSpan(_used));
            _hash.AppendData(buffer[..count]);
            _used += count;
            _length += count;
            return count;
        }

        private async Task SendPieceAsync()
        {
            _upload ??= (await store._client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = store._settings.Bucket, Key = key }, cancellation)).UploadId;
            using var body = new MemoryStream(_piece, 0, _used, writable: false);
            var request = new UploadPartRequest { BucketName = store._settings.Bucket, Key = key, UploadId = _upload, PartNumber = _sent.Count + 1, InputStream = body, PartSize = _used, UseChunkEncoding = false };
            UploadPartResponse response = await store._client.UploadPartAsync(request, cancellation);
            _sent.Add(new PartETag(request.PartNumber ?? 0, response.ETag));
            _used = 0;
        }
    }
}
