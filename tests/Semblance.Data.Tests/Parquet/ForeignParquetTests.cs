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
            .Where(file => file.IsFlat && (!file.Name.Contains("bad_data", StringComparison.Ordinal) || file.Name.Contains("43605", StringComparison.Ordinal)) && !file.Name.Contains("corrupt", StringComparison.Ordinal))
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

    [Theory]
    [InlineData("apache_parquet-testing/bad_data/ARROW-GH-41317.parquet", "is a list")]
    [InlineData("apache_parquet-testing/bad_data/ARROW-GH-41321.parquet", "is a list")]
    [InlineData("apache_parquet-testing/bad_data/ARROW-GH-45185.parquet", "is a list")]
    [InlineData("apache_parquet-testing/bad_data/ARROW-GH-47662.parquet", "column 'flba_field' is damaged: 100 values are announced where there are 364 bytes.")]
    [InlineData("apache_parquet-testing/bad_data/ARROW-RS-GH-6229-DICTHEADER.parquet", "column 'name' is damaged: a page header is damaged (a size is -26).")]
    [InlineData("apache_parquet-testing/bad_data/ARROW-RS-GH-6229-LEVELS.parquet", "is a list")]
    [InlineData("apache_parquet-testing/bad_data/PARQUET-1481.parquet", "column 'Handle' has a type that the format does not have.")]
    [InlineData("apache_parquet-testing/data/datapage_v1-corrupt-checksum.parquet", "column 'a' is damaged: the checksum of a page does not fit its bytes.")]
    [InlineData("apache_parquet-testing/data/rle-dict-uncompressed-corrupt-checksum.parquet", "column 'binary_field' is damaged: the checksum of a page does not fit its bytes.")]
    public void A_bad_file_is_refused_in_one_sentence(string name, string part)
    {
        string message = Should.Throw<TableException>(() => Read(name)).Message;
        message.ShouldContain(part);
        message.ShouldStartWith(Path.GetFileName(name));
        message.ShouldEndWith(".");
    }

    [Theory]
    [MemberData(nameof(Encrypted))]
    public void An_encrypted_file_is_named_as_one(string name)
    {
        string message = Should.Throw<TableException>(() => Read(name)).Message;
        message.ShouldContain("encrypt");
    }

    public static TheoryData<string> Encrypted() => [.. ForeignFile.All.Where(file => file.Name.EndsWith(".encrypted", StringComparison.Ordinal)).Select(file => file.Name).DefaultIfEmpty("none")];

    [Theory]
    [MemberData(nameof(Nested))]
    public void A_nested_file_reads_as_structures_or_is_refused_with_advice(string name)
    {
        try
        {
            Table table = Read(name).Table;
            table.RowCount.ShouldBe(ForeignFile.Get(name).Rows!.Value);
            PeerAnswer peer = _peers.Peer.ReadWithDuckDb(TestData.Path("parquet/" + name));
            (peer.Error ?? peer.Columns[0].Values.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(table.RowCount.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (TableException e)
        {
            e.Message.ShouldContain("--drop");
        }
    }

    private static TableDocument Read(string name) => ParquetReader.ReadFile(TestData.Path("parquet/" + name), ct: TestContext.Current.CancellationToken);

    public static TheoryData<string> Nested() =>
    [
        .. ForeignFile.All.Where(file => !file.IsFlat && file.Rows is not null && !file.Name.Contains("bad_data", StringComparison.Ordinal)).Select(file => file.Name).DefaultIfEmpty("none"),
    ];
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
