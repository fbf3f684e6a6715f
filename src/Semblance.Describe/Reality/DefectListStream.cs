using Semblance.Data.Files;

namespace Semblance.Describe.Reality;

/// <summary>Takes parts that each begin with a comma and leaves out the first comma of all.</summary>
internal sealed class DefectListStream(Stream inner) : WriteOnlyStream
{
    private bool _hasBegun;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => inner.Write(buffer[Comma(buffer.Length)..]);

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer[Comma(buffer.Length)..], cancellationToken);

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <summary>How many bytes at the beginning of a part are left out.</summary>
    private int Comma(int length)
    {
        bool isFirst = length > 0 && !_hasBegun;
        _hasBegun |= isFirst;
        return isFirst ? 1 : 0;
    }
}
