using Semblance.Data.Files;

namespace Semblance.Cli.Bench;

/// <summary>Counts bytes and throws them away.</summary>
internal sealed class CountingStream : WriteOnlyStream
{
    private long _length;

    public override long Length => _length;

    public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;
}
