using System.Net;

namespace Semblance.EndToEnd.Tests.Jobs;

/// <summary>A file that comes over a slow line.</summary>
/// <param name="bytes">The file.</param>
/// <param name="pieces">In how many pieces it comes.</param>
/// <param name="pause">The pause between two of them.</param>
internal sealed class SlowContent(byte[] bytes, int pieces, TimeSpan pause) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        int length = (bytes.Length + pieces - 1) / pieces;
        for (int start = 0; start < bytes.Length; start += length)
        {
            await stream.WriteAsync(bytes.AsMemory(start, Math.Min(length, bytes.Length - start)));
            await stream.FlushAsync();
            await Task.Delay(pause);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bytes.Length;
        return true;
    }
}
