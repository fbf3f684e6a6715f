using Semblance.Numerics.Boosting;

namespace Semblance.Quality;

/// <summary>Views as inputs of a booster: numbers with NaN for missing, categories one-hot with missing as a level.</summary>
internal static class BoosterInputs
{
    public static FeatureColumn[] From(TableView view, int exceptColumn = -1)
    {
        var inputs = new List<FeatureColumn>(view.Columns.Count);
        for (int i = 0; i < view.Columns.Count; i++)
        {
            if (i != exceptColumn)
            {
                ViewColumn column = view.Columns[i];
                inputs.Add(column.Values is { } values
                    ? FeatureColumn.Numeric(values)
                    : FeatureColumn.Categorical(column.CodesWithMissing(), column.Levels.Count + 1));
            }
        }
        return [.. inputs];
    }
}
