namespace Semblance.Data.Files;

/// <summary>What the caller asked for about one column.</summary>
/// <param name="Type">The type, or null for the inferred one.</param>
/// <param name="Dropped">Whether to leave the column out.</param>
internal readonly record struct ColumnWish(ColumnType? Type, bool Dropped)
{
    /// <summary>The wishes, one per column.</summary>
    /// <exception cref="TableException">A wish names a column that does not exist, or none are left.</exception>
    public static ColumnWish[] Resolve(string[] names, TableReadOptions options, string source)
    {
        foreach (string wanted in options.Types.Keys.Concat(options.Drop))
        {
            if (Array.IndexOf(names, wanted) < 0)
            {
                throw new TableException($"{source} has no column '{wanted}'; its columns are {Listed(names)}.");
            }
        }
        ColumnWish[] wishes = [.. names.Select(name => new ColumnWish(options.Types.TryGetValue(name, out ColumnType type) ? type : null, options.Drop.Contains(name)))];
        return wishes.Length > 0 && wishes.All(wish => wish.Dropped) ? throw new TableException($"{source}: all columns are left out; keep at least one.") : wishes;
    }

    private static string Listed(string[] names) =>
        string.Join(", ", names.Take(20).Select(name => $"'{name}'")) + (names.Length > 20 ? $" and {names.Length - 20} more" : "");
}
