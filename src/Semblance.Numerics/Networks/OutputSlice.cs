namespace Semblance.Numerics.Networks;

/// <summary>Columns of a network's output that belong together: one scalar between -1 and 1, or the shares of several outcomes, which add up to 1.</summary>
/// <param name="Start">The first column.</param>
/// <param name="Width">The number of columns; 1 for a scalar.</param>
/// <param name="IsScalar">Whether it is a scalar.</param>
public readonly record struct OutputSlice(int Start, int Width, bool IsScalar);
