using Microsoft.Win32.SafeHandles;

namespace Semblance.Data.Files;

/// <summary>The bytes of a file at any place. Safe to use from several threads.</summary>
internal abstract class RandomFile : IDisposable
{
    /// <summary>The number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Reads bytes from a place.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public void Read(long offset, Span<byte> target)
    {
        while (target.Length > 0)
        {
            int read = offset < 0 || offset >= Length ? 0 : ReadSome(offset, target);
            if (read == 0)
            {
                throw new EndOfStreamException("The file ends too early.");
            }
            offset += read;
            target = target[read..];
        }
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Reads at least one byte, if there is one.</summary>
    protected abstract int ReadSome(long offset, Span<byte> target);

    /// <summary>A file on disk.</summary>
    public sealed class OfPath(string path) : RandomFile
    {
        private readonly SafeFileHandle _file = File.OpenHandle(path);

        /// <inheritdoc/>
        public override long Length { get; } = new FileInfo(path).Length;

        /// <inheritdoc/>
        public override void Dispose() => _file.Dispose();

        /// <inheritdoc/>
        protected override int ReadSome(long offset, Span<byte> target) => RandomAccess.Read(_file, target, offset);
    }

    /// <summary>A stream that seeks, from some position on.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="start">The position that counts as 0.</param>
    /// <param name="owned">Whether the stream is closed with this view.</param>
    public sealed class OfStream(Stream stream, long start, bool owned) : RandomFile
    {
        private readonly Lock _lock = new();

        /// <inheritdoc/>
        public override long Length { get; } = stream.Length - start;

        /// <inheritdoc/>
        public override void Dispose()
        {
            if (owned)
            {
                stream.Dispose();
            }
        }

        /// <inheritdoc/>
        protected override int ReadSome(long offset, Span<byte> target)
        {
            lock (_lock)
            {
                stream.Position = start + offset;
                return stream.Read(target);
            }
        }
    }
}
