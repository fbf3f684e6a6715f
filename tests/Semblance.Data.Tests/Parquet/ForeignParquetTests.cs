using Semblance.Data.Parquet;

namespace Semblance.Data.Tests.Parquet;

/// <summary>Files by many writers, read and held against what DuckDB or hyparquet read.</summary>
public sealed class ForeignParquetTests : IClassFixture<PeerFixture>
{
    private readonly PeerFixture _peers;

    public ForeignParquetTests(PeerFixture peers) => _peers = peers;

    public static TheoryData<string> Flat() =>
    [
        .. ForeignFile.All
            .Where(file => file.IsFlat && !file.Name.Contains("bad_data", StringComparison.Ordinal) && !file.Name.Contains("corrupt", StringComparison.Ordinal))
            .Select(file => file.Name)
            .DefaultIfEmpty("hyparquet/signs.parquet"),
    ];

    [Theory]
    [MemberData(nameof(Flat))]
    public void A_flat_file_reads_as_a_peer_reads_it(string name)
    {
        string path = TestData.Path("parquet/" + name);
        TableDocument document = ParquetReader.ReadFile(path, ct: TestContext.Current.CancellationToken);
        document.Table.RowCount.ShouldBe(ForeignFile.Get(name).Rows!.Value);
        document.Table.Columns.Count.ShouldBe(ForeignFile.Get(name).Columns);

        PeerAnswer duckdb = _peers.Peer.ReadWithDuckDb(path);
        string? difference = duckdb.Error ?? PeerComparison.FirstDifference(document.Table, duckdb);
        if (difference is not null)
        {
            PeerAnswer hyparquet = _peers.Peer.ReadWithHyparquet(path);
            string? other = hyparquet.Error ?? PeerComparison.FirstDifference(document.Table, hyparquet, nanosecondsOfPeer: 1_000_000);
            other.ShouldBeNull($"DuckDB: {difference}");
        }
    }
}

/// <summary>One process of peers for all tests of a class.</summary>
public sealed class PeerFixture : IDisposable
{
    private readonly Lazy<ParquetPeer> _peer = new(() => new ParquetPeer());

    internal ParquetPeer Peer => _peer.Value;

    public void Dispose()
    {
        if (_peer.IsValueCreated)
        {
            _peer.Value.Dispose();
        }
    }
}
