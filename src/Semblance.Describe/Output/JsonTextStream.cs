using Semblance.Data.Files;

namespace Semblance.Describe.Output;

/// <summary>
/// Writes text into a JSON string: what goes in is UTF-8, what comes out is the inside of a string, escaped. So a table as CSV or SQL can be one value of a JSON answer
/// without being held in memory. The quotes around it, and the stream beneath, are the caller's.
/// </summary>
public sealed class JsonTextStream(Stream inner) : WriteOnlyStream
{
    private const int MostBytesPerByte = 6;

    private byte[] _buffer = [];

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The buffer is another one after this, perhaps.
        int length = Escape(buffer.Span);
        return inner.WriteAsync(_buffer.AsMemory(0, length), cancellationToken);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        int length = Escape(buffer);
        inner.Write(_buffer, 0, length);
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    private int Escape(ReadOnlySpan<byte> text)
    {
        // Parts are cut between rows, but escapes concern single bytes, so any cut is right.
        if (_buffer.Length < MostBytesPerByte * text.Length)
        {
            _buffer = new byte[MostBytesPerByte * text.Length];
        }
        return JsonRows.Escape(_buffer, text);
    }
}
