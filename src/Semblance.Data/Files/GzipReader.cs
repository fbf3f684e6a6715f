using System.IO.Compression;

namespace Semblance.Data.Files;

/// <summary>
/// Unpacks gzip, of one or several members. The runtime's <see cref="GZipStream"/> takes an archive that is cut short for one that ends;
/// this view refuses it.
/// </summary>
internal sealed class GzipReader : ReadOnlyStream
{
    // What the probe unpacks to.
    private const byte ProbeValue = 0xA5;

    private static readonly byte[] Probe = PackProbe();

    private readonly ProbedStream _packed;
    private readonly GZipStream _unpacked;
    private readonly string _name;
    private bool _ended;

    /// <summary>Unpacks <paramref name="packed"/>, which is closed with this view; <paramref name="name"/> is what messages call it.</summary>
    public GzipReader(Stream packed, string name)
    {
        _packed = new ProbedStream(packed);
        _unpacked = new GZipStream(_packed, CompressionMode.Decompress);
        _name = name;
    }

    /// <inheritdoc/>
    /// <exception cref="TableException">The archive ends before its last member does.</exception>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_ended || buffer.IsEmpty)
        {
            return 0;
        }
        int read = _unpacked.Read(buffer);
        if (read == 0)
        {
            _ended = true;
            if (!EndsWhole())
            {
                throw new TableException($"{_name} ends too early; the file is cut short: copy or pack it again.");
            }
        }
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
        }
        base.Dispose(disposing);
    }

    // The unpacker does not say whether it stands behind a member or inside one. So it gets one more small member: behind a whole one it
    // unpacks it; inside one it takes it for more of that one, which fails or gives something else; behind bytes that are no member
    // (padding after the last) it does not ask for it.
    private bool EndsWhole()
    {
        _packed.Append(Probe);
        Span<byte> result = stackalloc byte[2];
        try
        {
            int read = _unpacked.ReadAtLeast(result, result.Length, throwOnEndOfStream: false);
            return !_packed.ProbeTaken || (read == 1 && result[0] == ProbeValue);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static byte[] PackProbe()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.WriteByte(ProbeValue);
        }
        return packed.ToArray();
    }

    /// <summary>A stream, and some bytes more once asked to.</summary>
    private sealed class ProbedStream(Stream inner) : ReadOnlyStream
    {
        private byte[] _more = [];
        private int _taken;

        /// <summary>Whether a byte of what was appended has been read.</summary>
        public bool ProbeTaken => _taken > 0;

        /// <summary>Lets these bytes follow.</summary>
        public void Append(byte[] more) => _more = more;

        /// <inheritdoc/>
        public override int Read(Span<byte> buffer)
        {
            if (_more.Length == 0)
            {
                return inner.Read(buffer);
            }
            int count = Math.Min(buffer.Length, _more.Length - _taken);
            _more.AsSpan(_taken, count).CopyTo(buffer);
            _taken += count;
            return count;
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
}
