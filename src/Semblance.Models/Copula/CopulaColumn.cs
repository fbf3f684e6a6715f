using Semblance.Models.Encoding;

namespace Semblance.Models.Copula;

/// <summary>
/// One column as the copula sees it: a normal variable for the number, if it is numeric, and a chain of them for the outcome (category, or
/// whether and how the number is missing), if there is more than one. Plain data.
/// </summary>
/// <param name="Number">The distribution of the numbers; null for categorical columns.</param>
/// <param name="CodeCounts">How often each code occurs; empty if there are no codes.</param>
/// <param name="Outcome">The nodes that decide the code, in turn; empty if there are no codes.</param>
internal sealed record CopulaColumn(NumberMarginal? Number, long[] CodeCounts, OutcomeNode[] Outcome)
{
    /// <summary>The number of normal variables: the number's, if there is one, then the nodes'.</summary>
    public int Variables => (Number is null ? 0 : 1) + Outcome.Length;

    /// <summary>The codes that occur.</summary>
    public IEnumerable<int> Codes => Enumerable.Range(0, CodeCounts.Length).Where(code => CodeCounts[code] > 0);

    /// <summary>Learns the column; the codes are steps of one node in their own order for now.</summary>
    /// <param name="column">The training column.</param>
    /// <param name="fitted">Whether numbers get the family of distributions that fits best, rather than their own distribution.</param>
    public static CopulaColumn Learn(EncodedColumn column, bool fitted = false)
    {
        NumberMarginal? number = column.IsNumeric ? NumberMarginal.Learn(column.Values!, fitted) : null;
        if (column.Codes is null)
        {
            return new CopulaColumn(number, [], []);
        }
        var counts = new long[column.Levels];
        foreach (int code in column.Codes)
        {
            counts[code]++;
        }
        var learnt = new CopulaColumn(number, counts, []);
        return learnt with { Outcome = OutcomeNode.Chain(counts, [], [.. learnt.Codes]) };
    }

    /// <summary>Writes the column.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(Number is not null);
        Number?.Write(writer);
        writer.WriteLongs(CodeCounts);
        writer.Write(Outcome.Length);
        for (int node = 0; node < Outcome.Length; node++)
        {
            // All but the last node decide one code.
            writer.WriteInts(node < Outcome.Length - 1 ? [Outcome[node].CodeOfStep[1]] : Outcome[node].CodeOfStep);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static CopulaColumn Read(BinaryReader reader)
    {
        NumberMarginal? number = reader.ReadBoolean() ? NumberMarginal.Read(reader) : null;
        long[] counts = reader.ReadLongs();
        int nodes = reader.ReadCount(4);
        if (nodes == 0)
        {
            return new CopulaColumn(number, counts, []);
        }
        var apart = new int[nodes - 1];
        for (int node = 0; node < apart.Length; node++)
        {
            apart[node] = reader.ReadInts()[0];
        }
        return new CopulaColumn(number, counts, OutcomeNode.Chain(counts, apart, reader.ReadInts()));
    }
}
