using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Semblance.Numerics.Trees;

/// <summary>Rows of byte codes, row-major, each feature with its own number of codes: what small boosted ensembles learn from.</summary>
/// <param name="Codes">[rows, features]: row r, feature f at <c>r * Features + f</c>.</param>
/// <param name="Features">The number of features, at least 0.</param>
/// <param name="BinCounts">Per feature the number of codes in use, 1 to 256.</param>
/// <param name="Categorical">Per feature whether codes have no order, so that splits are sets of codes.</param>
public sealed record CodeMatrix(byte[] Codes, int Features, int[] BinCounts, bool[] Categorical)
{
    /// <summary>The codes of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Row(int row) => MemoryMarshal.CreateReadOnlySpan(
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Codes), (nint)row * Features), Features);
}
