using Semblance.Numerics;

namespace Semblance.Cli.Bench.Server;

/// <summary>The random choices of one request.</summary>
internal sealed class Dice(Philox random, ulong number)
{
    private const uint Stream = 0xBE000003;
    private RandomSequence _sequence = random.At(Stream, number);

    /// <summary>A number from 0 to below a limit; 0 if the limit is not positive.</summary>
    public int Below(int limit) => limit <= 0 ? 0 : _sequence.NextInt32(limit);

    /// <summary>One of some texts.</summary>
    public string Of(params string[] texts) => texts[Below(texts.Length)];

    /// <summary>Random bytes.</summary>
    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)_sequence.NextInt32(256);
        }
        return bytes;
    }

    /// <summary>A copy with some bytes changed, all of them before a place.</summary>
    public byte[] Changed(byte[] bytes, int changes, int most)
    {
        byte[] changed = [.. bytes];
        for (int i = 0; i < changes; i++)
        {
            changed[Below(Math.Min(most, bytes.Length))] = (byte)Below(256);
        }
        return changed;
    }
}
