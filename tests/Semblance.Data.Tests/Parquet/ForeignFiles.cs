using System.Globalization;

namespace Semblance.Data.Tests.Parquet;

/// <summary>What the list beside the foreign Parquet files says of one.</summary>
internal sealed record ForeignFile(string Name, int? Rows, int Columns, int RowGroups, bool IsFlat, string Codecs, string CreatedBy, string Note)
{
    /// <summary>Where it is.</summary>
    public string Path => TestData.Path("parquet/" + Name);

    /// <summary>All files of the list that are there; none where the test data is not.</summary>
    public static IReadOnlyList<ForeignFile> All { get; } = ReadAll();

    /// <summary>The file of a name.</summary>
    public static ForeignFile Get(string name) => All.Single(file => file.Name == name);

    private static ForeignFile[] ReadAll()
    {
        string? root = Environment.GetEnvironmentVariable("SEMBLANCE_TEST_DATA");
        string list = System.IO.Path.Combine(root ?? "", "parquet", "INDEX.tsv");
        return string.IsNullOrEmpty(root) || !File.Exists(list) ? [] : [.. File.ReadLines(list).Skip(1).Select(Parse).Where(file => File.Exists(file.Path))];
    }

    private static ForeignFile Parse(string line)
    {
        string[] parts = line.Split('\t');
        string Part(int i) => i < parts.Length ? parts[i] : "";
        int? Number(int i) => int.TryParse(Part(i), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        return new ForeignFile(Part(0), Number(2), Number(3) ?? 0, Number(4) ?? 0, Part(5) == "flat", Part(6), Part(10), Part(11));
    }
}
