namespace Semblance.Numerics.Trees;

/// <summary>The learnt answer to a yes-or-no question: log-odds of yes = bias + the sum of the trees' values.</summary>
/// <param name="Bias">The log-odds before any tree.</param>
/// <param name="Trees">The trees; none if the features tell nothing.</param>
public sealed record BinaryEnsemble(double Bias, BoostedTree[] Trees)
{
    /// <summary>The log-odds for some rows.</summary>
    /// <param name="codes">Row-major codes.</param>
    /// <param name="stride">Codes per row in memory; at least the number of features.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="logOdds">Receives one value per entry of <paramref name="rows"/>; each is summed tree by tree, so it does not depend on the other rows.</param>
    public void LogOdds(ReadOnlySpan<byte> codes, int stride, ReadOnlySpan<int> rows, Span<double> logOdds)
    {
        logOdds[..rows.Length].Fill(Bias);
        foreach (BoostedTree tree in Trees)
        {
            tree.AddTo(codes, stride, rows, logOdds);
        }
    }

    /// <summary>Writes the ensemble.</summary>
    public void Write(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Bias);
        writer.Write7BitEncodedInt(Trees.Length);
        foreach (BoostedTree tree in Trees)
        {
            tree.Write(writer);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no ensemble over so many features.</exception>
    public static BinaryEnsemble Read(BinaryReader reader, int featureCount)
    {
        ArgumentNullException.ThrowIfNull(reader);
        double bias = reader.ReadDouble();
        int count = reader.Read7BitEncodedInt();
        if (count is < 0 or > BinaryBoosterOptions.MostTrees || !double.IsFinite(bias))
        {
            throw new InvalidDataException($"An ensemble claims {count} trees and a bias of {bias}.");
        }
        var trees = new BoostedTree[count];
        for (int i = 0; i < count; i++)
        {
            trees[i] = BoostedTree.Read(reader, featureCount);
        }
        return new BinaryEnsemble(bias, trees);
    }
}
