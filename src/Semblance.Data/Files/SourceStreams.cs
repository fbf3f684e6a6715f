namespace Semblance.Data.Files;

/// <summary>A stream that belongs to somebody else: closing this view leaves it open.</summary>
internal sealed class UnclosedStream(Stream inner) : ReadOnlyStream
{
    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => inner.Read(buffer);
}

/// <summary>Tells how many bytes have been read.</summary>
internal sealed class CountingStream(Stream inner, long total, Action<long, long>? progress) : ReadOnlyStream
{
    private long _read;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        _read += read;
        progress?.Invoke(Math.Min(_read, total), total);
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
