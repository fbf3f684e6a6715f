namespace Semblance.Models.Neural;

/// <summary>What a slice of a network's output stands for.</summary>
internal enum SliceKind
{
    /// <summary>A number's place within its mode; one output, activated by tanh.</summary>
    Scalar,

    /// <summary>A number's mode, or the way in which it is missing; activated by softmax.</summary>
    Mode,

    /// <summary>A category's level, missing ones included; activated by softmax.</summary>
    Level,
}

/// <summary>A part of a network's output row.</summary>
/// <param name="Column">The encoded column that it belongs to.</param>
/// <param name="Offset">Its first element.</param>
/// <param name="Width">Its elements.</param>
/// <param name="Kind">What it stands for.</param>
internal readonly record struct Slice(int Column, int Offset, int Width, SliceKind Kind)
{
    /// <summary>Whether it is a choice among alternatives (softmax) rather than a number (tanh).</summary>
    public bool IsChoice => Kind != SliceKind.Scalar;
}
