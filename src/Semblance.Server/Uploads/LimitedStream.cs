using Semblance.Data.Files;

namespace Semblance.Server.Uploads;

/// <summary>A stream that throws once more bytes come out of it than are allowed.</summary>
internal sealed class LimitedStream(Stream inner, long limit, Func<Exception> tooLarge) : ReadOnlyStream
{
    private long _read;

    public override int Read(Span<byte> buffer) => Counted(inner.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Counted(await inner.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    private int Counted(int count)
    {
        _read += count;
        return _read <= limit ? count : throw tooLarge();
    }
}
