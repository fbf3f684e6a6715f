using Semblance.Models.Encoding;

namespace Semblance.Models.Core;

/// <summary>
/// One column as the copula sees it: a normal variable for the number, if it is numeric, and one for the outcome (category, or whether and
/// how the number is missing), if there is more than one. Plain data.
/// </summary>
internal sealed class CoreColumn
{
    private readonly int[] _stepOfCode;

    /// <summary>Creates the column.</summary>
    /// <param name="number">The distribution of the numbers, or null.</param>
    /// <param name="codeCounts">How often each code occurs; null if there are no codes.</param>
    /// <param name="codeOfStep">The codes that occur, in the order of the outcome variable; null if there are no codes.</param>
    public CoreColumn(NumberMarginal? number, long[]? codeCounts, int[]? codeOfStep)
    {
        Number = number;
        CodeCounts = codeCounts;
        CodeOfStep = codeOfStep ?? [];
        _stepOfCode = new int[codeCounts?.Length ?? 0];
        if (codeCounts is not null)
        {
            Array.Fill(_stepOfCode, -1);
            for (int step = 0; step < CodeOfStep.Length; step++)
            {
                _stepOfCode[CodeOfStep[step]] = step;
            }
            Outcome = new Ladder(Array.ConvertAll(CodeOfStep, code => codeCounts[code]));
        }
    }

    /// <summary>The distribution of the numbers; null for categorical columns.</summary>
    public NumberMarginal? Number { get; }

    /// <summary>How often each code occurs; null if there are no codes.</summary>
    public long[]? CodeCounts { get; }

    /// <summary>The code of each step of <see cref="Outcome"/>.</summary>
    public int[] CodeOfStep { get; }

    /// <summary>The outcomes as steps; null for a numeric column with nothing missing.</summary>
    public Ladder? Outcome { get; }

    /// <summary>The number of normal variables, 1 or 2: first the number's, then the outcome's.</summary>
    public int Variables => (Number is null ? 0 : 1) + (Outcome is null ? 0 : 1);

    /// <summary>The step of a code, -1 if it never occurs.</summary>
    public int StepOfCode(int code) => _stepOfCode[code];

    /// <summary>Learns the column; the codes are in their own order for now.</summary>
    public static CoreColumn Learn(EncodedColumn column)
    {
        NumberMarginal? number = column.IsNumeric ? NumberMarginal.Learn(column.Values!) : null;
        if (column.Codes is null)
        {
            return new CoreColumn(number, null, null);
        }
        var counts = new long[column.Levels];
        foreach (int code in column.Codes)
        {
            counts[code]++;
        }
        return new CoreColumn(number, counts, [.. Enumerable.Range(0, counts.Length).Where(code => counts[code] > 0)]);
    }

    /// <summary>The same column with its outcomes in another order.</summary>
    public CoreColumn Ordered(int[] codeOfStep) => new(Number, CodeCounts, codeOfStep);

    /// <summary>Writes the column.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write((byte)((Number is null ? 0 : 1) | (Outcome is null ? 0 : 2)));
        Number?.Write(writer);
        if (Outcome is not null)
        {
            writer.WriteLongs(CodeCounts!);
            writer.WriteInts(CodeOfStep);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static CoreColumn Read(BinaryReader reader)
    {
        byte parts = reader.ReadByte();
        NumberMarginal? number = (parts & 1) == 0 ? null : NumberMarginal.Read(reader);
        return (parts & 2) == 0
            ? new CoreColumn(number, null, null)
            : new CoreColumn(number, reader.ReadLongs(), reader.ReadInts());
    }
}
