using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Semblance.Numerics.Networks.Products;

/// <summary>Memory for packed numbers that starts at the beginning of a cache line and never moves. Grows when asked for more and is then kept.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int Line = 64;

    private float[] _memory = [];

    /// <summary>The first element.</summary>
    public float* Pointer { get; private set; }

    /// <summary>Makes room for so many elements; what was in it is lost if it grows.</summary>
    public float* Reserve(long count)
    {
        int needed = checked((int)(count + (Line / sizeof(float))));
        if (_memory.Length < needed)
        {
            _memory = GC.AllocateUninitializedArray<float>(needed, pinned: true);
            nuint start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
            Pointer = (float*)((start + (Line - 1)) & ~(nuint)(Line - 1));
        }
        return Pointer;
    }
}
