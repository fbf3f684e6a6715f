using System.Globalization;
using System.Text;
using Semblance.Data.Parquet;
using Semblance.Data.Parquet.Writing;

namespace Semblance.Data.Tests.Parquet;

/// <summary>Files of other writers, read and written again: DuckDB finds the same types and values in both.</summary>
public sealed class RewrittenFilesTests : IDisposable
{
    // Several row groups and pages even of short files.
    private static readonly WriteLimits s_small = new() { GroupRows = 1100, PageRows = 400, PageTextBytes = 5000 };

    private readonly string _folder = Directory.CreateTempSubdirectory("semblance-rewritten-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_flat_file_comes_back()
    {
        using var peer = new ParquetPeer();
        TestData.Path("parquet");
        var failures = new List<string>();
        int compared = 0;
        foreach (ForeignFile file in ForeignFile.All.Where(file => file.IsFlat && !file.Name.Contains("bad_data", StringComparison.Ordinal)))
        {
            TableDocument document;
            try
            {
                document = TableFiles.Read(file.Path, ct: TestContext.Current.CancellationToken);
            }
            catch (TableException)
            {
                continue;
            }
            string path = Path.Combine(_folder, "written.parquet");
            using (FileStream output = File.Create(path))
            {
                ParquetWriter.Write(output, document.Table.Schema, [document.Table], (ParquetLayout)document.Layout, s_small, ct: TestContext.Current.CancellationToken);
            }
            PeerAnswer before = peer.ReadWithDuckDb(file.Path), after = peer.ReadWithDuckDb(path);
            if (before.Error is not null)
            {
                continue;
            }
            compared++;
            failures.AddRange(Differences(before, after).Select(difference => $"{file.Name}: {difference}"));
        }
        failures.ShouldBeEmpty();
        compared.ShouldBeGreaterThan(60);
    }

    private static bool IsSame(string? old, string? now, bool isText) => old == now
        || (isText && old is not null && now is not null && old == "0x" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(now)))
        // Instants beyond the year 9999 are missing in our tables, with a warning.
        || (now is null && Int128.TryParse(old, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out Int128 nanoseconds) && Int128.Abs(nanoseconds) > (Int128)7_000_000_000 * 1_000_000_000_000);

    private static IEnumerable<string> Differences(PeerAnswer before, PeerAnswer after)
    {
        if (after.Error is not null)
        {
            yield return after.Error;
            yield break;
        }
        if (before.Columns.Length != after.Columns.Length)
        {
            yield return $"{before.Columns.Length} columns became {after.Columns.Length}";
            yield break;
        }
        foreach ((PeerColumn old, PeerColumn now) in before.Columns.Zip(after.Columns))
        {
            // Shapes are bytes to us. DuckDB takes text for bytes where the older annotation is missing; we write both.
            bool isShape = old.Type.StartsWith("GEOMETRY", StringComparison.Ordinal) && now.Type == "BLOB";
            bool isText = old.Type == "BLOB" && now.Type == "VARCHAR";
            if (old.Name != now.Name || (old.Type != now.Type && !isShape && !isText))
            {
                yield return $"column '{old.Name}' of type {old.Type} became '{now.Name}' of type {now.Type}";
            }
            int row = Enumerable.Range(0, Math.Max(old.Values.Length, now.Values.Length)).FirstOrDefault(i => i >= old.Values.Length || i >= now.Values.Length || !IsSame(old.Values[i], now.Values[i], isText), -1);
            if (row >= 0)
            {
                yield return $"column '{old.Name}' ({old.Type}), row {row}: {old.Values.ElementAtOrDefault(row) ?? "null"} became {now.Values.ElementAtOrDefault(row) ?? "null"}";
            }
        }
    }
}
